import type { PyClass } from "./class.ts";

/**
 * A Python value. `None` is null, `bool` a boolean, `str` a string, `int` a number while it is a safe
 * integer and a bigint beyond (always normalised, see int.ts); all the rest are {@link PyObject}s.
 */
export type Value = null | boolean | number | bigint | string | PyObject;

/**
 * A computation that may pause: it yields an opaque request where a value must come from outside
 * (the database) and is resumed with the answer, or with an error thrown in. Nothing inside the
 * interpreter looks at what a request holds.
 */
export type Evaluation<T = Value> = Generator<unknown, T, unknown>;

/** The attribute map of an object. Never a JavaScript prototype chain, so any name is harmless. */
export type Attributes = Map<string, Value>;

/** Everything in Python that is no JavaScript primitive here. */
export abstract class PyObject {
  /** The object's class, `type(x)`. */
  cls: PyClass;
  /** `__dict__`; null until something is stored, or where the class allows no attributes. */
  attributes: Attributes | null = null;

  constructor(cls: PyClass) {
    this.cls = cls;
  }
}

/** An object that answers for its attributes itself, instead of its class. */
export abstract class PyDynamic extends PyObject {
  /** The attribute, bound; undefined if there is none. */
  abstract attribute(name: string): Outcome | undefined;

  /** Called before the name of its class is told. */
  refuseType(): void {}

  /** Called where it may be a string. */
  refuseText(): void {}
}

/**
 * Stands for a value that only a computation which may pause can give. Functions that may have to
 * run Python code return either the value itself (the common, cheap case) or a Pending whose
 * generator must be run with `yield*` (see {@link wait}) or, where no pause is possible, with
 * `runNow` of call.ts.
 */
export class Pending<T = Value> {
  readonly generator: Evaluation<T>;

  constructor(generator: Evaluation<T>) {
    this.generator = generator;
  }
}

/**
 * Yielded where calls have nested deep: whoever drives the evaluation runs `begin` from the bottom
 * of the JavaScript stack and resumes with its value. It never reaches the host.
 */
export class DeepCall {
  readonly begin: () => Outcome;

  constructor(begin: () => Outcome) {
    this.begin = begin;
  }
}

/** What functions that may have to run Python code return. */
export type Outcome<T = Value> = T | Pending<T>;

/** Waits for an outcome inside a generator: `const value = yield* wait(call(fn, [x]))`. */
export function* wait<T>(outcome: Outcome<T>): Evaluation<T> {
  return outcome instanceof Pending ? yield* outcome.generator : outcome;
}

/** Applies `next` to an outcome once its value is there. */
export function andThen<T, U>(outcome: Outcome<T>, next: (value: T) => Outcome<U>): Outcome<U> {
  return outcome instanceof Pending ? new Pending(chain(outcome, next)) : next(outcome);
}

function* chain<T, U>(first: Pending<T>, next: (value: T) => Outcome<U>): Evaluation<U> {
  return yield* wait(next(yield* first.generator));
}
