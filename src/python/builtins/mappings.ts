import {
  dictClass,
  dictItemsClass,
  dictKeysClass,
  dictValuesClass,
  mappingProxyClass,
} from "../runtime/builtin_classes.ts";
import type { PyClass } from "../runtime/class.ts";
import { equal } from "../runtime/compare.ts";
import { PyDict } from "../runtime/dict.ts";
import { raise, typeError, valueError } from "../runtime/exceptions.ts";
import { keyError } from "../runtime/hash.ts";
import { collect, collectNow } from "../runtime/iteration.ts";
import { NativeIterator } from "../runtime/iterator.ts";
import { checkItems, readItems } from "../runtime/limits.ts";
import { extendClass, type NativeEntry } from "../runtime/native.ts";
import { notImplemented, PyTuple, tuple } from "../runtime/objects.ts";
import { setViewConversion } from "../runtime/set_operators.ts";
import { repr } from "../runtime/repr.ts";
import { PySet } from "../runtime/set.ts";
import { getDictItem } from "../runtime/subscript.ts";
import { type Evaluation, type Outcome, PyObject, type Value } from "../runtime/value.ts";
import { mappingEntries } from "../evaluator/mapping.ts";

/** `dict.keys()`, `.values()`, `.items()`: a live view. */
export class PyDictView extends PyObject {
  readonly dict: PyDict;
  readonly kind: "keys" | "values" | "items";

  constructor(dict: PyDict, kind: "keys" | "values" | "items") {
    super(kind === "keys" ? dictKeysClass : kind === "values" ? dictValuesClass : dictItemsClass);
    this.dict = dict;
    this.kind = kind;
  }

  *[Symbol.iterator](): Iterator<Value> {
    const { dict, kind } = this;
    const size = dict.size;
    for (const [key, value] of dict.entries()) {
      yield kind === "keys" ? key : kind === "values" ? value : tuple([key, value]);
      if (dict.size !== size) {
        throw raise("RuntimeError", "dictionary changed size during iteration");
      }
    }
  }

  has(value: Value): boolean {
    const { dict, kind } = this;
    if (kind === "keys") return dict.has(value);
    if (kind === "items") {
      if (!(value instanceof PyTuple) || value.items.length !== 2) return false;
      const found = dict.get(value.items[0]!);
      return found !== undefined && equal(found, value.items[1]!);
    }
    return [...dict.values()].some((item) => equal(item, value));
  }
}

setViewConversion((value) =>
  value instanceof PyDictView && value.kind !== "values" ? new PySet(value) : null
);

const viewMethods: Readonly<Record<string, NativeEntry>> = {
  __len__: ["", (self: PyDictView) => self.dict.size],
  __iter__: ["", (self: PyDictView) => new NativeIterator(self)],
  __contains__: ["value, /", (self: PyDictView, value: Value) => self.has(value)],
  __reversed__: ["", (self: PyDictView) => {
    checkItems(self.dict.size);
    return new NativeIterator([...self].reverse());
  }],
  __repr__: ["", (self: PyDictView) => `dict_${self.kind}([${[...self].map(repr).join(", ")}])`],
};
for (const cls of [dictKeysClass, dictValuesClass, dictItemsClass]) {
  extendClass(cls, { methods: viewMethods });
}
for (const cls of [dictKeysClass, dictItemsClass]) {
  extendClass(cls, {
    methods: {
      __eq__: ["other, /", (self: PyDictView, other: Value) => {
        const items = other instanceof PySet
          ? other
          : other instanceof PyDictView && other.kind !== "values"
          ? new PySet(other)
          : null;
        if (items === null) return notImplemented;
        return items.size === self.dict.size && [...self].every((item) => items.has(item));
      }],
      isdisjoint: [
        "other, /",
        (self: PyDictView, other: Value) => !collectNow(other).some((item) => self.has(item)),
      ],
    },
  });
}

/** `dict.update(other, **keywords)`. */
export function* updateDict(
  target: PyDict,
  other: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
): Evaluation {
  if (other !== undefined && other !== null) {
    const entries = yield* mappingEntries(other);
    if (entries !== null) {
      let made = 0;
      for (const [key, value] of entries) {
        target.set(key, value);
        made++;
      }
      checkItems(target.size, made);
    } else {
      let index = 0;
      for (const pair of yield* collect(other)) {
        const items = pairItems(pair, index++);
        target.set(items[0]!, items[1]!);
      }
    }
  } else if (other === null) throw typeError("'NoneType' object is not iterable");
  for (const [key, value] of keywords) target.set(key, value);
  return null;
}

