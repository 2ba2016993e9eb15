import { awaitable, awaitValue } from "../../python/evaluator/coroutine.ts";
import {
  type Evaluation,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  Pending,
  type PyClass,
  PyInstance,
  PyList,
  raise,
  type Value,
  wait,
} from "../../python/runtime/mod.ts";

const fn = nativeFunction;

/** An event loop: what it runs is run there and then. */
const loopClass: PyClass = nativeClass({
  name: "EventLoop",
  module: "asyncio.events",
  methods: {
    run_until_complete: ["future", (_self: PyInstance, future: Value) => awaitValue(future)],
    create_task: [
      "coro, *, name=None, context=None",
      (_self: PyInstance, coroutine: Value) => coroutine,
    ],
    close: ["", () => null],
    is_running: ["", () => false],
    is_closed: ["", () => false],
    shutdown_asyncgens: ["", () => awaitable("shutdown_asyncgens", () => null)],
    get_debug: ["", () => false],
  },
});

const noLoop = (): never => {
  throw raise("RuntimeError", "no running event loop");
};

/** `asyncio` for env.py: coroutines run when they are awaited, one after the other. */
export const asyncioModule: NativeModuleFactory = () => {
  const loop = new PyInstance(loopClass);
  const policy = nativeClass({ name: "WindowsSelectorEventLoopPolicy", module: "asyncio" });
  return nativeModule("asyncio", {
    run: fn("run", "main, *, debug=None, loop_factory=None", (main: Value) => awaitValue(main)),
    get_event_loop: fn("get_event_loop", "", () => loop),
    new_event_loop: fn("new_event_loop", "", () => loop),
    set_event_loop: fn("set_event_loop", "loop", () => null),
    // env.py asks for a running loop to find out whether it was called from one.
    get_running_loop: fn("get_running_loop", "", noLoop),
    set_event_loop_policy: fn("set_event_loop_policy", "policy", () => null),
    create_task: fn("create_task", "coro, *, name=None", (coroutine: Value) => coroutine),
    ensure_future: fn("ensure_future", "coro, *, loop=None", (coroutine: Value) => coroutine),
    wait_for: fn("wait_for", "fut, timeout", (future: Value) => future),
    sleep: fn(
      "sleep",
      "delay, result=None",
      (_delay: Value, result: Value) => awaitable("sleep", () => result),
    ),
    gather: fn(
      "gather",
      "*coros, return_exceptions=False",
      (coroutines: Value[]) => awaitable("gather", () => new Pending(awaitAll(coroutines))),
    ),
    WindowsSelectorEventLoopPolicy: policy,
    AbstractEventLoop: loopClass,
  });
};

function* awaitAll(coroutines: readonly Value[]): Evaluation {
  const results: Value[] = [];
  for (const coroutine of coroutines) results.push(yield* wait(awaitValue(coroutine)));
  return new PyList(results);
}
