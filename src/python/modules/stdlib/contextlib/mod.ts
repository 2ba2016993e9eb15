import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeFunction, nativeModule, type Value } from "../../../runtime/mod.ts";
import { refused } from "../refused.ts";
import { asyncContextDecoratorClass, contextDecoratorClass } from "./decorating.ts";
import { asyncExitStackClass, exitStackClass } from "./exit_stack.ts";
import { managerFunction } from "./generator_manager.ts";
import {
  abstractAsyncManagerClass,
  abstractManagerClass,
  aclosingClass,
  closingClass,
  nullContextClass,
  suppressClass,
} from "./managers.ts";

/** Module `contextlib`; what redirects the streams of the process is refused. */
export const create: NativeModuleFactory = () =>
  nativeModule("contextlib", {
    contextmanager: nativeFunction(
      "contextmanager",
      "func",
      (fn: Value) => managerFunction(fn, false),
    ),
    asynccontextmanager: nativeFunction(
      "asynccontextmanager",
      "func",
      (fn: Value) => managerFunction(fn, true),
    ),
    closing: closingClass,
    aclosing: aclosingClass,
    suppress: suppressClass,
    nullcontext: nullContextClass,
    ExitStack: exitStackClass,
    AsyncExitStack: asyncExitStackClass,
    ContextDecorator: contextDecoratorClass,
    AsyncContextDecorator: asyncContextDecoratorClass,
    AbstractContextManager: abstractManagerClass,
    AbstractAsyncContextManager: abstractAsyncManagerClass,
    ...refused("contextlib", ["redirect_stdout", "redirect_stderr", "chdir"]),
  });