function pairItems(pair: Value, index: number): Value[] {
  let items: Value[];
  try {
    items = collectNow(pair);
  } catch {
    throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
  }
  if (items.length !== 2) {
    throw valueError(
      `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
    );
  }
  return items;
}

extendClass(dictClass, {
  new: ["*args, **kwargs", (cls: PyClass) => new PyDict([], cls)],
  init: [
    "iterable=..., /, **kwargs",
    (self: PyDict, other: Value | undefined, keywords: Map<string, Value>): Evaluation =>
      updateDict(self, other, keywords),
  ],
  methods: {
    __len__: ["", (self: PyDict) => self.size],
    __iter__: ["", (self: PyDict) => new NativeIterator(new PyDictView(self, "keys"))],
    __contains__: ["key, /", (self: PyDict, key: Value) => self.has(key)],
    __getitem__: ["key, /", (self: PyDict, key: Value): Outcome => getDictItem(self, key)],
    __setitem__: [
      "key, value, /",
      (self: PyDict, key: Value, value: Value) => self.set(key, value),
    ],
    __delitem__: ["key, /", (self: PyDict, key: Value) => {
      if (!self.delete(key)) throw keyError(key);
    }],
    __reversed__: ["", (self: PyDict) => {
      checkItems(self.size);
      return new NativeIterator([...self.keys()].reverse());
    }],
    clear: ["", (self: PyDict) => self.clear()],
    copy: ["", (self: PyDict) => new PyDict(self.entries())],
    get: [
      "key, default=None, /",
      (self: PyDict, key: Value, fallback: Value) =>
        self.get(key) ?? (self.has(key) ? null : fallback),
    ],
    items: ["", (self: PyDict) => new PyDictView(self, "items")],
    keys: ["", (self: PyDict) => new PyDictView(self, "keys")],
    values: ["", (self: PyDict) => new PyDictView(self, "values")],
    pop: ["key, default=..., /", (self: PyDict, key: Value, fallback: Value | undefined) => {
      const found = self.get(key);
      if (found !== undefined) {
        self.delete(key);
        return found;
      }
      if (fallback === undefined) throw keyError(key);
      return fallback;
    }],
    popitem: ["", (self: PyDict) => {
      readItems(self.size);
      const last = [...self.entries()].at(-1);
      if (last === undefined) throw raise("KeyError", "popitem(): dictionary is empty");
      self.delete(last[0]);
      return tuple(last);
    }],
    setdefault: ["key, default=None, /", (self: PyDict, key: Value, fallback: Value) => {
      const found = self.get(key);
      if (found !== undefined) return found;
      self.set(key, fallback);
      return fallback;
    }],
    update: [
      "iterable=..., /, **kwargs",
      (self: PyDict, other: Value | undefined, keywords: Map<string, Value>): Evaluation =>
        updateDict(self, other, keywords),
    ],
  },
  classMethods: {
    fromkeys: ["iterable, value=None, /", function* (
      cls: PyClass,
      iterable: Value,
      value: Value,
    ): Evaluation {
      const dict = new PyDict([], cls);
      for (const key of yield* collect(iterable)) dict.set(key, value);
      return dict;
    }],
  },
});

/** A read-only view of an attribute map, as `cls.__dict__` gives it. */
export class PyMappingProxy extends PyDict {
  constructor(entries: Iterable<readonly [Value, Value]>) {
    super(entries, mappingProxyClass);
  }
}

extendClass(mappingProxyClass, {
  methods: {
    __repr__: ["", (self: PyMappingProxy) => `mappingproxy(${repr(new PyDict(self.entries()))})`],
    ...Object.fromEntries(
      ["__len__", "__iter__", "__contains__", "__getitem__"].map((name): [string, NativeEntry] => [
        name,
        ["*args", (self: PyDict, args: Value[]) => proxied(self, name, args)],
      ]),
    ),
    get: [
      "key, default=None, /",
      (self: PyDict, key: Value, fallback: Value) => self.get(key) ?? fallback,
    ],
    items: ["", (self: PyDict) => new PyDictView(self, "items")],
    keys: ["", (self: PyDict) => new PyDictView(self, "keys")],
    values: ["", (self: PyDict) => new PyDictView(self, "values")],
    copy: ["", (self: PyDict) => new PyDict(self.entries())],
  },
});

function proxied(self: PyDict, name: string, args: readonly Value[]): Outcome {
  switch (name) {
    case "__len__":
      return self.size;
    case "__iter__":
      return new NativeIterator(self.keys());
    case "__contains__":
      return self.has(args[0]!);
    default:
      return getDictItem(self, args[0]!);
  }
}
