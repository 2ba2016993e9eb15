import { frozensetClass, setClass } from "./builtin_classes.ts";
import type { PyClass } from "./class.ts";
import { keyOf } from "./hash.ts";
import { PyObject, type Value } from "./value.ts";
import { checkItems } from "./limits.ts";

/** A `set` or `frozenset`. It keeps insertion order, which CPython does not promise. */
export class PySet extends PyObject {
  readonly frozen: boolean;
  readonly #items = new Map<unknown, Value>();

  constructor(items: Iterable<Value> = [], cls: PyClass = setClass) {
    super(cls);
    this.frozen = cls.isSubclassOf(frozensetClass);
    let made = 0;
    for (const item of items) {
      this.add(item);
      made++;
    }
    checkItems(made);
  }

  get size(): number {
    return this.#items.size;
  }

  has(item: Value): boolean {
    return this.#items.has(keyOf(item));
  }

  add(item: Value): void {
    const key = keyOf(item);
    if (!this.#items.has(key)) this.#items.set(key, item);
  }

  delete(item: Value): boolean {
    return this.#items.delete(keyOf(item));
  }

  clear(): void {
    this.#items.clear();
  }

  values(): IterableIterator<Value> {
    return this.#items.values();
  }
}
