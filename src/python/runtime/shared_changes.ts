import { PyClass } from "./class.ts";
import type { PyModule } from "./objects.ts";
import type { Value } from "./value.ts";

/** Something that all interpreters have in common: TypeScript made it once. */
export type Shared = PyModule | PyClass;

interface Change {
  readonly target: Shared;
  readonly name: string;
  /** What the interpreter has there, and what others have; undefined: nothing. */
  own: Value | undefined;
  original: Value | undefined;
}

/**
 * What the program of one interpreter sets in modules and classes that all interpreters share. It is there while that
 * interpreter runs, so that none sees what another did, as separate processes of Python would not.
 */
export class SharedChanges {
  readonly #changes: Change[] = [];
  readonly #changed = new Map<Shared, Set<string>>();

  /** Sets an attribute, while the interpreter runs; undefined removes it. */
  set(target: Shared, name: string, value: Value | undefined): void {
    let names = this.#changed.get(target);
    if (names === undefined) this.#changed.set(target, names = new Set());
    if (!names.has(name)) {
      names.add(name);
      this.#changes.push({ target, name, own: value, original: current(target, name) });
    }
    put(target, name, value);
  }

  /** Puts in place what the interpreter has set: it goes on. */
  enter(): void {
    for (const change of this.#changes) {
      change.original = current(change.target, change.name);
      put(change.target, change.name, change.own);
    }
  }

  /** Puts back what was there before: another goes on. */
  leave(): void {
    for (const change of this.#changes) {
      change.own = current(change.target, change.name);
      put(change.target, change.name, change.original);
    }
  }
}

function current(target: Shared, name: string): Value | undefined {
  return (target instanceof PyClass ? target.namespace : target.attributes).get(name);
}

function put(target: Shared, name: string, value: Value | undefined): void {
  if (target instanceof PyClass) {
    if (value === undefined) target.undefine(name);
    else target.define(name, value);
  } else if (value === undefined) target.attributes.delete(name);
  else target.attributes.set(name, value);
}
