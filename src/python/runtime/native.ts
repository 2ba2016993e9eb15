import {
  type Implementation,
  PyClassMethod,
  PyNativeFunction,
  PyNativeProperty,
  PyStaticMethod,
} from "./callable.ts";
import { objectClass } from "./builtin_classes.ts";
import { type Layout, PyClass, type SubclassHook } from "./class.ts";
import { PyModule } from "./objects.ts";
import type { Evaluation, Outcome, Value } from "./value.ts";

/** Signature (as Python writes it, without `self`) and implementation of a function. */
export type NativeEntry = readonly [signature: string, implementation: Implementation];

/** A getter, or a getter with a setter. The getter may be a generator function. */
export type NativePropertyEntry =
  | ((self: never) => Outcome | undefined | void | Evaluation)
  | {
    readonly get: (self: never) => Outcome | undefined | void | Evaluation;
    readonly set: (self: never, value: Value) => void;
  };

/** What {@link nativeClass} needs to make a class that Python code can use and derive from. */
export interface NativeClassOptions {
  readonly name: string;
  /** The module that Python shows for it, such as `sqlalchemy.sql.schema`. */
  readonly module?: string;
  readonly bases?: readonly PyClass[];
  readonly metaclass?: PyClass;
  readonly layout?: Layout;
  readonly subclassable?: boolean;
  /** The name in messages where it is not `name`: CPython's own types show their module. */
  readonly shownName?: string;
  /** `__new__`: gets the class (perhaps a derived one) and the arguments, gives the instance. */
  readonly new?: NativeEntry;
  /** `__init__`: gets the instance and the arguments. */
  readonly init?: NativeEntry;
  /** Methods, the special ones (`__eq__`, `__getitem__`, `__call__`, `__enter__` …) among them. */
  readonly methods?: Readonly<Record<string, NativeEntry>>;
  readonly classMethods?: Readonly<Record<string, NativeEntry>>;
  readonly staticMethods?: Readonly<Record<string, NativeEntry>>;
  readonly properties?: Readonly<Record<string, NativePropertyEntry>>;
  /** Plain class attributes. */
  readonly attributes?: Readonly<Record<string, Value>>;
  /** Called for every class derived from this one, once its namespace is complete. */
  readonly onSubclass?: SubclassHook;
}

/**
 * Makes a function of TypeScript callable from Python. Arguments are bound by `signature` before the
 * implementation is called, so it never sees a wrong number of them.
 *
 * ```ts
 * const f = nativeFunction("f", "name, /, schema=None, *columns, if_exists=..., **kw",
 *   (name: Value, schema: Value, columns: Value[], ifExists: Value | undefined, kw: Map<string, Value>) => null);
 * ```
 */
export function nativeFunction(
  name: string,
  signature: string,
  implementation: Implementation,
): PyNativeFunction {
  return new PyNativeFunction(name, signature, implementation);
}

/** Makes a class. Python code can call it, derive from it and override its methods. */
export function nativeClass(options: NativeClassOptions): PyClass {
  const cls = new PyClass({
    name: options.name,
    module: options.module,
    bases: options.bases ?? [objectClass],
    // Like Python, the metaclass is inherited when none is named.
    metaclass: options.metaclass ?? options.bases?.[0]?.cls,
    layout: options.layout,
    subclassable: options.subclassable,
    shownName: options.shownName,
  });
  extendClass(cls, options);
  return cls;
}

/** Adds native members to a class that exists already. */
export function extendClass(
  cls: PyClass,
  options: Omit<NativeClassOptions, "name" | "bases" | "metaclass" | "layout">,
): void {
  const { namespace } = cls;
  const method = (name: string, [signature, implementation]: NativeEntry): PyNativeFunction => {
    const fn = new PyNativeFunction(name, signature, implementation, true);
    fn.owner = cls;
    return fn;
  };
  if (options.new !== undefined) {
    namespace.set("__new__", new PyStaticMethod(method("__new__", options.new)));
  }
  if (options.init !== undefined) namespace.set("__init__", method("__init__", options.init));
  for (const [name, entry] of Object.entries(options.methods ?? {})) {
    namespace.set(name, method(name, entry));
  }
  for (const [name, entry] of Object.entries(options.classMethods ?? {})) {
    namespace.set(name, new PyClassMethod(method(name, entry)));
  }
  for (const [name, [signature, implementation]] of Object.entries(options.staticMethods ?? {})) {
    const fn = new PyNativeFunction(name, signature, implementation);
    fn.owner = cls;
    namespace.set(name, new PyStaticMethod(fn));
  }
  for (const [name, entry] of Object.entries(options.properties ?? {})) {
    namespace.set(
      name,
      typeof entry === "function"
        ? new PyNativeProperty(name, entry)
        : new PyNativeProperty(name, entry.get, entry.set),
    );
  }
  for (const [name, value] of Object.entries(options.attributes ?? {})) namespace.set(name, value);
  if (options.onSubclass !== undefined) cls.onSubclass = options.onSubclass;
}

/**
 * Makes a module from its names. Those given as {@link lazy} are made the first time Python reads them,
 * so that a module may be large without costing anything until used.
 */
export function nativeModule(
  name: string,
  entries: Readonly<Record<string, Value | Lazy>>,
): PyModule {
  const attributes = new Map<string, Value>();
  const later = new Map<string, Lazy>();
  for (const [key, value] of Object.entries(entries)) {
    if (value instanceof Lazy) later.set(key, value);
    else attributes.set(key, value);
  }
  const resolve = later.size === 0 ? null : (key: string) => later.get(key)?.make();
  const module = new PyModule(name, attributes, resolve);
  module.isNative = true;
  module.lazyNames = () => later.keys();
  return module;
}

/** A module entry that is made on first use. */
export class Lazy {
  readonly make: () => Value;

  constructor(make: () => Value) {
    this.make = make;
  }
}

/** `lazy(() => value)` as a value of {@link nativeModule}. */
export function lazy(make: () => Value): Lazy {
  return new Lazy(make);
}
