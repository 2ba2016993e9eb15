import { typeName, typeOf } from "./builtin_classes.ts";
import { PyNativeProperty, PyProperty } from "./callable.ts";
import { call, callSpecial } from "./call.ts";
import { PyClass } from "./class.ts";
import { bindTo, bindToClass, isDataDescriptor } from "./descriptors.ts";
import {
  attributeErrorClass,
  isRaised,
  PyException,
  raise,
  Raised,
  typeError,
} from "./exceptions.ts";
import { UnsupportedConstructError } from "./errors.ts";
import { PyInstance, PyModule } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { setShared } from "./running.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  PyDynamic,
  PyObject,
  type Value,
} from "./value.ts";

/** `getattr(value, name)`: the attribute, bound; throws AttributeError where there is none. */
export function getAttribute(value: Value, name: string): Outcome {
  const found = lookupAttribute(value, name);
  if (found === undefined) throw missingAttribute(value, name);
  return found;
}

/** The attribute, bound, or undefined where there is none and no `__getattr__` is defined. */
export function lookupAttribute(value: Value, name: string): Outcome | undefined {
  if (value instanceof PyModule) return lookupInModule(value, name);
  if (value instanceof PyClass) return lookupOnClass(value, name);
  const cls = typeOf(value);
  if (value instanceof PyObject) {
    if (value instanceof PyDynamic) return value.attribute(name);
    if (value instanceof PyInstance) {
      const custom = cls.lookup("__getattribute__");
      if (custom !== undefined && custom !== null) {
        return withFallback(callSpecial(custom, value, [name]), value, cls, name);
      }
    }
  }
  return withFallback(lookupGeneric(value, cls, name), value, cls, name);
}

/** `object.__getattribute__`, giving undefined instead of raising; `__getattr__` is not asked. */
export function lookupGeneric(value: Value, cls: PyClass, name: string): Outcome | undefined {
  const inClass = cls.lookup(name);
  if (!(value instanceof PyObject)) {
    const found = inClass ?? objectDefaults.get(name);
    return found === undefined ? undefined : bindTo(found, value, cls);
  }
  if (inClass !== undefined && isDataDescriptor(inClass)) return bindTo(inClass, value, cls);
  const own = value.attributes?.get(name);
  if (own !== undefined) return own;
  const found = inClass ?? objectDefaults.get(name);
  return found === undefined ? undefined : bindTo(found, value, cls);
}

/**
 * The members that every object has from `object`. They are kept apart from the class, so that
 * operators find a special method on a class only where it was overridden.
 */
export const objectDefaults: Map<string, Value> = new Map();

/** Asks `__getattr__` where the normal way gave nothing or raised AttributeError. */
function withFallback(
  found: Outcome | undefined,
  value: Value,
  cls: PyClass,
  name: string,
): Outcome | undefined {
  if (found !== undefined && !(found instanceof Pending)) return found;
  const fallback = cls.lookup("__getattr__");
  if (fallback === undefined) return found;
  if (found === undefined) return callSpecial(fallback, value, [name]);
  return new Pending(fallBack(found, fallback, value, name));
}

function* fallBack(found: Pending, fallback: Value, value: Value, name: string): Evaluation {
  try {
    return yield* found.generator;
  } catch (error) {
    if (!isRaised(error, attributeErrorClass)) throw error;
  }
  const outcome = callSpecial(fallback, value, [name]);
  return outcome instanceof Pending ? yield* outcome.generator : outcome;
}

function lookupOnClass(cls: PyClass, name: string): Outcome | undefined {
  const meta = cls.cls;
  const inMeta = meta.lookup(name);
  if (inMeta !== undefined && isDataDescriptor(inMeta)) return bindTo(inMeta, cls, meta);
  const own = cls.lookup(name);
  if (own !== undefined) return bindToClass(own, cls);
  // What every class has from `object` comes before what the metaclass has.
  const common = objectDefaults.get(name);
  if (common !== undefined) return bindToClass(common, cls);
  if (inMeta !== undefined) return bindTo(inMeta, cls, meta);
  const fallback = meta.lookup("__getattr__");
  return fallback === undefined ? undefined : callSpecial(fallback, cls, [name]);
}

function lookupInModule(module: PyModule, name: string): Outcome | undefined {
  const own = module.get(name);
  if (own !== undefined) return own;
  const generic = lookupGeneric(module, module.cls, name);
  if (generic !== undefined) return generic;
  const fallback = module.attributes.get("__getattr__");
  return fallback === undefined ? module.unprovided?.(name) : call(fallback, [name]);
}

