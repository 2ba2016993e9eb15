import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  PyClass,
  PyList,
  str,
  type Value,
} from "../../runtime/mod.ts";

/** Module `warnings`: they go to the log, as `logging.captureWarnings` would send them. */
export const create: NativeModuleFactory = (context) =>
  nativeModule("warnings", {
    warn: nativeFunction(
      "warn",
      "message, category=None, stacklevel=1, source=None, **kwargs",
      (message: Value, category: Value) => {
        const kind = category instanceof PyClass ? category.name : "UserWarning";
        context.log({ logger: "py.warnings", level: 30, message: `${kind}: ${str(message)}` });
      },
    ),
    filterwarnings: nativeFunction("filterwarnings", "*args, **kwargs", () => null),
    simplefilter: nativeFunction("simplefilter", "*args, **kwargs", () => null),
    resetwarnings: nativeFunction("resetwarnings", "", () => null),
    catch_warnings: nativeClass({
      name: "catch_warnings",
      module: "warnings",
      init: ["*args, **kwargs", () => null],
      methods: { __enter__: ["", () => new PyList([])], __exit__: ["*args", () => null] },
    }),
  });
