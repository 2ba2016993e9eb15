import { PyDict } from "../runtime/dict.ts";
import { typeError } from "../runtime/exceptions.ts";
import { asString } from "../runtime/objects.ts";
import type { Attributes, Value } from "../runtime/value.ts";

/**
 * A dict that is a window on an attribute map: `globals()`, `vars(x)` and `x.__dict__` read and
 * write the variables themselves.
 */
export class PyScopeDict extends PyDict {
  readonly #target: Attributes;

  constructor(target: Attributes) {
    super();
    this.#target = target;
  }

  override get size(): number {
    return this.#target.size;
  }

  override get(key: Value): Value | undefined {
    const name = asString(key);
    return name === null ? undefined : this.#target.get(name);
  }

  override has(key: Value): boolean {
    return this.get(key) !== undefined;
  }

  override set(key: Value, value: Value): void {
    const name = asString(key);
    if (name === null) throw typeError("names of variables and attributes must be strings here");
    this.#target.set(name, value);
  }

  override delete(key: Value): boolean {
    return this.#target.delete(asString(key) ?? "");
  }

  override clear(): void {
    this.#target.clear();
  }

  override keys(): IterableIterator<Value> {
    return this.#target.keys();
  }

  override values(): IterableIterator<Value> {
    return this.#target.values();
  }

  override entries(): IterableIterator<readonly [Value, Value]> {
    return this.#target.entries();
  }
}
