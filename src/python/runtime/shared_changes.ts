import { PyClass } from "./class.ts";
import type { PyModule } from "./objects.ts";
import type { Value } from "./value.ts";

/** Something that all interpreters have in common: TypeScript made it once. */
export type Shared = PyModule | PyClass;

interface Change {
  /** What the interpreter has there, and what others have; undefined: nothing. */
  own: Value | undefined;
  original: Value | undefined;
}

/**
 * What the program of one interpreter sets in modules and classes that all interpreters share. It is there while that
 * interpreter runs, so that none sees what another did, as separate processes of Python would not.
 */
export class SharedChanges {
  readonly #changes = new Map<Shared, Map<string, Change>>();

  /** Sets an attribute, while the interpreter runs; undefined removes it. */
  set(target: Shared, name: string, value: Value | undefined): void {
    let changes = this.#changes.get(target);
    if (changes === undefined) this.#changes.set(target, changes = new Map());
    const change = changes.get(name);
    if (change === undefined) changes.set(name, { own: value, original: current(target, name) });
    put(target, name, value);
  }

  /** Puts in place what the interpreter has set: it goes on. */
  enter(): void {
    for (const [target, name, change] of this.#all()) {
      change.original = current(target, name);
      put(target, name, change.own);
    }
  }

  /** Puts back what was there before: another goes on. */
  leave(): void {
    for (const [target, name, change] of this.#all()) {
      change.own = current(target, name);
      put(target, name, change.original);
    }
  }

  *#all(): Iterable<readonly [Shared, string, Change]> {
    for (const [target, changes] of this.#changes) {
      for (const [name, change] of changes) yield [target, name, change];
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
