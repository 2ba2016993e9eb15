import {
  bytesClass,
  ellipsisClass,
  floatClass,
  listClass,
  moduleClass,
  notImplementedClass,
  rangeClass,
  sliceClass,
  tupleClass,
} from "./builtin_classes.ts";
import type { PyClass } from "./class.ts";
import { type Attributes, PyDynamic, PyObject, type Value } from "./value.ts";

/** A `float`. */
export class PyFloat extends PyObject {
  readonly value: number;

  constructor(value: number, cls: PyClass = floatClass) {
    super(cls);
    this.value = value;
  }
}

/** `bytes`; the content is not to be changed. */
export class PyBytes extends PyObject {
  readonly data: Uint8Array;

  constructor(data: Uint8Array, cls: PyClass = bytesClass) {
    super(cls);
    this.data = data;
  }
}

/** A `list`; `items` is the live content. */
export class PyList extends PyObject {
  items: Value[];

  constructor(items: Value[], cls: PyClass = listClass) {
    super(cls);
    this.items = items;
  }
}

/** A `tuple`. */
export class PyTuple extends PyObject {
  readonly items: readonly Value[];

  constructor(items: readonly Value[], cls: PyClass = tupleClass) {
    super(cls);
    this.items = items;
  }
}

/** `slice(start, stop, step)`. */
export class PySlice extends PyObject {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;

  constructor(start: Value, stop: Value, step: Value) {
    super(sliceClass);
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** `range(start, stop, step)` over safe integers. */
export class PyRange extends PyObject {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly length: number;

  constructor(start: number, stop: number, step: number) {
    super(rangeClass);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
}

/**
 * An instance of a class that has no built-in shape of its own. `native` is the slot of native
 * classes for their JavaScript payload; for subclasses of str, int, float and bytes it holds the
 * plain value.
 */
export class PyInstance extends PyObject {
  native: unknown = undefined;

  constructor(cls: PyClass) {
    super(cls);
  }
}

/** A module. `resolve` may supply names on first use, so that big modules cost nothing to import. */
export class PyModule extends PyObject {
  readonly name: string;
  /** Whether TypeScript made it: then a name that it lacks is one that is not provided here. */
  isNative = false;
  /** Whether it was made for one interpreter, which runs its code. */
  isOwn = false;
  /** The opaque value of a name that the real module has and this one lacks; undefined where it has none either. */
  unprovided: ((name: string) => Value | undefined) | null = null;
  /** The names that {@link resolve} knows, for `import *` and `dir()`. */
  lazyNames: () => Iterable<string> = () => [];
  override readonly attributes: Attributes;
  readonly resolve: ((name: string) => Value | undefined) | null;

  constructor(
    name: string,
    attributes: Attributes = new Map(),
    resolve: ((name: string) => Value | undefined) | null = null,
  ) {
    super(moduleClass);
    this.name = name;
    this.attributes = attributes;
    this.resolve = resolve;
    if (!attributes.has("__name__")) attributes.set("__name__", name);
  }

  /** All names, those not yet made included. */
  names(): string[] {
    return [...new Set([...this.attributes.keys(), ...this.lazyNames()])];
  }

  /** The value of a module's name, resolving it if need be; undefined if there is none. */
  get(name: string): Value | undefined {
    const value = this.attributes.get(name);
    if (value !== undefined || this.resolve === null) return value;
    const resolved = this.resolve(name);
    if (resolved !== undefined) this.attributes.set(name, resolved);
    return resolved;
  }
}

class Singleton extends PyObject {}

/** `...` */
export const ellipsis: PyObject = new Singleton(ellipsisClass);
/** `NotImplemented` */
export const notImplemented: PyObject = new Singleton(notImplementedClass);

/** The empty tuple. */
export const emptyTuple: PyTuple = new PyTuple([]);

export const list = (items: Iterable<Value> = []): PyList => new PyList([...items]);
export const tuple = (items: Iterable<Value>): PyTuple => new PyTuple([...items]);
export const float = (value: number): PyFloat => new PyFloat(value);
export const bytes = (data: Uint8Array): PyBytes => new PyBytes(data);

/** The plain value behind an instance of a subclass of str, int, float or bytes; others unchanged. */
export function plain(value: Value): Value {
  if (value instanceof PyInstance) {
    switch (value.cls.layout) {
      case "str":
      case "int":
      case "float":
      case "bytes":
        return value.native as Value;
    }
  }
  return value;
}

/**
 * The string of a str or of an instance of a str subclass (such as a str enum); else null. Of a value that is not
 * known nobody may take that it is none: a name would be lost.
 */
export function asString(value: Value): string | null {
  if (typeof value === "string") return value;
  if (value instanceof PyDynamic) value.refuseText();
  const inner = plain(value);
  return typeof inner === "string" ? inner : null;
}
