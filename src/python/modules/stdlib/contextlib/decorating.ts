import {
  call,
  callMethod,
  type Evaluation,
  nativeClass,
  type Outcome,
  type PyClass,
  PyInstance,
  Raised,
  truth,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { awaitable, awaitValue } from "../../../evaluator/coroutine.ts";
import { Pending } from "../../../runtime/value.ts";
import { PyWrapper, updateWrapper } from "../functools/wrapper.ts";

/** `with manager: return body()` */
export function* runWithin(manager: Value, body: () => Outcome, isAsync: boolean): Evaluation {
  const run = function* (name: string, args: readonly Value[]): Evaluation {
    const result = yield* wait(callMethod(manager, name, args));
    return isAsync ? yield* wait(awaitValue(result)) : result;
  };
  const [enter, exit] = isAsync ? ["__aenter__", "__aexit__"] : ["__enter__", "__exit__"];
  yield* run(enter!, []);
  let result: Value;
  try {
    result = yield* wait(body());
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const { exception } = error;
    const swallowed = yield* run(exit!, [exception.cls, exception, null]);
    if (!(yield* wait(truth(swallowed)))) throw error;
    return null;
  }
  yield* run(exit!, [null, null, null]);
  return result;
}

/** The function that runs another one inside a manager, made anew for each call. */
export function decorate(
  fn: Value,
  manager: () => Outcome,
  isAsync: boolean,
): Value {
  const run = function* (args: readonly Value[], keywords: ReadonlyMap<string, Value> | null) {
    const made = yield* wait(manager());
    const body = (): Outcome =>
      isAsync
        ? new Pending((function* (): Evaluation {
          return yield* wait(awaitValue(yield* wait(call(fn, args, keywords))));
        })())
        : call(fn, args, keywords);
    return yield* runWithin(made, body, isAsync);
  };
  const wrapper = new PyWrapper(
    "inner",
    (args, keywords): Outcome | Evaluation =>
      isAsync ? awaitable("inner", () => new Pending(run(args, keywords))) : run(args, keywords),
  );
  return updateWrapper(wrapper, fn);
}

/** A base class whose managers can be decorators as well. */
function decoratorBase(name: string, isAsync: boolean): PyClass {
  return nativeClass({
    name,
    module: "contextlib",
    methods: {
      _recreate_cm: ["", (self: PyInstance) => self],
      __call__: [
        "func, /",
        (self: PyInstance, fn: Value) =>
          decorate(fn, () => callMethod(self, "_recreate_cm"), isAsync),
      ],
    },
  });
}

export const contextDecoratorClass: PyClass = decoratorBase("ContextDecorator", false);
export const asyncContextDecoratorClass: PyClass = decoratorBase("AsyncContextDecorator", true);
