import { typeOf } from "./builtin_classes.ts";
import {
  PyBoundMethod,
  PyCallable,
  PyClassMethod,
  PyNativeFunction,
  PyNativeProperty,
  PyProperty,
  PyStaticMethod,
  toOutcome,
} from "./callable.ts";
import { call } from "./call.ts";
import type { PyClass } from "./class.ts";
import { attributeErrorClass, raise } from "./exceptions.ts";
import { PyInstance } from "./objects.ts";
import { type Outcome, PyObject, type Value } from "./value.ts";

/** Whether a class attribute takes precedence over an instance's own (it defines `__set__`). */
export function isDataDescriptor(value: Value): boolean {
  if (!(value instanceof PyObject)) return false;
  return value instanceof PyProperty || value instanceof PyNativeProperty ||
    (value instanceof PyInstance && value.cls.lookup("__set__") !== undefined);
}

/** What reading a class attribute through an instance gives (Data model 3.3.2.3). */
export function bindTo(value: Value, self: Value, cls: PyClass): Outcome {
  if (!(value instanceof PyObject)) return value;
  if (value instanceof PyNativeFunction) {
    return value.binds ? new PyBoundMethod(value, self, call) : value;
  }
  if (value instanceof PyCallable) {
    return value instanceof PyBoundMethod ? value : new PyBoundMethod(value, self, call);
  }
  if (value instanceof PyNativeProperty) return toOutcome(value.get(self as never));
  if (value instanceof PyProperty) {
    if (value.getter === null) {
      throw raise(attributeErrorClass, `property of '${cls.name}' object has no getter`);
    }
    return call(value.getter, [self]);
  }
  if (value instanceof PyStaticMethod) return value.fn;
  if (value instanceof PyClassMethod) return bindClassMethod(value, cls);
  return bindThroughGet(value, self, cls);
}

/** What reading an attribute of a class through the class itself gives. */
export function bindToClass(value: Value, cls: PyClass): Outcome {
  if (!(value instanceof PyObject)) return value;
  if (value instanceof PyStaticMethod) return value.fn;
  if (value instanceof PyClassMethod) return bindClassMethod(value, cls);
  return bindThroughGet(value, null, cls);
}

function bindClassMethod(value: PyClassMethod, cls: PyClass): Outcome {
  return value.fn instanceof PyCallable
    ? new PyBoundMethod(value.fn, cls, call)
    : bindTo(value.fn, cls, typeOf(cls));
}

function bindThroughGet(value: PyObject, self: Value, cls: PyClass): Outcome {
  if (!(value instanceof PyInstance)) return value;
  const get = value.cls.lookup("__get__");
  return get === undefined ? value : call(get, [value, self, cls]);
}
