import { spend } from "../../runtime/running.ts";
import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  call,
  type Evaluation,
  exceptionClasses,
  nativeClass,
  nativeFunction,
  nativeModule,
  newInstance,
  PyCallable,
  PyClass,
  PyDict,
  PyException,
  PyInstance,
  PyModule,
  PyObject,
  PySet,
  PyTuple,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { callSpecial } from "../../runtime/call.ts";
import { identity } from "../../runtime/hash.ts";
import { setAttribute } from "../../runtime/attributes.ts";

/** A dict or set of the same JavaScript class, so that what subclasses add is kept. */
function likeContainer<T extends PyDict | PySet>(value: T, content: Iterable<unknown>): T {
  const Container = value.constructor as new (content: Iterable<unknown>, cls: PyClass) => T;
  const copy = new Container(content, value.cls);
  return Object.assign(copy, { ...value, attributes: null });
}

/** A new object with the same content; those that cannot change are given back. */
function clone(value: PyObject): PyObject {
  if (value instanceof PyDict) return likeContainer(value, value.entries());
  if (value instanceof PySet) {
    return value.frozen ? value : likeContainer(value, value.values());
  }
  if (value instanceof PyException) {
    const copy = new PyException(value.cls, value.args.items);
    copy.native = value.native;
    return copy;
  }
  const items = itemsOf(value);
  if (items === null && !(value instanceof PyInstance && value.cls.layout === "object")) {
    return value;
  }
  const copy = Object.assign(Object.create(Object.getPrototypeOf(value)), value) as PyObject;
  copy.attributes = null;
  if (items !== null) (copy as { items?: Value[] }).items = [...items];
  return copy;
}

/** The live items of a list or deque. */
function itemsOf(value: PyObject): Value[] | null {
  if (value instanceof PyTuple) return null;
  const { items } = value as { items?: unknown };
  return Array.isArray(items) ? items : null;
}

const isAtomic = (value: Value): boolean =>
  !(value instanceof PyObject) || value instanceof PyClass || value instanceof PyCallable ||
  value instanceof PyModule;

/** A class's own way of being copied through its state; undefined where it has none. */
function* throughState(
  value: PyObject,
  each: (part: Value) => Evaluation,
): Evaluation<PyObject | undefined> {
  const getState = value.cls.lookup("__getstate__");
  const setState = value.cls.lookup("__setstate__");
  if ((getState === undefined && setState === undefined) || !(value instanceof PyInstance)) {
    return undefined;
  }
  const own: Value = new PyDict(value.attributes ?? []);
  const state = getState === undefined ? own : yield* wait(callSpecial(getState, value, []));
  const copied = yield* each(state);
  const copy = newInstance(value.cls);
  copy.native = value.native;
  if (setState !== undefined) yield* wait(callSpecial(setState, copy, [copied]));
  else if (copied instanceof PyDict) {
    for (const [name, part] of copied.entries()) {
      yield* wait(setAttribute(copy, asString(name) ?? "", part));
    }
  }
  return copy;
}

/** What `__reduce__` of a Python class says: a function, its arguments and perhaps a state. */
function* throughReduce(
  value: PyObject,
  each: (part: Value) => Evaluation,
): Evaluation<Value | undefined> {
  const reduce = value.cls.lookup("__reduce__");
  if (reduce === undefined || value.cls.module === "decimal") return undefined;
  const made = yield* wait(callSpecial(reduce, value, []));
  if (!(made instanceof PyTuple)) return value;
  const [fn, args, state] = made.items;
  const copy = yield* wait(
    call(fn!, ((yield* each(args!)) as PyTuple).items),
  );
  if (state instanceof PyDict && copy instanceof PyObject) {
    const copied = (yield* each(state)) as PyDict;
    for (const [name, part] of copied.entries()) {
      yield* wait(setAttribute(copy, asString(name) ?? "", part));
    }
  }
  return copy;
}

function* shallow(value: Value): Evaluation {
  if (isAtomic(value)) return value;
  const object = value as PyObject;
  const custom = object.cls.lookup("__copy__");
  if (custom !== undefined) return yield* wait(callSpecial(custom, object, []));
  const same = function* (part: Value): Evaluation {
    yield* [];
    return part;
  };
  const other = (yield* throughReduce(object, same)) ?? (yield* throughState(object, same));
  if (other !== undefined) return other;
  const copy = clone(object);
  if (copy !== object && object.attributes !== null) copy.attributes = new Map(object.attributes);
  return copy;
}

function* deep(value: Value, memo: PyDict): Evaluation {
  spend(1);
  if (isAtomic(value)) return value;
  const object = value as PyObject;
  const key = identity(object);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const each = (part: Value) => deep(part, memo);
  const custom = object.cls.lookup("__deepcopy__");
  if (custom !== undefined) {
    const made = yield* wait(callSpecial(custom, object, [memo]));
    memo.set(key, made);
    return made;
  }
  if (object instanceof PyTuple) {
    const items: Value[] = [];
    for (const item of object.items) items.push(yield* each(item));
    // A tuple inside itself has been copied by now.
    const again = memo.get(key);
    if (again !== undefined) return again;
    if (items.every((item, index) => item === object.items[index])) return object;
    const copy = new PyTuple(items, object.cls);
    memo.set(key, copy);
    return copy;
  }
  const other = (yield* throughReduce(object, each)) ?? (yield* throughState(object, each));
  if (other !== undefined) {
    memo.set(key, other);
    return other;
  }
  const copy = clone(object);
  if (copy === object) return copy;
  memo.set(key, copy);
  yield* deepen(copy, each);
  if (object.attributes !== null) {
    copy.attributes = new Map();
    for (const [name, item] of object.attributes) copy.attributes.set(name, yield* each(item));
  }
  return copy;
}

/** Replaces what a fresh copy holds by copies. */
function* deepen(copy: PyObject, each: (part: Value) => Evaluation): Evaluation<void> {
  const items = itemsOf(copy);
  if (items !== null) {
    for (let index = 0; index < items.length; index++) items[index] = yield* each(items[index]!);
  } else if (copy instanceof PyDict) {
    const entries = [...copy.entries()];
    copy.clear();
    for (const [key, item] of entries) copy.set(yield* each(key), yield* each(item));
  } else if (copy instanceof PySet) {
    const members = [...copy.values()];
    copy.clear();
    for (const member of members) copy.add(yield* each(member));
  } else if (copy instanceof PyException) {
    const args: Value[] = [];
    for (const arg of copy.args.items) args.push(yield* each(arg));
    copy.args = new PyTuple(args);
  } else if (copy instanceof PyInstance && Array.isArray(copy.native)) {
    const parts: unknown[] = [];
    for (const part of copy.native) {
      parts.push(part instanceof PyObject ? yield* each(part) : part);
    }
    copy.native = parts;
  }
}

/** Module `copy`. */
export const create: NativeModuleFactory = () => {
  const error = nativeClass({
    name: "Error",
    module: "copy",
    bases: [exceptionClasses.get("Exception")!],
  });
  return nativeModule("copy", {
    copy: nativeFunction("copy", "x", shallow),
    deepcopy: nativeFunction(
      "deepcopy",
      "x, memo=None",
      (value: Value, memo: Value) => deep(value, memo instanceof PyDict ? memo : new PyDict()),
    ),
    Error: error,
    error,
  });
};
