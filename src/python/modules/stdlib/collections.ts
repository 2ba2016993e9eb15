import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  asString,
  call,
  collect,
  dictClass,
  equal,
  type Evaluation,
  isTrue,
  lazy,
  nativeClass,
  nativeFunction,
  NativeIterator,
  nativeModule,
  notImplemented,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyObject,
  raise,
  repr,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { checkItems, readItems } from "../../runtime/limits.ts";
import { updateDict } from "../../builtins/mappings.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { compareNatively } from "../../runtime/compare.ts";
import { mappingEntries } from "../../evaluator/mapping.ts";
import { fieldNames, namedTuple } from "./named_tuple.ts";
import { makeAbstractCollections } from "./collections_abc.ts";

/** A `defaultdict`. */
class PyDefaultDict extends PyDict {
  factory: Value = null;
}

const defaultDictClass: PyClass = nativeClass({
  name: "defaultdict",
  module: "collections",
  shownName: "collections.defaultdict",
  bases: [dictClass],
  new: ["*args, **kwargs", (cls: PyClass) => new PyDefaultDict([], cls)],
  init: [
    "default_factory=None, iterable=..., /, **kwargs",
    (
      self: PyDefaultDict,
      factory: Value,
      other: Value | undefined,
      keywords: Map<string, Value>,
    ): Evaluation => {
      self.factory = factory;
      return updateDict(self, other, keywords);
    },
  ],
  methods: {
    __missing__: ["key, /", function* (self: PyDefaultDict, key: Value): Evaluation {
      if (self.factory === null) throw raise("KeyError", key);
      const value = yield* wait(call(self.factory));
      self.set(key, value);
      return value;
    }],
    copy: ["", (self: PyDefaultDict) => {
      const copy = new PyDefaultDict(self.entries(), self.cls);
      copy.factory = self.factory;
      return copy;
    }],
    __repr__: [
      "",
      (self: PyDefaultDict) =>
        `defaultdict(${repr(self.factory)}, ${repr(new PyDict(self.entries()))})`,
    ],
  },
  properties: {
    default_factory: {
      get: (self: PyDefaultDict) => self.factory,
      set: (self: PyDefaultDict, value: Value) => void (self.factory = value),
    },
  },
});

const orderedDictClass: PyClass = nativeClass({
  name: "OrderedDict",
  module: "collections",
  shownName: "collections.OrderedDict",
  bases: [dictClass],
  methods: {
    move_to_end: ["key, last=True", (self: PyDict, key: Value, last: Value) => {
      const value = self.get(key);
      if (value === undefined) throw raise("KeyError", key);
      self.delete(key);
      if (isTrue(last)) return self.set(key, value);
      checkItems(self.size);
      const rest = [...self.entries()];
      self.clear();
      self.set(key, value);
      for (const [name, item] of rest) self.set(name, item);
    }],
    popitem: ["last=True", (self: PyDict, last: Value) => {
      readItems(self.size);
      const entries = [...self.entries()];
      const entry = isTrue(last) ? entries.at(-1) : entries[0];
      if (entry === undefined) throw raise("KeyError", "dictionary is empty");
      self.delete(entry[0]);
      return tuple(entry);
    }],
    copy: ["", (self: PyDict) => new PyDict(self.entries(), self.cls)],
    __eq__: ["other, /", (self: PyDict, other: Value) => {
      if (!(other instanceof PyDict)) return notImplemented;
      const same = compareNatively("Eq", self, other);
      if (!other.cls.isSubclassOf(orderedDictClass)) return same;
      // Between two ordered dicts the order counts.
      if (same !== true) return same;
      const others = [...other.keys()];
      return [...self.keys()].every((key, index) => equal(key, others[index]!));
    }],
    __repr__: [
      "",
      (self: PyDict) =>
        self.size === 0
          ? "OrderedDict()"
          : `OrderedDict(${repr(new PyList([...self.entries()].map((entry) => tuple(entry))))})`,
    ],
  },
});

/** Adds counts from an iterable or a mapping. */
function* addCounts(
  self: PyDict,
  other: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
  sign: number,
): Evaluation {
  const add = (key: Value, count: number) =>
    self.set(key, Number(asInt(self.get(key) ?? 0) ?? 0) + sign * count);
  if (other !== undefined && other !== null) {
    const entries = yield* mappingEntries(other);
    if (entries !== null) { for (const [key, count] of entries) add(key, Number(asInt(count))); }
    else for (const key of yield* collect(other)) add(key, 1);
  }
  for (const [key, count] of keywords) add(key, Number(asInt(count)));
  return null;
}

