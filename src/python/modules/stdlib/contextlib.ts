import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  call,
  callMethod,
  type Evaluation,
  isRaised,
  lookupAttribute,
  nativeClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  Pending,
  PyClass,
  PyException,
  PyInstance,
  PyIterator,
  PyObject,
  PyTuple,
  raise,
  Raised,
  truth,
  typeError,
  typeOf,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { callSpecial } from "../../runtime/call.ts";
import { isInstance } from "../../runtime/isinstance.ts";
import { stopIterationClass } from "../../runtime/exceptions.ts";
import { asyncIterator } from "../../evaluator/async_iteration.ts";
import { awaitable } from "../../evaluator/coroutine.ts";
import { PyGenerator } from "../../evaluator/generator.ts";
import { updateWrapper } from "./functools/wrapper.ts";

function generatorOf(self: PyInstance): PyGenerator {
  return self.native as PyGenerator;
}

function* enter(generator: PyIterator): Evaluation {
  const value = yield* wait(generator.step());
  if (value === undefined) throw raise("RuntimeError", "generator didn't yield");
  return value;
}

/** Leaves the block: resumes the generator, or throws the exception into it. */
function* leave(generator: PyIterator, type: Value, value: Value): Evaluation {
  if (type === null) {
    if ((yield* wait(generator.step())) === undefined) return false;
    throw raise("RuntimeError", "generator didn't stop");
  }
  const exception = value instanceof PyException
    ? value
    : yield* wait(call(type)) as Evaluation<PyException>;
  if (!(generator instanceof PyGenerator)) throw new Raised(exception);
  try {
    const next = yield* wait(generator.resume({ kind: "throw", error: new Raised(exception) }));
    if (next === undefined) return true;
  } catch (error) {
    if (error instanceof Raised) {
      if (error.exception === exception) return false;
      // The generator turned a StopIteration of the block into a RuntimeError (PEP 479).
      if (
        isRaised(error, raise("RuntimeError").exception.cls) && error.exception.cause === exception
      ) {
        if (exception.cls.isSubclassOf(stopIterationClass)) return false;
      }
    }
    throw error;
  }
  throw raise("RuntimeError", "generator didn't stop after throw()");
}

const managerClass: PyClass = nativeClass({
  name: "_GeneratorContextManager",
  module: "contextlib",
  methods: {
    __enter__: ["", (self: PyInstance) => enter(generatorOf(self))],
    __exit__: [
      "typ, value, traceback",
      (self: PyInstance, type: Value, value: Value) => leave(generatorOf(self), type, value),
    ],
    __aenter__: [
      "",
      (self: PyInstance) => awaitable("__aenter__", () => new Pending(enter(generatorOf(self)))),
    ],
    __aexit__: [
      "typ, value, traceback",
      (self: PyInstance, type: Value, value: Value) =>
        awaitable("__aexit__", () => new Pending(leave(generatorOf(self), type, value))),
    ],
    __call__: ["func, /", function* (self: PyInstance, fn: Value): Evaluation {
      // As a decorator the manager is made again for each call, from the same arguments.
      const again = self.attributes?.get("__again__") ?? null;
      yield* [];
      return updateWrapper(
        nativeFunction("inner", "*args, **kwargs", function* (
          args: Value[],
          keywords: Map<string, Value>,
        ): Evaluation {
          const manager = yield* wait(call(again));
          yield* wait(callMethod(manager, "__enter__"));
          let result: Value;
          try {
            result = yield* wait(call(fn, args, keywords.size === 0 ? null : keywords));
          } catch (error) {
            if (!(error instanceof Raised)) throw error;
            const { exception } = error;
            const swallowed = yield* wait(
              callMethod(manager, "__exit__", [exception.cls, exception, null]),
            );
            if (swallowed !== true) throw error;
            return null;
          }
          yield* wait(callMethod(manager, "__exit__", [null, null, null]));
          return result;
        }),
        fn,
      );
    }],
  },
});

function decorator(name: string) {
  return nativeFunction(name, "func", (fn: Value) =>
    updateWrapper(
      nativeFunction(name, "*args, **kwargs", function* (
        args: Value[],
        keywords: Map<string, Value>,
      ): Evaluation {
        const make = function* (): Evaluation {
          const generator = yield* wait(call(fn, args, keywords.size === 0 ? null : keywords));
          const iterator = name === "contextmanager"
            ? generator
            : yield* wait(asyncIterator(generator));
          if (!(iterator instanceof PyIterator)) {
            throw typeError(`'${typeOf(generator).name}' object is not an iterator`);
          }
          const manager = new PyInstance(managerClass);
          manager.native = iterator;
          manager.attributes = new Map<string, Value>([
            ["__again__", nativeFunction("again", "", (): Outcome => new Pending(make()))],
          ]);
          return manager;
        };
        return yield* make();
      }),
      fn,
    ));
}

