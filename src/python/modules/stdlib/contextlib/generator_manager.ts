import {
  call,
  type Evaluation,
  isRaised,
  nativeClass,
  type Outcome,
  Pending,
  type PyClass,
  PyException,
  PyInstance,
  PyIterator,
  raise,
  Raised,
  typeError,
  typeOf,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { exceptionClasses, stopIterationClass } from "../../../runtime/exceptions.ts";
import { stopAsyncIterationClass } from "../../../runtime/exceptions.ts";
import { asyncIterator } from "../../../evaluator/async_iteration.ts";
import { awaitable } from "../../../evaluator/coroutine.ts";
import { PyGenerator } from "../../../evaluator/generator.ts";
import { PyWrapper, updateWrapper } from "../functools/wrapper.ts";
import { asyncContextDecoratorClass, contextDecoratorClass } from "./decorating.ts";

interface Managed {
  readonly generator: PyIterator;
  /** Makes the manager again, as a decorator needs. */
  readonly again: () => Outcome;
}

const managed = (self: PyInstance): Managed => self.native as Managed;

function* enter({ generator }: Managed): Evaluation {
  const value = yield* wait(generator.step());
  if (value === undefined) throw raise("RuntimeError", "generator didn't yield");
  return value;
}

/** Leaves the block: resumes the generator, or throws the exception into it. */
function* leave({ generator }: Managed, type: Value, value: Value, isAsync: boolean): Evaluation {
  if (type === null) {
    if ((yield* wait(generator.step())) === undefined) return false;
    throw raise("RuntimeError", "generator didn't stop");
  }
  const exception = value instanceof PyException ? value : (yield* wait(call(type))) as PyException;
  if (!(generator instanceof PyGenerator)) throw new Raised(exception);
  try {
    const next = yield* wait(generator.resume({ kind: "throw", error: new Raised(exception) }));
    if (next === undefined) return true;
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    // The same exception goes on its way by itself.
    if (error.exception === exception) return false;
    // A generator turns the block's own StopIteration into a RuntimeError (PEP 479).
    const stops = exception.cls.isSubclassOf(stopIterationClass) ||
      exception.cls.isSubclassOf(stopAsyncIterationClass);
    const converted = isRaised(error, exceptionClasses.get("RuntimeError")!) &&
      error.exception.cause === exception;
    if (stops && converted) return false;
    throw error;
  }
  throw raise("RuntimeError", `generator didn't stop after ${isAsync ? "a" : ""}throw()`);
}

const recreate = { _recreate_cm: ["", (self: PyInstance) => managed(self).again()] } as const;

const managerClass: PyClass = nativeClass({
  name: "_GeneratorContextManager",
  module: "contextlib",
  bases: [contextDecoratorClass],
  methods: {
    ...recreate,
    __enter__: ["", (self: PyInstance) => enter(managed(self))],
    __exit__: [
      "typ, value, traceback",
      (self: PyInstance, type: Value, value: Value) => leave(managed(self), type, value, false),
    ],
  },
});

const asyncManagerClass: PyClass = nativeClass({
  name: "_AsyncGeneratorContextManager",
  module: "contextlib",
  bases: [asyncContextDecoratorClass],
  methods: {
    ...recreate,
    __aenter__: [
      "",
      (self: PyInstance) => awaitable("__aenter__", () => new Pending(enter(managed(self)))),
    ],
    __aexit__: [
      "typ, value, traceback",
      (self: PyInstance, type: Value, value: Value) =>
        awaitable("__aexit__", () => new Pending(leave(managed(self), type, value, true))),
    ],
  },
});

/** `contextmanager(func)` and `asynccontextmanager(func)`. */
export function managerFunction(fn: Value, isAsync: boolean): Value {
  const wrapper = new PyWrapper("helper", (args, keywords): Evaluation => {
    const make = function* (): Evaluation {
      const generator = yield* wait(call(fn, args, keywords));
      const iterator = isAsync ? yield* wait(asyncIterator(generator)) : generator;
      if (!(iterator instanceof PyIterator)) {
        throw typeError(`'${typeOf(generator).name}' object is not an iterator`);
      }
      const manager = new PyInstance(isAsync ? asyncManagerClass : managerClass);
      const again = (): Outcome => new Pending(make());
      manager.native = { generator: iterator, again } satisfies Managed;
      return manager;
    };
    return make();
  });
  return updateWrapper(wrapper, fn);
}