/** The AttributeError of a missing attribute, in CPython's words. */
export function missingAttribute(value: Value, name: string): Raised {
  const text = value instanceof PyClass
    ? `type object '${value.name}' has no attribute '${name}'`
    : value instanceof PyModule
    ? `module '${value.name}' has no attribute '${name}'`
    : `'${typeName(value)}' object has no attribute '${name}'`;
  const error = new PyException(attributeErrorClass, [text]);
  error.attributes = new Map<string, Value>([["name", name], ["obj", value]]);
  return new Raised(error);
}

/** `setattr(target, name, value)`. */
export function setAttribute(target: Value, name: string, value: Value): Outcome {
  if (target instanceof PyOpaque) {
    return target.origin.propagates() ? null : target.refuse(`assignment to attribute '${name}'`);
  }
  const cls = typeOf(target);
  const custom = cls.lookup("__setattr__");
  if (custom !== undefined) {
    return andThen(callSpecial(custom, target, [name, value]), () => null);
  }
  return setGeneric(target, name, value);
}

/** `object.__setattr__`. */
export function setGeneric(target: Value, name: string, value: Value): Outcome {
  if (name === "__class__") {
    throw new UnsupportedConstructError(
      "assignment to __class__",
      "assignment to __class__ is not supported: an object keeps the class that it was made with",
    );
  }
  const cls = typeOf(target);
  const inClass = cls.lookup(name);
  if (inClass instanceof PyProperty) {
    if (inClass.setter === null) {
      throw raise(attributeErrorClass, `property '${name}' of '${cls.name}' object has no setter`);
    }
    return andThen(call(inClass.setter, [target, value]), () => null);
  }
  if (inClass instanceof PyNativeProperty) {
    if (inClass.set === null) {
      throw raise(
        attributeErrorClass,
        `attribute '${name}' of '${cls.name}' objects is not writable`,
      );
    }
    inClass.set(target as never, value);
    return null;
  }
  if (inClass instanceof PyInstance) {
    const set = inClass.cls.lookup("__set__");
    if (set !== undefined) return andThen(call(set, [inClass, target, value]), () => null);
  }
  if (target instanceof PyClass) {
    if (target.module === "builtins" && target.native === undefined) {
      throw typeError(`cannot set '${name}' attribute of immutable type '${target.name}'`);
    }
    if (target.isOwn) target.define(name, value);
    else setShared(target, name, value);
    return null;
  }
  if (target instanceof PyModule && !target.isOwn) {
    setShared(target, name, value);
    return null;
  }
  if (!(target instanceof PyObject) || !allowsAttributes(target)) {
    throw missingOrReadOnly(target, name, inClass !== undefined);
  }
  (target.attributes ??= new Map()).set(name, value);
  return null;
}

function missingOrReadOnly(target: Value, name: string, exists: boolean): Raised {
  if (!exists) return missingAttribute(target, name);
  return raise(
    attributeErrorClass,
    `'${typeOf(target).name}' object attribute '${name}' is read-only`,
  );
}

/** Whether instances carry a `__dict__`: not those of built-in classes themselves. */
function allowsAttributes(target: PyObject): boolean {
  if (target instanceof PyModule || target instanceof PyException) return true;
  const { cls } = target;
  if (cls.module !== "builtins") return true;
  return cls.name === "function";
}

/** `delattr(target, name)`. */
export function deleteAttribute(target: Value, name: string): Outcome {
  if (target instanceof PyOpaque) return target.refuse(`deletion of attribute '${name}'`);
  const cls = typeOf(target);
  const custom = cls.lookup("__delattr__");
  if (custom !== undefined) return andThen(callSpecial(custom, target, [name]), () => null);
  const inClass = cls.lookup(name);
  if (inClass instanceof PyProperty) {
    if (inClass.deleter === null) {
      throw raise(attributeErrorClass, `property '${name}' of '${cls.name}' object has no deleter`);
    }
    return andThen(call(inClass.deleter, [target]), () => null);
  }
  const attributes = target instanceof PyClass
    ? target.namespace
    : target instanceof PyObject
    ? target.attributes
    : null;
  if (!attributes?.has(name)) throw missingAttribute(target, name);
  const isModule = target instanceof PyModule;
  if ((isModule || target instanceof PyClass) && !target.isOwn) setShared(target, name, undefined);
  else if (target instanceof PyClass) target.undefine(name);
  else attributes.delete(name);
  return null;
}