const combineCounts =
  (pick: (a: number, b: number) => number) => (self: PyDict, other: Value): Value => {
    if (!(other instanceof PyDict)) return notImplemented;
    const result = new PyDict([], self.cls);
    for (const key of new PyDict([...self.entries(), ...other.entries()]).keys()) {
      const count = pick(Number(asInt(self.get(key) ?? 0)), Number(asInt(other.get(key) ?? 0)));
      if (count > 0) result.set(key, count);
    }
    return result;
  };

function mostCommon(self: PyDict): (readonly [Value, Value])[] {
  return [...self.entries()].sort((a, b) => Number(asInt(b[1])) - Number(asInt(a[1])));
}

const counterClass: PyClass = nativeClass({
  name: "Counter",
  module: "collections",
  bases: [dictClass],
  init: [
    "iterable=..., /, **kwargs",
    (self: PyDict, other: Value | undefined, keywords: Map<string, Value>): Evaluation =>
      addCounts(self, other, keywords, 1),
  ],
  methods: {
    __missing__: ["key, /", () => 0],
    most_common: ["n=None", (self: PyDict, count: Value) => {
      const all = mostCommon(self).map((entry) => tuple(entry));
      return new PyList(count === null ? all : all.slice(0, intArgument(count)));
    }],
    elements: ["", (self: PyDict) =>
      new NativeIterator(
        [...self.entries()].flatMap(([key, count]) =>
          Array<Value>(Math.max(0, Number(asInt(count)))).fill(key)
        ),
      )],
    total: [
      "",
      (self: PyDict) =>
        [...self.values()].reduce((sum: number, count) => sum + Number(asInt(count)), 0),
    ],
    update: [
      "iterable=..., /, **kwargs",
      (self: PyDict, other: Value | undefined, keywords: Map<string, Value>): Evaluation =>
        addCounts(self, other, keywords, 1),
    ],
    subtract: [
      "iterable=..., /, **kwargs",
      (self: PyDict, other: Value | undefined, keywords: Map<string, Value>): Evaluation =>
        addCounts(self, other, keywords, -1),
    ],
    copy: ["", (self: PyDict) => new PyDict(self.entries(), self.cls)],
    __add__: ["other, /", combineCounts((a, b) => a + b)],
    __sub__: ["other, /", combineCounts((a, b) => a - b)],
    __or__: ["other, /", combineCounts(Math.max)],
    __and__: ["other, /", combineCounts(Math.min)],
    __repr__: [
      "",
      (self: PyDict) =>
        self.size === 0 ? "Counter()" : `Counter(${repr(new PyDict(mostCommon(self)))})`,
    ],
  },
});

/** A `deque`. */
class PyDeque extends PyObject {
  items: Value[] = [];
  limit: number | null = null;

  push(value: Value): void {
    this.items.push(value);
    if (this.limit !== null && this.items.length > this.limit) this.items.shift();
  }

  pushLeft(value: Value): void {
    this.items.unshift(value);
    if (this.limit !== null && this.items.length > this.limit) this.items.pop();
  }

  at(index: Value): number {
    const position = intArgument(index);
    const at = position < 0 ? position + this.items.length : position;
    if (at < 0 || at >= this.items.length) throw raise("IndexError", "deque index out of range");
    return at;
  }
}

