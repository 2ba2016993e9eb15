import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  type Evaluation,
  exceptionClass,
  exceptionClasses,
  nativeClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  Pending,
  PyException,
  PyInstance,
  PyList,
  PyOpaque,
  Raised,
  typeError,
  typeName,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { awaitable, awaitValue, PyCoroutine } from "../../evaluator/coroutine.ts";

/** Runs a coroutine to its end, there and then: there is nothing else that could run meanwhile. */
function run(main: Value): Outcome {
  if (main instanceof PyOpaque) return main.derive("asyncio.run()", `asyncio.run(${main.path})`);
  if (!(main instanceof PyCoroutine)) {
    throw valueError(`a coroutine was expected, got ${typeName(main)}`);
  }
  return main.start();
}

function* gather(awaitables: readonly Value[], catchErrors: boolean): Evaluation {
  const results: Value[] = [];
  for (const one of awaitables) {
    try {
      results.push(yield* wait(awaitValue(one)));
    } catch (error) {
      if (!catchErrors || !(error instanceof Raised)) throw error;
      if (!error.exception.cls.isSubclassOf(exceptionClass)) throw error;
      results.push(error.exception as PyException);
    }
  }
  return new PyList(results);
}

/** Module `asyncio`: coroutines run one after the other, where they are awaited. */
export const create: NativeModuleFactory = () => {
  const taskClass = nativeClass({
    name: "Task",
    module: "asyncio",
    methods: {
      __await__: ["", (self: PyInstance) => awaitable("Task", () => self.native as Value)],
      result: ["", (self: PyInstance) => self.native as Value],
      done: ["", () => true],
      cancel: ["*args", () => false],
    },
  });
  function* task(coroutine: Value): Evaluation {
    const made = new PyInstance(taskClass);
    made.native = yield* wait(awaitValue(coroutine));
    return made;
  }
  const loopClass = nativeClass({
    name: "AbstractEventLoop",
    module: "asyncio",
    methods: {
      run_until_complete: [
        "future",
        (_self: Value, future: Value): Outcome =>
          future instanceof PyCoroutine ? run(future) : awaitValue(future),
      ],
      create_task: ["coro, **kwargs", (_self: Value, coroutine: Value) => task(coroutine)],
      is_running: ["", () => false],
      is_closed: ["", () => false],
      close: ["", () => null],
    },
  });
  const loop = new PyInstance(loopClass);
  const getLoop = (name: string) => nativeFunction(name, "", () => loop);
  const lock = nativeClass({
    name: "Lock",
    module: "asyncio",
    methods: {
      __aenter__: ["", () => awaitable("__aenter__", () => null)],
      __aexit__: ["*args", () => awaitable("__aexit__", () => null)],
    },
  });
  return nativeModule("asyncio", {
    // A factory makes the loop that there would be: there is only the one.
    run: nativeFunction("run", "main, *, debug=None, loop_factory=None", run),
    get_event_loop: getLoop("get_event_loop"),
    new_event_loop: getLoop("new_event_loop"),
    get_running_loop: getLoop("get_running_loop"),
    set_event_loop: nativeFunction("set_event_loop", "loop", () => null),
    set_event_loop_policy: nativeFunction("set_event_loop_policy", "policy", () => null),
    sleep: nativeFunction(
      "sleep",
      "delay, result=None",
      (_delay: Value, result: Value) => awaitable("sleep", () => result),
    ),
    gather: nativeFunction(
      "gather",
      "*coros_or_futures, return_exceptions=False",
      (values: Value[], catchErrors: Value) =>
        awaitable("gather", () => new Pending(gather(values, catchErrors === true))),
    ),
    wait_for: nativeFunction(
      "wait_for",
      "fut, timeout",
      (future: Value) => awaitable("wait_for", () => awaitValue(future)),
    ),
    create_task: nativeFunction(
      "create_task",
      "coro, **kwargs",
      (coroutine: Value) => task(coroutine),
    ),
    ensure_future: nativeFunction(
      "ensure_future",
      "coro_or_future, **kwargs",
      (value: Value) => task(value),
    ),
    iscoroutine: nativeFunction(
      "iscoroutine",
      "obj",
      (value: Value) => value instanceof PyCoroutine,
    ),
    to_thread: nativeFunction("to_thread", "func, /, *args, **kwargs", () => {
      throw typeError("asyncio.to_thread() is not available: there are no threads");
    }),
    Lock: lock,
    TimeoutError: exceptionClasses.get("TimeoutError")!,
    CancelledError: nativeClass({
      name: "CancelledError",
      module: "asyncio.exceptions",
      bases: [exceptionClasses.get("BaseException")!],
    }),
  });
};
