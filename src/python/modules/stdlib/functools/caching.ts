import {
  andThen,
  asInt,
  call,
  emptyTuple,
  type Evaluation,
  nativeClass,
  nativeFunction,
  type Outcome,
  PyCallable,
  PyClass,
  PyDict,
  PyInstance,
  PyObject,
  PyTuple,
  tuple,
  typeError,
  typeOf,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { lookupAttribute } from "../../../runtime/attributes.ts";
import type { Keywords } from "../../../runtime/signature.ts";
import { namedTuple } from "../named_tuple.ts";
import { isCallable } from "./partial.ts";
import { updateWrapper } from "./wrapper.ts";

/** A function that remembers its results. */
class PyCached extends PyCallable {
  readonly fn: Value;
  /** Results that are kept; null: all. */
  readonly limit: number | null;
  readonly typed: boolean;
  readonly cache = new PyDict();
  hits = 0;
  misses = 0;

  constructor(fn: Value, limit: number | null, typed: boolean) {
    super(cachedClass);
    this.fn = fn;
    this.limit = limit;
    this.typed = typed;
  }

  #key(args: readonly Value[], keywords: Keywords): Value {
    const names = keywords === null ? emptyTuple : tuple([...keywords.keys()]);
    const values = keywords === null ? [] : [...keywords.values()];
    const parts = [tuple(args), names, tuple(values)];
    if (this.typed) parts.push(tuple([...args, ...values].map(typeOf)));
    return tuple(parts);
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    if (this.limit === 0) {
      this.misses++;
      return call(this.fn, args, keywords);
    }
    const key = this.#key(args, keywords);
    const known = this.cache.get(key);
    if (known !== undefined) {
      this.hits++;
      if (this.limit !== null) {
        // The entry used last is kept longest.
        this.cache.delete(key);
        this.cache.set(key, known);
      }
      return known;
    }
    this.misses++;
    return andThen(call(this.fn, args, keywords), (value) => {
      this.#store(key, value);
      return value;
    });
  }

  #store(key: Value, value: Value): void {
    this.cache.set(key, value);
    if (this.limit === null || this.cache.size <= this.limit) return;
    const oldest = this.cache.keys().next();
    if (!oldest.done) this.cache.delete(oldest.value);
  }

  clear(): void {
    this.cache.clear();
    this.hits = this.misses = 0;
  }
}

const cacheInfo = namedTuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], "functools");

const cachedClass: PyClass = nativeClass({
  name: "_lru_cache_wrapper",
  module: "functools",
  shownName: "functools._lru_cache_wrapper",
  layout: "fixed",
  methods: {
    cache_clear: ["", (self: PyCached) => self.clear()],
    cache_info: [
      "",
      (self: PyCached) =>
        new PyTuple([self.hits, self.misses, self.limit, self.cache.size], cacheInfo),
    ],
    cache_parameters: [
      "",
      (self: PyCached) => new PyDict([["maxsize", self.limit], ["typed", self.typed]]),
    ],
    __copy__: ["", (self: PyCached) => self],
    __deepcopy__: ["memo, /", (self: PyCached) => self],
  },
});

function cached(fn: Value, limit: number | null, typed: boolean): Value {
  return updateWrapper(new PyCached(fn, limit, typed), fn);
}

/** `lru_cache`, with arguments or as a plain decorator. */
export const lruCache = nativeFunction(
  "lru_cache",
  "maxsize=128, typed=False",
  (limit: Value, typed: Value) => {
    const size = asInt(limit);
    if (size === null && limit !== null) {
      if (isCallable(limit)) return cached(limit, 128, false);
      throw typeError("Expected first argument to be an integer, a callable, or None");
    }
    return nativeFunction(
      "decorating_function",
      "user_function, /",
      (fn: Value) => cached(fn, size === null ? null : Math.max(0, Number(size)), typed === true),
    );
  },
);

/** `cache`: keeps every result. */
export const cache = nativeFunction(
  "cache",
  "user_function, /",
  (fn: Value) => cached(fn, null, false),
);

interface Computed {
  readonly fn: Value;
  name: string | null;
}

export const cachedPropertyClass: PyClass = nativeClass({
  name: "cached_property",
  module: "functools",
  init: ["func", (self: PyInstance, fn: Value) => {
    self.native = { fn, name: null } satisfies Computed;
    const doc = lookupAttribute(fn, "__doc__");
    (self.attributes ??= new Map()).set("func", fn);
    if (doc !== undefined) {
      return andThen(doc, (text) => {
        self.attributes!.set("__doc__", text);
        return null;
      });
    }
    return null;
  }],
  methods: {
    __set_name__: ["owner, name", (self: PyInstance, _owner: Value, name: Value) => {
      const computed = self.native as Computed;
      if (computed.name !== null && computed.name !== name) {
        throw typeError(
          `Cannot assign the same cached_property to two different names ('${computed.name}' and '${name}').`,
        );
      }
      computed.name = String(name);
    }],
    __get__: ["instance, owner=None", function* (self: PyInstance, instance: Value): Evaluation {
      const { fn, name } = self.native as Computed;
      if (!(instance instanceof PyObject)) return self;
      if (name === null) {
        throw typeError(
          "Cannot use cached_property instance without calling __set_name__ on it.",
        );
      }
      const value = yield* wait(call(fn, [instance]));
      (instance.attributes ??= new Map()).set(name, value);
      return value;
    }],
  },
});
