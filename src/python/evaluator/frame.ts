import type { Span } from "../syntax/ast.ts";
import type { PyClass } from "../runtime/class.ts";
import type { PyException } from "../runtime/exceptions.ts";
import type { Attributes, Outcome, Value } from "../runtime/value.ts";
import type { Scope } from "./scope.ts";

/** One running call of a function, module body or class body: what a traceback shows as a line. */
export interface Activation {
  readonly path: string;
  readonly functionName: string;
  /** Whether the file is one whose places operations are recorded with (revisions, env.py). */
  readonly traced: boolean;
  /** What is being evaluated. */
  node: Span;
  /** The activation that called this one. */
  readonly back: Activation | null;
  readonly depth: number;
  readonly frame: Frame;
}

/** The variables of one scope while it runs. Inner scopes reach outer variables through `parent`. */
export class Frame {
  readonly scope: Scope;
  /** Local variables by slot; undefined while unbound. */
  readonly slots: (Value | undefined)[];
  /** The frame of the scope around this one in the source; null for modules. */
  readonly parent: Frame | null;
  readonly globals: Attributes;
  /** The namespace that a class body or a module body assigns to; null in functions. */
  readonly namespace: Attributes | null;
  /** Once a class body has become a class: what `super()` and `__class__` mean in its functions. */
  definedClass: PyClass | null = null;
  activation!: Activation;

  constructor(
    scope: Scope,
    slots: (Value | undefined)[],
    parent: Frame | null,
    globals: Attributes,
    namespace: Attributes | null,
  ) {
    this.scope = scope;
    this.slots = slots;
    this.parent = parent;
    this.globals = globals;
    this.namespace = namespace;
  }
}

/** An expression made ready to run. */
export type Code = (frame: Frame) => Outcome;

/** How a statement ended: normally (undefined), or leaving the block it stands in. */
export type Completion = undefined | typeof BREAK | typeof CONTINUE | Returned;

export const BREAK: unique symbol = Symbol("break");
export const CONTINUE: unique symbol = Symbol("continue");

/** A `return` on its way out of the function. */
export class Returned {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** A statement made ready to run. */
export interface Statement {
  readonly node: Span;
  readonly run: (frame: Frame) => Outcome<Completion>;
}

/** What the `yield` of a Python generator hands to the object that drives it. */
export class Yielded {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The exception that a bare `raise` raises again. */
export type Handled = PyException | null;
