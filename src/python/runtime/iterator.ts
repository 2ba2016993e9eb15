import { iteratorClass } from "./builtin_classes.ts";
import type { PyClass } from "./class.ts";
import { spend } from "./running.ts";
import { type Outcome, PyObject, type Value } from "./value.ts";

/**
 * An iterator of Python. `step` gives the next value, or undefined at the end; steps count for the
 * budget, so that native code which reads an endless iterator ends as well.
 */
export abstract class PyIterator extends PyObject {
  abstract step(): Outcome<Value | undefined>;
}

/** An iterator over what a JavaScript iterator gives; it never pauses. */
export class NativeIterator extends PyIterator {
  readonly #source: Iterator<Value>;
  #taken = 0;

  constructor(source: Iterable<Value>, cls: PyClass = iteratorClass) {
    super(cls);
    this.#source = source[Symbol.iterator]();
  }

  override step(): Value | undefined {
    if ((++this.#taken & 15) === 0) spend(1);
    const { done, value } = this.#source.next();
    return done ? undefined : value;
  }
}

/** An iterator whose steps are computed by a function that may have to pause. */
export class StepIterator extends PyIterator {
  readonly #step: () => Outcome<Value | undefined>;
  #done = false;

  constructor(step: () => Outcome<Value | undefined>, cls: PyClass = iteratorClass) {
    super(cls);
    this.#step = step;
  }

  override step(): Outcome<Value | undefined> {
    if (this.#done) return undefined;
    spend(1);
    const result = this.#step();
    if (result === undefined) this.#done = true;
    return result;
  }
}
