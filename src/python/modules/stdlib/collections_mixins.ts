import {
  callMethod,
  collect,
  contains,
  deleteItem,
  equal,
  type Evaluation,
  exceptionClasses,
  getItem,
  isRaised,
  type NativeEntry,
  NativeIterator,
  notImplemented,
  PyDict,
  raise,
  setItem,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { length } from "../../runtime/operators.ts";
import { mappingEntries } from "../../evaluator/mapping.ts";

const keyErrorClass = exceptionClasses.get("KeyError")!;

/** The item of a key; `fallback` where `__getitem__` raises KeyError, which is raised without one. */
function* itemOr(self: Value, key: Value, fallback: Value | undefined): Evaluation {
  try {
    return yield* wait(getItem(self, key));
  } catch (error) {
    if (fallback === undefined || !isRaised(error, keyErrorClass)) throw error;
    return fallback;
  }
}

function* entriesOf(self: Value): Evaluation<[Value, Value][]> {
  const entries: [Value, Value][] = [];
  for (const key of yield* collect(self)) entries.push([key, yield* wait(getItem(self, key))]);
  return entries;
}

/** What `Mapping` derives from `__getitem__`, `__iter__` and `__len__`. */
const mapping: Readonly<Record<string, NativeEntry>> = {
  get: [
    "key, default=None",
    (self: Value, key: Value, fallback: Value) => itemOr(self, key, fallback),
  ],
  __contains__: ["key, /", function* (self: Value, key: Value): Evaluation {
    const missing = tuple([]);
    return (yield* itemOr(self, key, missing)) !== missing;
  }],
  keys: ["", function* (self: Value): Evaluation {
    return new NativeIterator(yield* collect(self));
  }],
  items: ["", function* (self: Value): Evaluation {
    return new NativeIterator((yield* entriesOf(self)).map((entry) => tuple(entry)));
  }],
  values: ["", function* (self: Value): Evaluation {
    return new NativeIterator((yield* entriesOf(self)).map(([, value]) => value));
  }],
  __eq__: ["other, /", function* (self: Value, other: Value): Evaluation {
    const entries = yield* mappingEntries(other);
    if (entries === null) return notImplemented;
    return equal(new PyDict(yield* entriesOf(self)), new PyDict(entries));
  }],
};

/** What `MutableMapping` adds. */
const mutableMapping: Readonly<Record<string, NativeEntry>> = {
  ...mapping,
  pop: ["key, default=...", function* (
    self: Value,
    key: Value,
    fallback: Value | undefined,
  ): Evaluation {
    const missing = tuple([]);
    const value = yield* itemOr(self, key, fallback === undefined ? undefined : missing);
    if (value === missing) return fallback!;
    yield* wait(deleteItem(self, key));
    return value;
  }],
  popitem: ["", function* (self: Value): Evaluation {
    const [key] = yield* collect(self);
    if (key === undefined) throw raise("KeyError");
    const value = yield* wait(getItem(self, key));
    yield* wait(deleteItem(self, key));
    return tuple([key, value]);
  }],
  clear: ["", function* (self: Value): Evaluation {
    for (const key of yield* collect(self)) yield* wait(deleteItem(self, key));
    return null;
  }],
  update: ["other=..., /, **kwds", function* (
    self: Value,
    other: Value | undefined,
    keywords: Map<string, Value>,
  ): Evaluation {
    if (other !== undefined) {
      const entries = yield* mappingEntries(other);
      if (entries !== null) {
        for (const [key, value] of entries) yield* wait(setItem(self, key, value));
      } else {
        for (const pair of yield* collect(other)) {
          const [key, value] = yield* collect(pair);
          yield* wait(setItem(self, key!, value!));
        }
      }
    }
    for (const [key, value] of keywords) yield* wait(setItem(self, key, value));
    return null;
  }],
  setdefault: [
    "key, default=None",
    function* (self: Value, key: Value, fallback: Value): Evaluation {
      const missing = tuple([]);
      const value = yield* itemOr(self, key, missing);
      if (value !== missing) return value;
      yield* wait(setItem(self, key, fallback));
      return fallback;
    },
  ],
};

function* itemsOf(self: Value): Evaluation<Value[]> {
  const size = yield* wait(length(self));
  const items: Value[] = [];
  for (let index = 0; index < size; index++) items.push(yield* wait(getItem(self, index)));
  return items;
}

/** What `Sequence` derives from `__getitem__` and `__len__`. */
const sequence: Readonly<Record<string, NativeEntry>> = {
  __iter__: ["", function* (self: Value): Evaluation {
    return new NativeIterator(yield* itemsOf(self));
  }],
  __reversed__: ["", function* (self: Value): Evaluation {
    return new NativeIterator((yield* itemsOf(self)).reverse());
  }],
  __contains__: ["value, /", function* (self: Value, value: Value): Evaluation {
    return (yield* itemsOf(self)).some((item) => equal(item, value));
  }],
  index: ["value, /", function* (self: Value, value: Value): Evaluation {
    const at = (yield* itemsOf(self)).findIndex((item) => equal(item, value));
    if (at < 0) throw valueError("");
    return at;
  }],
  count: ["value, /", function* (self: Value, value: Value): Evaluation {
    return (yield* itemsOf(self)).filter((item) => equal(item, value)).length;
  }],
};

/** What `MutableSequence` adds. */
const mutableSequence: Readonly<Record<string, NativeEntry>> = {
  ...sequence,
  append: ["value, /", function* (self: Value, value: Value): Evaluation {
    const size = yield* wait(length(self));
    return yield* wait(callMethod(self, "insert", [size, value]));
  }],
  extend: ["values, /", function* (self: Value, values: Value): Evaluation {
    for (const value of yield* collect(values)) yield* wait(callMethod(self, "append", [value]));
    return null;
  }],
};

/** What `Set` derives from `__contains__`, `__iter__` and `__len__`. */
const set: Readonly<Record<string, NativeEntry>> = {
  isdisjoint: ["other, /", function* (self: Value, other: Value): Evaluation {
    for (const item of yield* collect(other)) if (yield* wait(contains(self, item))) return false;
    return true;
  }],
};

/** The methods that each abstract class gives to what derives from it. */
export const collectionMixins: Readonly<Record<string, Readonly<Record<string, NativeEntry>>>> = {
  Mapping: mapping,
  MutableMapping: mutableMapping,
  Sequence: sequence,
  MutableSequence: mutableSequence,
  Set: set,
  MutableSet: set,
};
