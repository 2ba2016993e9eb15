import {
  call,
  callMethod,
  type Evaluation,
  nativeClass,
  type NativeEntry,
  newInstance,
  type Outcome,
  Pending,
  type PyClass,
  PyException,
  PyInstance,
  Raised,
  truth,
  typeError,
  typeOf,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { callSpecial } from "../../../runtime/call.ts";
import { qualifiedName } from "../../../runtime/repr.ts";
import { awaitable, awaitValue } from "../../../evaluator/coroutine.ts";

/** What is done at the end, given the exception under way; true swallows it. */
type Callback = (type: Value, value: Value) => Outcome;

const callbacksOf = (self: PyInstance): Callback[] => self.native as Callback[];

/** Calls what was pushed, last first; an exception may be swallowed or replaced on the way. */
function* unwind(self: PyInstance, value: Value): Evaluation {
  const callbacks = callbacksOf(self);
  const started = value instanceof PyException ? value : null;
  let current = started;
  for (let callback = callbacks.pop(); callback !== undefined; callback = callbacks.pop()) {
    try {
      const result = yield* wait(callback(current?.cls ?? null, current));
      if (current !== null && (yield* wait(truth(result)))) current = null;
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const { exception } = error;
      // It was raised while the other one was being handled.
      if (exception !== current && exception.context === null) exception.context = current;
      current = exception;
    }
  }
  if (current !== null && current !== started) throw new Raised(current);
  return started !== null && current === null;
}

/** The exit of a manager, which must have both methods. */
function exitOf(manager: Value, isAsync: boolean): Value {
  const cls = typeOf(manager);
  const names = isAsync ? ["__aenter__", "__aexit__"] : ["__enter__", "__exit__"];
  if (names.some((name) => cls.lookup(name) === undefined)) {
    const module = cls.module === "builtins" ? "builtins." : "";
    throw typeError(
      `'${module}${qualifiedName(cls)}' object does not support the ${
        isAsync ? "asynchronous " : ""
      }context manager protocol`,
    );
  }
  return cls.lookup(names[1]!)!;
}

const awaited = (outcome: () => Outcome): Outcome =>
  new Pending((function* (): Evaluation {
    return yield* wait(awaitValue(yield* wait(outcome())));
  })());

/** A callback without arguments of the exception; it never swallows one. */
function plainCallback(
  fn: Value,
  args: Value[],
  keywords: Map<string, Value>,
  isAsync: boolean,
): Callback {
  const run = (): Outcome => call(fn, args, keywords.size === 0 ? null : keywords);
  return () =>
    new Pending((function* (): Evaluation {
      yield* wait(isAsync ? awaited(run) : run());
      return false;
    })());
}

/** `push`: the exit of a manager, or a function that is like one. */
function push(self: PyInstance, exit: Value, isAsync: boolean): Value {
  const method = typeOf(exit).lookup(isAsync ? "__aexit__" : "__exit__");
  const run = (type: Value, error: Value): Outcome =>
    method === undefined
      ? call(exit, [type, error, null])
      : callSpecial(method, exit, [type, error, null]);
  callbacksOf(self).push(isAsync ? (type, error) => awaited(() => run(type, error)) : run);
  return exit;
}

const common: Readonly<Record<string, NativeEntry>> = {
  enter_context: ["cm", function* (self: PyInstance, manager: Value): Evaluation {
    const exit = exitOf(manager, false);
    const value = yield* wait(callMethod(manager, "__enter__"));
    callbacksOf(self).push((type, error) => callSpecial(exit, manager, [type, error, null]));
    return value;
  }],
  push: ["exit", (self: PyInstance, exit: Value) => push(self, exit, false)],
  callback: [
    "callback, /, *args, **kwds",
    (self: PyInstance, fn: Value, args: Value[], keywords: Map<string, Value>) => {
      callbacksOf(self).push(plainCallback(fn, args, keywords, false));
      return fn;
    },
  ],
  pop_all: ["", (self: PyInstance) => {
    const other = newInstance(self.cls);
    other.native = self.native;
    self.native = [];
    return other;
  }],
};

export const exitStackClass: PyClass = nativeClass({
  name: "ExitStack",
  module: "contextlib",
  init: ["", (self: PyInstance) => void (self.native = [])],
  methods: {
    ...common,
    __enter__: ["", (self: PyInstance) => self],
    __exit__: [
      "typ, value, traceback",
      (self: PyInstance, _type: Value, value: Value) => unwind(self, value),
    ],
    close: ["", (self: PyInstance) => unwind(self, null)],
  },
});

export const asyncExitStackClass: PyClass = nativeClass({
  name: "AsyncExitStack",
  module: "contextlib",
  init: ["", (self: PyInstance) => void (self.native = [])],
  methods: {
    ...common,
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => self)],
    __aexit__: [
      "typ, value, traceback",
      (self: PyInstance, _type: Value, value: Value) =>
        awaitable("__aexit__", () => new Pending(unwind(self, value))),
    ],
    aclose: [
      "",
      (self: PyInstance) => awaitable("aclose", () => new Pending(unwind(self, null))),
    ],
    enter_async_context: [
      "cm",
      (self: PyInstance, manager: Value) =>
        awaitable("enter_async_context", () =>
          new Pending((function* (): Evaluation {
            const exit = exitOf(manager, true);
            const value = yield* wait(awaited(() => callMethod(manager, "__aenter__")));
            callbacksOf(self).push((type, error) =>
              awaited(() => callSpecial(exit, manager, [type, error, null]))
            );
            return value;
          })())),
    ],
    push_async_exit: ["exit", (self: PyInstance, exit: Value) => push(self, exit, true)],
    push_async_callback: [
      "callback, /, *args, **kwds",
      (self: PyInstance, fn: Value, args: Value[], keywords: Map<string, Value>) => {
        callbacksOf(self).push(plainCallback(fn, args, keywords, true));
        return fn;
      },
    ],
  },
});