const dequeClass: PyClass = nativeClass({
  name: "deque",
  module: "collections",
  shownName: "collections.deque",
  new: ["*args, **kwargs", (cls: PyClass) => new PyDeque(cls)],
  init: ["iterable=..., maxlen=None", function* (
    self: PyDeque,
    iterable: Value | undefined,
    limit: Value,
  ): Evaluation {
    self.limit = limit === null ? null : intArgument(limit);
    if (iterable !== undefined) { for (const item of yield* collect(iterable)) self.push(item); }
    return null;
  }],
  methods: {
    append: ["x, /", (self: PyDeque, value: Value) => self.push(value)],
    appendleft: ["x, /", (self: PyDeque, value: Value) => self.pushLeft(value)],
    extend: [
      "iterable, /",
      (self: PyDeque, values: Value) => collectNow(values).forEach((value) => self.push(value)),
    ],
    extendleft: [
      "iterable, /",
      (self: PyDeque, values: Value) => collectNow(values).forEach((value) => self.pushLeft(value)),
    ],
    pop: ["", (self: PyDeque) => {
      if (self.items.length === 0) throw raise("IndexError", "pop from an empty deque");
      return self.items.pop()!;
    }],
    popleft: ["", (self: PyDeque) => {
      if (self.items.length === 0) throw raise("IndexError", "pop from an empty deque");
      return self.items.shift()!;
    }],
    clear: ["", (self: PyDeque) => void (self.items = [])],
    count: [
      "x, /",
      (self: PyDeque, value: Value) => self.items.filter((item) => equal(item, value)).length,
    ],
    remove: ["value, /", (self: PyDeque, value: Value) => {
      const at = self.items.findIndex((item) => equal(item, value));
      if (at < 0) throw valueError(`${repr(value)} not in deque`);
      self.items.splice(at, 1);
    }],
    reverse: ["", (self: PyDeque) => void self.items.reverse()],
    rotate: ["n=1, /", (self: PyDeque, count: Value) => {
      const size = self.items.length;
      if (size === 0) return;
      const shift = ((intArgument(count) % size) + size) % size;
      self.items = [...self.items.slice(size - shift), ...self.items.slice(0, size - shift)];
    }],
    __len__: ["", (self: PyDeque) => self.items.length],
    __iter__: ["", (self: PyDeque) => new NativeIterator([...self.items])],
    __reversed__: ["", (self: PyDeque) => new NativeIterator([...self.items].reverse())],
    __contains__: [
      "x, /",
      (self: PyDeque, value: Value) => self.items.some((item) => equal(item, value)),
    ],
    __getitem__: ["index, /", (self: PyDeque, index: Value) => self.items[self.at(index)]!],
    __setitem__: ["index, value, /", (self: PyDeque, index: Value, value: Value) => {
      self.items[self.at(index)] = value;
    }],
    __eq__: [
      "other, /",
      (self: PyDeque, other: Value) =>
        other instanceof PyDeque
          ? self.items.length === other.items.length &&
            self.items.every((item, index) => equal(item, other.items[index]!))
          : notImplemented,
    ],
    __repr__: ["", (self: PyDeque) => {
      const items = repr(new PyList(self.items));
      return `deque(${items}${self.limit === null ? "" : `, maxlen=${self.limit}`})`;
    }],
  },
  properties: { maxlen: (self: PyDeque) => self.limit },
});

const chainMapClass: PyClass = nativeClass({
  name: "ChainMap",
  module: "collections",
  init: ["*maps", (self: PyInstance, maps: Value[]) => {
    self.native = maps.length === 0 ? [new PyDict()] : maps;
  }],
  methods: {
    __getitem__: ["key, /", (self: PyInstance, key: Value) => {
      for (const map of self.native as PyDict[]) {
        const value = map.get(key);
        if (value !== undefined) return value;
      }
      throw raise("KeyError", key);
    }],
    get: [
      "key, default=None",
      (self: PyInstance, key: Value, fallback: Value) => {
        const map = (self.native as PyDict[]).find((map) => map.has(key));
        return map === undefined ? fallback : map.get(key);
      },
    ],
    keys: ["", (self: PyInstance) => new NativeIterator(merged(self).keys())],
    items: [
      "",
      (self: PyInstance) =>
        new NativeIterator([...merged(self).entries()].map((entry) => tuple(entry))),
    ],
    values: ["", (self: PyInstance) => new NativeIterator(merged(self).values())],
    __iter__: ["", (self: PyInstance) => new NativeIterator(merged(self).keys())],
    __len__: ["", (self: PyInstance) => merged(self).size],
    __contains__: [
      "key, /",
      (self: PyInstance, key: Value) => (self.native as PyDict[]).some((map) => map.has(key)),
    ],
    __setitem__: [
      "key, value, /",
      (self: PyInstance, key: Value, value: Value) => (self.native as PyDict[])[0]!.set(key, value),
    ],
  },
  properties: { maps: (self: PyInstance) => new PyList([...(self.native as PyDict[])]) },
});

function merged(self: PyInstance): PyDict {
  const maps = self.native as PyDict[];
  return new PyDict([...maps].reverse().flatMap((map) => [...map.entries()]));
}

/** Module `collections`. */
export const create: NativeModuleFactory = (context) =>
  nativeModule("collections", {
    OrderedDict: orderedDictClass,
    defaultdict: defaultDictClass,
    Counter: counterClass,
    deque: dequeClass,
    ChainMap: chainMapClass,
    namedtuple: nativeFunction(
      "namedtuple",
      "typename, field_names, *, rename=False, defaults=None, module=None",
      (name: Value, fields: Value, rename: Value, defaults: Value) => {
        const names = fieldNames(fields, isTrue(rename));
        const values = defaults === null ? [] : collectNow(defaults);
        if (values.length > names.length) {
          throw raise("TypeError", "Got more default values than field names");
        }
        const cls = namedTuple(asString(name) ?? "", names, "__main__", values);
        return cls;
      },
    ),
    abc: lazy(() => makeAbstractCollections(context)),
  });
