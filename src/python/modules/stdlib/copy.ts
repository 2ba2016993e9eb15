import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  call,
  type Evaluation,
  nativeFunction,
  nativeModule,
  Pending,
  PyCallable,
  PyClass,
  PyDict,
  PyException,
  PyInstance,
  PyList,
  PyModule,
  PyObject,
  PySet,
  PyTuple,
  type Value,
  wait,
} from "../../runtime/mod.ts";

function* shallow(value: Value): Evaluation {
  if (!(value instanceof PyObject)) return value;
  const custom = value.cls.lookup("__copy__");
  if (custom !== undefined) return yield* wait(call(custom, [value]));
  return withAttributes(value, clone(value));
}

/** A new object with the same content; immutable ones are given back. */
function clone(value: PyObject): PyObject {
  if (value instanceof PyList) return new PyList([...value.items], value.cls);
  if (value instanceof PyDict) return new PyDict(value.entries(), value.cls);
  if (value instanceof PySet && !value.frozen) return new PySet(value.values(), value.cls);
  if (value instanceof PyException) return new PyException(value.cls, value.args.items);
  if (value instanceof PyInstance && value.cls.layout === "object") {
    const copy = new PyInstance(value.cls);
    copy.native = value.native;
    return copy;
  }
  return value;
}

function withAttributes(value: PyObject, copy: PyObject): PyObject {
  if (copy !== value && value.attributes !== null) copy.attributes = new Map(value.attributes);
  return copy;
}

function* deep(value: Value, memo: Map<Value, Value>): Evaluation {
  if (
    !(value instanceof PyObject) || value instanceof PyClass || value instanceof PyCallable ||
    value instanceof PyModule
  ) return value;
  const known = memo.get(value);
  if (known !== undefined) return known;
  const custom = value.cls.lookup("__deepcopy__");
  if (custom !== undefined) return yield* wait(call(custom, [value, new PyDict()]));
  if (value instanceof PyTuple) {
    const items: Value[] = [];
    for (const item of value.items) items.push(yield* deep(item, memo));
    return items.every((item, index) => item === value.items[index])
      ? value
      : new PyTuple(items, value.cls);
  }
  const copy = clone(value);
  memo.set(value, copy);
  if (copy instanceof PyList) {
    for (let index = 0; index < copy.items.length; index++) {
      copy.items[index] = yield* deep(copy.items[index]!, memo);
    }
  } else if (copy instanceof PyDict) {
    const entries = [...copy.entries()];
    copy.clear();
    for (const [key, item] of entries) copy.set(yield* deep(key, memo), yield* deep(item, memo));
  }
  if (copy !== value && value.attributes !== null) {
    copy.attributes = new Map();
    for (const [name, item] of value.attributes) copy.attributes.set(name, yield* deep(item, memo));
  }
  return copy;
}

/** Module `copy`. */
export const create: NativeModuleFactory = () =>
  nativeModule("copy", {
    copy: nativeFunction("copy", "x", (value: Value) => new Pending(shallow(value))),
    deepcopy: nativeFunction("deepcopy", "x, memo=None", (value: Value) =>
      new Pending(deep(value, new Map()))),
  });
