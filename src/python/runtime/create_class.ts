import { objectClass, typeName } from "./builtin_classes.ts";
import { PyBoundMethod, PyCallable, PyClassMethod, PyStaticMethod } from "./callable.ts";
import { call, callSpecial } from "./call.ts";
import { type Layout, MroConflict, PyClass } from "./class.ts";
import { typeError } from "./exceptions.ts";
import { asString } from "./objects.ts";
import { type Attributes, type Evaluation, PyObject, type Value, wait } from "./value.ts";
import { lookupAttribute } from "./attributes.ts";

/** The class whose metaclass all others of the bases derive from (Data model 3.3.3.3). */
export function deriveMetaclass(start: PyClass, bases: readonly PyClass[]): PyClass {
  let winner = start;
  for (const { cls } of bases) {
    if (winner.isSubclassOf(cls)) continue;
    if (cls.isSubclassOf(winner)) winner = cls;
    else {
      throw typeError(
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
      );
    }
  }
  return winner;
}

/** Replaces bases that are no classes (`Generic[T]`) by what their `__mro_entries__` says. */
export function* resolveBases(bases: readonly Value[], asTuple: Value): Evaluation<PyClass[]> {
  const resolved: PyClass[] = [];
  for (const base of bases) {
    if (base instanceof PyClass) {
      resolved.push(base);
      continue;
    }
    const entries = lookupAttribute(base, "__mro_entries__");
    if (entries === undefined) {
      throw typeError(`cannot derive a class from '${typeName(base)}' object`);
    }
    const classes = yield* wait(call(yield* wait(entries), [asTuple]));
    for (const cls of (classes as { items?: readonly Value[] }).items ?? []) {
      if (cls instanceof PyClass && !resolved.includes(cls)) resolved.push(cls);
    }
  }
  return resolved;
}

function commonLayout(bases: readonly PyClass[]): Layout {
  let layout: Layout = "object";
  for (const base of bases) {
    if (base.layout === "object" || base.layout === layout) continue;
    if (layout !== "object") throw typeError("multiple bases have instance lay-out conflict");
    layout = base.layout;
  }
  return layout;
}

/** `type.__new__` and what belongs to it: makes the class and tells bases and descriptors of it. */
export function* createClass(
  metaclass: PyClass,
  name: string,
  givenBases: readonly PyClass[],
  namespace: Attributes,
  keywords: ReadonlyMap<string, Value>,
): Evaluation<PyClass> {
  const bases = givenBases.length === 0 ? [objectClass] : givenBases;
  for (const base of bases) {
    if (!base.subclassable) throw typeError(`type '${base.name}' is not an acceptable base type`);
  }
  wrapImplicitMethods(namespace);
  const cls = build({
    name,
    qualname: asString(namespace.get("__qualname__") ?? name) ?? name,
    module: asString(namespace.get("__module__") ?? "builtins") ?? "builtins",
    bases,
    attributes: namespace,
    layout: commonLayout(bases),
    metaclass,
  });
  namespace.delete("__qualname__");
  // A class that redefines equality without hashing makes its instances unhashable.
  if (namespace.has("__eq__") && !namespace.has("__hash__")) namespace.set("__hash__", null);
  for (const base of bases) base.subclasses.push(new WeakRef(cls));
  noteAbstractMethods(cls);
  for (const [attribute, value] of [...namespace]) {
    if (!(value instanceof PyObject)) continue;
    const setName = value.cls.lookup("__set_name__");
    if (setName !== undefined) yield* wait(callSpecial(setName, value, [cls, attribute]));
  }
  for (const ancestor of cls.mro) {
    if (ancestor !== cls && ancestor.onSubclass !== null) {
      ancestor.onSubclass(cls, keywords);
      return cls;
    }
  }
  yield* initSubclass(cls, keywords);
  return cls;
}

function build(options: ConstructorParameters<typeof PyClass>[0]): PyClass {
  try {
    return Object.assign(new PyClass(options), { isOwn: true });
  } catch (error) {
    if (error instanceof MroConflict) throw typeError(error.message);
    throw error;
  }
}

/** `__new__` is a static method and `__init_subclass__` a class method without being said so. */
function wrapImplicitMethods(namespace: Attributes): void {
  const wrap = (name: string, make: (fn: Value) => Value) => {
    const fn = namespace.get(name);
    if (fn instanceof PyCallable && !(fn instanceof PyBoundMethod)) namespace.set(name, make(fn));
  };
  wrap("__new__", (fn) => new PyStaticMethod(fn));
  wrap("__init_subclass__", (fn) => new PyClassMethod(fn));
  wrap("__class_getitem__", (fn) => new PyClassMethod(fn));
}

function* initSubclass(cls: PyClass, keywords: ReadonlyMap<string, Value>): Evaluation {
  for (const ancestor of cls.mro.slice(1)) {
    const hook = ancestor.namespace.get("__init_subclass__");
    if (!(hook instanceof PyClassMethod)) continue;
    return yield* wait(call(hook.fn, [cls], keywords.size === 0 ? null : keywords));
  }
  if (keywords.size > 0) {
    throw typeError(`${cls.name}.__init_subclass__() takes no keyword arguments`);
  }
  return null;
}

function noteAbstractMethods(cls: PyClass): void {
  const names = new Set<string>();
  for (const base of cls.mro.slice(1)) {
    for (const name of base.abstractMethods) if (isAbstract(cls.lookup(name))) names.add(name);
  }
  for (const [name, value] of cls.namespace) if (isAbstract(value)) names.add(name);
  if (names.size > 0) cls.abstractMethods = [...names].sort();
}

/** Whether a member was marked by `abc.abstractmethod`. */
function isAbstract(value: Value | undefined): boolean {
  if (!(value instanceof PyObject)) return false;
  if (value.attributes?.get("__isabstractmethod__") === true) return true;
  if (value instanceof PyStaticMethod || value instanceof PyClassMethod) {
    return isAbstract(value.fn);
  }
  return "getter" in value && isAbstract(value.getter as Value);
}
