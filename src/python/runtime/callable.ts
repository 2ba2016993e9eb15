import {
  builtinFunctionClass,
  classMethodClass,
  methodClass,
  propertyClass,
  staticMethodClass,
} from "./builtin_classes.ts";
import type { PyClass } from "./class.ts";
import { bindArguments, type Keywords, parseSignature, type Signature } from "./signature.ts";
import { UnsupportedConstructError } from "./errors.ts";
import { Raised } from "./exceptions.ts";
import { resultText } from "./limits.ts";
import { PyBytes } from "./objects.ts";
import { findOpaque } from "./opaque.ts";
import { completeTables } from "./running.ts";
import { type Evaluation, type Outcome, Pending, PyObject, type Value } from "./value.ts";

/** An object that can be called without looking for `__call__`. */
export abstract class PyCallable extends PyObject {
  abstract invoke(args: readonly Value[], keywords: Keywords): Outcome;
}

/**
 * What a native function is made of: it gets one argument a parameter, in the order of the
 * signature (`*args` as `Value[]`, `**kwargs` as `Map<string, Value>`), and gives a value (undefined
 * means None), or is a generator function that may yield requests.
 */
export type Implementation = (...values: never[]) => Outcome | undefined | void | Evaluation;

/** Turns what an implementation gave into an outcome. */
export function toOutcome(result: ReturnType<Implementation>): Outcome {
  if (result === undefined) return null;
  if (
    typeof result !== "object" || result === null || result instanceof PyObject ||
    result instanceof Pending
  ) return result;
  return new Pending(result);
}

/** Counts what a native function gives: it is not to make texts without end. */
function counted(outcome: Outcome): Outcome {
  if (typeof outcome === "string") resultText(outcome.length);
  else if (outcome instanceof PyBytes) resultText(outcome.data.length);
  return outcome;
}

/** A function or method implemented in TypeScript. */
export class PyNativeFunction extends PyCallable {
  readonly name: string;
  readonly #text: string;
  readonly #implementation: Implementation;
  /** Whether the function becomes a bound method when read from an instance. */
  readonly binds: boolean;
  /**
   * For what makes parts of tables: which arguments may be unknown where all tables must be known (keywords by name);
   * another one that is not known is an error then.
   */
  mayBeUnknown: ((argument: string | number) => boolean) | null = null;
  /** The class that it is a method of, for messages and repr. */
  owner: PyClass | null = null;
  #signature: Signature | null = null;
  // The number of plain positional parameters when there is nothing else; -1 otherwise.
  #simple = -1;

  constructor(
    name: string,
    signature: string,
    implementation: Implementation,
    binds = false,
  ) {
    super(builtinFunctionClass);
    this.name = name;
    this.#text = binds ? (signature === "" ? "self, /" : `self, ${signature}`) : signature;
    this.#implementation = implementation;
    this.binds = binds;
  }

  get signature(): Signature {
    if (this.#signature === null) {
      const signature = parseSignature(this.#text);
      this.#signature = signature;
      if (
        signature.variadic === null && signature.keywords === null &&
        signature.keywordOnly.length === 0
      ) this.#simple = signature.positionalOnly.length + signature.positional.length;
    }
    return this.#signature;
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    const signature = this.signature;
    const implementation = this.#implementation as (
      ...values: unknown[]
    ) => ReturnType<Implementation>;
    const mustKnow = this.mayBeUnknown !== null && completeTables();
    if (mustKnow) this.#refuseUnknown(args, keywords);
    try {
      if (keywords === null && args.length === this.#simple) {
        return counted(toOutcome(implementation(...args)));
      }
      const name = this.owner === null ? this.name : `${this.owner.name}.${this.name}`;
      return counted(
        toOutcome(implementation(...bindArguments(name, signature, args, keywords))),
      );
    } catch (error) {
      // What native code makes of an argument that is not known is not known either.
      const opaque = findOpaque(args) ?? findOpaque(keywords?.values() ?? []);
      const concerns = error instanceof Raised || error instanceof UnsupportedConstructError;
      if (opaque === null || !concerns || mustKnow || !opaque.origin.propagates()) throw error;
      return opaque.derive(`${this.name}()`, `${this.name}(… ${opaque.path} …)`);
    }
  }

  #refuseUnknown(args: readonly Value[], keywords: Keywords): void {
    const name = this.owner?.name ?? this.name;
    const refuse = (argument: string | number, value: Value) => {
      const opaque = findOpaque([value]);
      if (opaque !== null && !this.mayBeUnknown!(argument)) {
        opaque.refuse(`an argument of ${name}()`);
      }
    };
    args.forEach((value, index) => refuse(index, value));
    for (const [keyword, value] of keywords ?? []) refuse(keyword, value);
  }
}

/** A function together with the object it was read from. */
export class PyBoundMethod extends PyCallable {
  readonly fn: Value;
  readonly self: Value;
  readonly #call: (fn: Value, args: readonly Value[], keywords: Keywords) => Outcome;

  constructor(
    fn: Value,
    self: Value,
    call: (fn: Value, args: readonly Value[], keywords: Keywords) => Outcome,
  ) {
    super(methodClass);
    this.fn = fn;
    this.self = self;
    this.#call = call;
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    return this.#call(this.fn, [this.self, ...args], keywords);
  }
}

/** `property(fget, fset, fdel)`. */
export class PyProperty extends PyObject {
  readonly getter: Value;
  readonly setter: Value;
  readonly deleter: Value;
  doc: Value;

  constructor(
    getter: Value,
    setter: Value = null,
    deleter: Value = null,
    doc: Value = null,
    cls: PyClass = propertyClass,
  ) {
    super(cls);
    this.getter = getter;
    this.setter = setter;
    this.deleter = deleter;
    this.doc = doc;
  }
}

/** `staticmethod(fn)`. */
export class PyStaticMethod extends PyObject {
  readonly fn: Value;

  constructor(fn: Value) {
    super(staticMethodClass);
    this.fn = fn;
  }
}

/** `classmethod(fn)`. */
export class PyClassMethod extends PyObject {
  readonly fn: Value;

  constructor(fn: Value) {
    super(classMethodClass);
    this.fn = fn;
  }
}

/** An attribute computed by TypeScript. Without a setter Python cannot assign it. */
export class PyNativeProperty extends PyObject {
  readonly name: string;
  readonly get: (self: never) => Outcome | undefined | void | Evaluation;
  readonly set: ((self: never, value: Value) => void) | null;

  constructor(
    name: string,
    get: (self: never) => Outcome | undefined | void | Evaluation,
    set: ((self: never, value: Value) => void) | null = null,
  ) {
    super(propertyClass);
    this.name = name;
    this.get = get;
    this.set = set;
  }
}