/** A manager that gives a value and calls a method of it at the end. */
function closer(name: string, method: string): PyClass {
  return nativeClass({
    name,
    module: "contextlib",
    init: ["thing", (self: PyInstance, thing: Value) => void (self.native = thing)],
    methods: {
      __enter__: ["", (self: PyInstance) => self.native as Value],
      __exit__: ["*exc_info", function* (self: PyInstance): Evaluation {
        yield* wait(callMethod(self.native as Value, method));
        return null;
      }],
    },
  });
}

const suppressClass: PyClass = nativeClass({
  name: "suppress",
  module: "contextlib",
  init: ["*exceptions", (self: PyInstance, types: Value[]) => void (self.native = types)],
  methods: {
    __enter__: ["", () => null],
    __exit__: [
      "exctype, excinst, exctb",
      function* (self: PyInstance, type: Value, value: Value): Evaluation {
        if (type === null) return false;
        return yield* wait(isInstance(value, new PyTuple(self.native as Value[])));
      },
    ],
  },
});

const nullContextClass: PyClass = nativeClass({
  name: "nullcontext",
  module: "contextlib",
  init: ["enter_result=None", (self: PyInstance, result: Value) => void (self.native = result)],
  methods: {
    __enter__: ["", (self: PyInstance) => self.native as Value],
    __exit__: ["*excinfo", () => null],
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => self.native as Value)],
    __aexit__: ["*excinfo", () => awaitable("__aexit__", () => null)],
  },
});

type Callback = (type: Value, value: Value) => Outcome;

/** Calls what was pushed, last first; an exception may be swallowed or replaced on the way. */
function* unwind(self: PyInstance, type: Value, value: Value): Evaluation {
  const callbacks = self.native as Callback[];
  let current: PyException | null = value instanceof PyException ? value : null;
  const started = current;
  let swallowed = false;
  for (let callback = callbacks.pop(); callback !== undefined; callback = callbacks.pop()) {
    try {
      const result = yield* wait(callback(current?.cls ?? null, current));
      if (current !== null && (yield* wait(truth(result)))) {
        current = null;
        swallowed = true;
      }
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      current = error.exception;
    }
  }
  if (current !== null && current !== started) throw new Raised(current);
  return type !== null && swallowed && current === null;
}

const exitStackClass: PyClass = nativeClass({
  name: "ExitStack",
  module: "contextlib",
  init: ["", (self: PyInstance) => void (self.native = [])],
  methods: {
    __enter__: ["", (self: PyInstance) => self],
    __exit__: [
      "typ, value, traceback",
      (self: PyInstance, type: Value, value: Value) => unwind(self, type, value),
    ],
    enter_context: ["cm", function* (self: PyInstance, manager: Value): Evaluation {
      const exit = typeOf(manager).lookup("__exit__");
      if (exit === undefined) {
        throw typeError(
          `'${typeOf(manager).name}' object does not support the context manager protocol`,
        );
      }
      const value = yield* wait(callMethod(manager, "__enter__"));
      (self.native as Callback[]).push((type, error) =>
        callSpecial(exit, manager, [type, error, null])
      );
      return value;
    }],
    push: ["exit", (self: PyInstance, exit: Value) => {
      (self.native as Callback[]).push((type, error) =>
        lookupAttribute(exit, "__exit__") === undefined
          ? call(exit, [type, error, null])
          : callMethod(exit, "__exit__", [type, error, null])
      );
      return exit;
    }],
    callback: [
      "callback, /, *args, **kwds",
      (self: PyInstance, fn: Value, args: Value[], keywords: Map<string, Value>) => {
        (self.native as Callback[]).push(() =>
          new Pending((function* (): Evaluation {
            yield* wait(call(fn, args, keywords.size === 0 ? null : keywords));
            return false;
          })())
        );
        return fn;
      },
    ],
    close: ["", (self: PyInstance) => unwind(self, null, null)],
    pop_all: ["", (self: PyInstance) => {
      const other = new PyInstance(self.cls);
      other.native = self.native;
      self.native = [];
      return other;
    }],
  },
});

/** Module `contextlib`. */
export const create: NativeModuleFactory = () =>
  nativeModule("contextlib", {
    contextmanager: decorator("contextmanager"),
    asynccontextmanager: decorator("asynccontextmanager"),
    closing: closer("closing", "close"),
    suppress: suppressClass,
    nullcontext: nullContextClass,
    ExitStack: exitStackClass,
    AbstractContextManager: nativeClass({
      name: "AbstractContextManager",
      module: "contextlib",
      methods: { __enter__: ["", (self: PyObject) => self], __exit__: ["*args", () => null] },
    }),
  });
