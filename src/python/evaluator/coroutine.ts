import { coroutineClass, typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial } from "../runtime/call.ts";
import { raise, typeError } from "../runtime/exceptions.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import {
  type Evaluation,
  type Outcome,
  Pending,
  PyObject,
  type Value,
  wait,
} from "../runtime/value.ts";
import { PyIterator } from "../runtime/iterator.ts";
import { collect, getIterator } from "../runtime/iteration.ts";

/** What calling an `async def` gives. It runs when it is awaited, there and then. */
export class PyCoroutine extends PyObject {
  readonly name: string;
  #run: (() => Outcome) | null;

  constructor(name: string, run: () => Outcome) {
    super(coroutineClass);
    this.name = name;
    this.#run = run;
  }

  /** Runs the body; a second time is an error, as in Python. */
  start(): Outcome {
    const run = this.#run;
    if (run === null) throw raise("RuntimeError", "cannot reuse already awaited coroutine");
    this.#run = null;
    return run();
  }

  close(): void {
    this.#run = null;
  }
}

/** An awaitable made by native code: `await` runs `run` and gives its value. */
export function awaitable(name: string, run: () => Outcome): PyCoroutine {
  return new PyCoroutine(name, run);
}

/** `await value`. */
export function awaitValue(value: Value): Outcome {
  if (value instanceof PyCoroutine) return value.start();
  if (value instanceof PyOpaque) return value.derive("await", `(await ${value.path})`);
  const special = typeOf(value).lookup("__await__");
  if (special === undefined) {
    throw typeError(`object ${typeName(value)} can't be used in 'await' expression`);
  }
  return new Pending(awaitThrough(special, value));
}

function* awaitThrough(special: Value, value: Value): Evaluation {
  const iterator = yield* wait(callSpecial(special, value, []));
  if (iterator instanceof PyCoroutine) return yield* wait(iterator.start());
  const steps = yield* wait(getIterator(iterator));
  yield* collect(steps);
  return steps instanceof PyIterator && "returned" in steps ? steps.returned as Value : null;
}
