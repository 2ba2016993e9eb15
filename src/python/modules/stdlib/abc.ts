import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  PyClass,
  PyClassMethod,
  PyObject,
  PyProperty,
  typeClass,
  typeOf,
  type Value,
} from "../../runtime/mod.ts";

const registrations = new WeakMap<PyClass, PyClass[]>();

/** Whether a class counts as derived from an abstract one: by descent, or because it was registered. */
export function isVirtualSubclass(cls: PyClass, other: PyClass): boolean {
  if (other.isSubclassOf(cls)) return true;
  if (registrations.get(cls)?.some((one) => other.isSubclassOf(one))) return true;
  return cls.subclasses.some((reference) => {
    const subclass = reference.deref();
    return subclass !== undefined && isVirtualSubclass(subclass, other);
  });
}

/** `abc.ABCMeta`. */
export const abcMetaClass: PyClass = nativeClass({
  name: "ABCMeta",
  module: "abc",
  bases: [typeClass],
  methods: {
    __instancecheck__: [
      "instance, /",
      (cls: PyClass, value: Value) => isVirtualSubclass(cls, typeOf(value)),
    ],
    __subclasscheck__: [
      "cls, /",
      (cls: PyClass, other: Value) => other instanceof PyClass && isVirtualSubclass(cls, other),
    ],
    register: ["subclass", (cls: PyClass, subclass: PyClass) => {
      const list = registrations.get(cls) ?? [];
      list.push(subclass);
      registrations.set(cls, list);
      return subclass;
    }],
  },
});

/** Marks a function as abstract, as `abstractmethod` does. */
function abstract(fn: Value): Value {
  if (fn instanceof PyObject) (fn.attributes ??= new Map()).set("__isabstractmethod__", true);
  return fn;
}

/** Module `abc`. */
export const create: NativeModuleFactory = () =>
  nativeModule("abc", {
    ABC: nativeClass({ name: "ABC", module: "abc", metaclass: abcMetaClass }),
    ABCMeta: abcMetaClass,
    abstractmethod: nativeFunction("abstractmethod", "funcobj", abstract),
    abstractproperty: nativeFunction("abstractproperty", "fget", (fn: Value) =>
      new PyProperty(abstract(fn))),
    abstractclassmethod: nativeFunction("abstractclassmethod", "callable", (fn: Value) =>
      new PyClassMethod(abstract(fn))),
  });
