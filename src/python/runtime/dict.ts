import { dictClass } from "./builtin_classes.ts";
import type { PyClass } from "./class.ts";
import { keyOf } from "./hash.ts";
import { PyObject, type Value } from "./value.ts";
import { checkItems } from "./limits.ts";

/** A `dict`: insertion order, keys compared as Python compares them. */
export class PyDict extends PyObject {
  readonly #entries = new Map<unknown, { readonly key: Value; value: Value }>();

  constructor(entries: Iterable<readonly [Value, Value]> = [], cls: PyClass = dictClass) {
    super(cls);
    let made = 0;
    for (const [key, value] of entries) {
      this.set(key, value);
      made++;
    }
    checkItems(made);
  }

  /** A dict with string keys from a JavaScript map. */
  static fromMap(map: ReadonlyMap<string, Value>): PyDict {
    return new PyDict(map);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(keyOf(key))?.value;
  }

  has(key: Value): boolean {
    return this.#entries.has(keyOf(key));
  }

  set(key: Value, value: Value): void {
    const hashed = keyOf(key);
    const entry = this.#entries.get(hashed);
    // Python keeps the first of several equal keys: {1: "a"} updated with True stays {1: …}.
    if (entry !== undefined) entry.value = value;
    else this.#entries.set(hashed, { key, value });
  }

  delete(key: Value): boolean {
    return this.#entries.delete(keyOf(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  *keys(): IterableIterator<Value> {
    for (const entry of this.#entries.values()) yield entry.key;
  }

  *values(): IterableIterator<Value> {
    for (const entry of this.#entries.values()) yield entry.value;
  }

  *entries(): IterableIterator<readonly [Value, Value]> {
    for (const entry of this.#entries.values()) yield [entry.key, entry.value];
  }
}
