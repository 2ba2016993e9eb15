import { checkItems } from "./limits.ts";
import { type Attributes, PyObject, type Value } from "./value.ts";

/**
 * Which JavaScript shape the instances of a class have: that of its most specific built-in base.
 * Two bases with different shapes other than "object" cannot be combined, as in CPython.
 */
export type Layout =
  | "object"
  | "str"
  | "int"
  | "bool"
  | "float"
  | "bytes"
  | "list"
  | "tuple"
  | "dict"
  | "set"
  | "frozenset"
  | "exception"
  | "type"
  | "fixed";

/** What a native class wants to do with each class that derives from it. */
export type SubclassHook = (cls: PyClass, keywords: ReadonlyMap<string, Value>) => void;

export interface ClassOptions {
  readonly name: string;
  readonly qualname?: string;
  readonly module?: string;
  readonly bases?: readonly PyClass[];
  readonly attributes?: Attributes;
  readonly layout?: Layout;
  readonly metaclass?: PyClass;
  /** False for classes that Python cannot derive from, such as bool. */
  readonly subclassable?: boolean;
  /** The name in messages where it is not `name`: CPython's own types show their module. */
  readonly shownName?: string;
}

/** Raised by the C3 linearisation; the caller turns it into Python's TypeError. */
export class MroConflict extends Error {}

const NO_NAMES: readonly string[] = [];

// Any change to any class makes all lookup caches stale; classes change seldom once defined.
let version = 0;

/** A class: `type` objects, built-in, native and defined by Python code alike. */
export class PyClass extends PyObject {
  name: string;
  qualname: string;
  module: string;
  readonly shownName: string | null;
  readonly bases: readonly PyClass[];
  /** The method resolution order, this class first, `object` last. */
  readonly mro: readonly PyClass[];
  readonly layout: Layout;
  readonly subclassable: boolean;
  /** The class's own namespace. */
  readonly namespace: Attributes;
  /** Called for every class that has this one among its bases. */
  onSubclass: SubclassHook | null = null;
  /** The methods that are still to be defined before the class can be instantiated (module abc). */
  abstractMethods: readonly string[] = NO_NAMES;
  /** The classes that Python code derived directly from this one. */
  readonly subclasses: WeakRef<PyClass>[] = [];
  /** Anything native code wants to hang on the class (never visible to Python). */
  native: unknown = undefined;
  /** What was looked up, as long as no class changes; most classes are never asked. */
  #cache: Map<string, Value | undefined> | null = null;
  #cacheVersion = -1;

  constructor(options: ClassOptions) {
    // The metaclass of `type` itself is `type`: set right after it exists (builtin_classes.ts).
    super(options.metaclass ?? PyClass.typeClass);
    this.name = options.name;
    this.qualname = options.qualname ?? options.name;
    this.module = options.module ?? "builtins";
    this.shownName = options.shownName ?? null;
    this.bases = options.bases ?? [];
    this.namespace = options.attributes ?? new Map();
    this.mro = linearise(this);
    this.layout = options.layout ?? this.bases.find((base) => base.layout !== "object")?.layout ??
      "object";
    this.subclassable = options.subclassable ?? true;
  }

  /** The class `type`, the default metaclass. */
  static typeClass: PyClass;

  /** Looks a name up along the MRO, without binding; undefined if no class has it. */
  lookup(name: string): Value | undefined {
    const cache = this.#cache ??= new Map();
    if (this.#cacheVersion !== version) {
      cache.clear();
      this.#cacheVersion = version;
    }
    const cached = cache.get(name);
    if (cached !== undefined || cache.has(name)) return cached;
    let found: Value | undefined;
    for (const cls of this.mro) {
      found = cls.namespace.get(name);
      if (found !== undefined) break;
    }
    cache.set(name, found);
    return found;
  }

  /** The first class of the MRO after `start` that has the name, for `super()`. */
  lookupAfter(start: PyClass, name: string): Value | undefined {
    for (let index = this.mro.indexOf(start) + 1; index < this.mro.length; index++) {
      const found = this.mro[index]!.namespace.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether Python code made the class, and no other interpreter knows it. */
  isOwn = false;

  /** Sets an attribute of the class itself. */
  define(name: string, value: Value): void {
    this.namespace.set(name, value);
    version++;
  }

  /** Removes an attribute of the class itself; false if there was none. */
  undefine(name: string): boolean {
    version++;
    return this.namespace.delete(name);
  }

  isSubclassOf(other: PyClass): boolean {
    return this === other || this.mro.includes(other);
  }
}

/** C3 linearisation ("The Python 2.3 Method Resolution Order", Simionato). */
function linearise(cls: PyClass): readonly PyClass[] {
  const { bases } = cls;
  if (bases.length === 0) return [cls];
  for (const { mro } of bases) checkItems(mro.length);
  if (bases.length === 1) return [cls, ...bases[0]!.mro];
  const sequences = [...bases.map((base) => [...base.mro]), [...bases]];
  const order: PyClass[] = [cls];
  for (;;) {
    const left = sequences.filter((sequence) => sequence.length > 0);
    if (left.length === 0) return order;
    const next = left.map((sequence) => sequence[0]!).find((candidate) =>
      left.every((sequence) => sequence.indexOf(candidate) <= 0)
    );
    if (next === undefined) {
      const names = [...new Set(left.map((sequence) => sequence[0]!.name))].join(", ");
      throw new MroConflict(
        `Cannot create a consistent method resolution\norder (MRO) for bases ${names}`,
      );
    }
    order.push(next);
    for (const sequence of left) if (sequence[0] === next) sequence.shift();
  }
}
