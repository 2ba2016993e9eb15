import { typeClass, typeName } from "./builtin_classes.ts";
import { PyBoundMethod, PyCallable, PyStaticMethod } from "./callable.ts";
import { call, callSpecial } from "./call.ts";
import type { PyClass } from "./class.ts";
import { typeError } from "./exceptions.ts";
import { PyInstance } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import type { Keywords } from "./signature.ts";
import { andThen, type Outcome, PyObject, type Value } from "./value.ts";

/** `cls(*args, **keywords)`: the metaclass's `__call__`, or `__new__` and `__init__`. */
export function construct(cls: PyClass, args: readonly Value[], keywords: Keywords): Outcome {
  if (cls.cls !== typeClass) {
    const custom = cls.cls.lookup("__call__");
    if (custom !== undefined && custom !== typeClass.namespace.get("__call__")) {
      return callSpecial(custom, cls, args, keywords);
    }
  }
  return constructPlainly(cls, args, keywords);
}

/** `type.__call__`. */
export function constructPlainly(
  cls: PyClass,
  args: readonly Value[],
  keywords: Keywords,
): Outcome {
  const create = cls.lookup("__new__");
  const init = cls.lookup("__init__");
  if (create === undefined) {
    if (init === undefined && (args.length > 0 || keywords !== null)) {
      throw typeError(`${cls.name}() takes no arguments`);
    }
    refuseAbstract(cls);
    return initialise(new PyInstance(cls), cls, args, keywords);
  }
  const fn = create instanceof PyStaticMethod ? create.fn : create;
  const made = call(fn, [cls, ...args], keywords);
  // `type(x)` only asks.
  if (cls === typeClass && args.length === 1 && keywords === null) return made;
  return andThen(made, (instance) => {
    // Python skips __init__ when __new__ gave something else.
    if (!(instance instanceof PyObject) || !instance.cls.isSubclassOf(cls)) return instance;
    return initialise(instance, instance.cls, args, keywords);
  });
}

function initialise(
  instance: PyObject,
  cls: PyClass,
  args: readonly Value[],
  keywords: Keywords,
): Outcome {
  const init = cls.lookup("__init__");
  if (init === undefined) return instance;
  const result = init instanceof PyCallable && !(init instanceof PyBoundMethod)
    ? init.invoke([instance, ...args], keywords)
    : callSpecial(init, instance, args, keywords);
  if (result === null) return instance;
  return andThen(result, (value) => {
    // What a class whose import cannot be resolved makes of its objects is not known.
    if (value instanceof PyOpaque) return value.derive("the __init__()", `${cls.name}(…)`);
    if (value !== null) {
      throw typeError(`__init__() should return None, not '${typeName(value)}'`);
    }
    return instance;
  });
}

/** `object.__new__(cls)`. */
export function newInstance(cls: PyClass): PyInstance {
  refuseAbstract(cls);
  return new PyInstance(cls);
}

function refuseAbstract(cls: PyClass): void {
  const { abstractMethods } = cls;
  if (abstractMethods.length === 0) return;
  const noun = abstractMethods.length === 1 ? "abstract method" : "abstract methods";
  throw typeError(
    `Can't instantiate abstract class ${cls.name} with ${noun} ${abstractMethods.join(", ")}`,
  );
}
