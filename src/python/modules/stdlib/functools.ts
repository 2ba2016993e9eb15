import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  andThen,
  asInt,
  call,
  compare,
  type Evaluation,
  getAttribute,
  getIterator,
  isTrue,
  lookupAttribute,
  nativeClass,
  nativeFunction,
  nativeModule,
  notImplemented,
  type Outcome,
  PyCallable,
  PyClass,
  PyDict,
  PyInstance,
  PyNativeFunction,
  PyObject,
  PyTuple,
  raise,
  repr,
  setAttribute,
  tuple,
  typeError,
  typeOf,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { isSubclass } from "../../runtime/isinstance.ts";
import { runNow } from "../../runtime/call.ts";
import type { Keywords } from "../../runtime/signature.ts";
import { namedTuple } from "./named_tuple.ts";

/** A `partial`. */
class PyPartial extends PyCallable {
  readonly fn: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;

  constructor(
    cls: PyClass,
    fn: Value,
    args: readonly Value[],
    keywords: ReadonlyMap<string, Value>,
  ) {
    super(cls);
    this.fn = fn;
    this.args = args;
    this.keywords = keywords;
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    const all = new Map([...this.keywords, ...(keywords ?? [])]);
    return call(this.fn, [...this.args, ...args], all.size === 0 ? null : all);
  }
}

const partialClass: PyClass = nativeClass({
  name: "partial",
  module: "functools",
  layout: "fixed",
  new: [
    "func, /, *args, **kwargs",
    (cls: PyClass, fn: Value, args: Value[], keywords: Map<string, Value>) => {
      if (!(fn instanceof PyObject)) throw typeError("the first argument must be callable");
      return new PyPartial(cls, fn, args, keywords);
    },
  ],
  methods: {
    __repr__: ["", (self: PyPartial) => {
      const parts = [
        repr(self.fn),
        ...self.args.map(repr),
        ...[...self.keywords].map(([name, value]) => `${name}=${repr(value)}`),
      ];
      return `functools.partial(${parts.join(", ")})`;
    }],
  },
  properties: {
    func: (self: PyPartial) => self.fn,
    args: (self: PyPartial) => new PyTuple(self.args),
    keywords: (self: PyPartial) => new PyDict(self.keywords),
  },
});

const COPIED = ["__module__", "__name__", "__qualname__", "__doc__"];

/** `update_wrapper`: what a wrapper takes over from what it wraps. */
export function updateWrapper(wrapper: Value, wrapped: Value): Value {
  if (!(wrapper instanceof PyObject)) return wrapper;
  for (const name of COPIED) {
    const found = lookupAttribute(wrapped, name);
    if (found !== undefined) {
      const value = runNow(found);
      try {
        runNow(setAttribute(wrapper, name, value));
      } catch {
        (wrapper.attributes ??= new Map()).set(name, value);
      }
    }
  }
  (wrapper.attributes ??= new Map()).set("__wrapped__", wrapped);
  if (wrapped instanceof PyObject && !(wrapped instanceof PyClass)) {
    for (const [name, value] of wrapped.attributes ?? []) {
      if (!COPIED.includes(name) && name !== "__wrapped__") wrapper.attributes.set(name, value);
    }
  }
  return wrapper;
}

/** A function that remembers its results. */
class PyCached extends PyCallable {
  readonly fn: Value;
  readonly limit: number | null;
  readonly cache = new PyDict();
  hits = 0;
  misses = 0;

  constructor(cls: PyClass, fn: Value, limit: number | null) {
    super(cls);
    this.fn = fn;
    this.limit = limit;
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    const key = keywords === null
      ? new PyTuple([...args])
      : tuple([new PyTuple([...args]), ...[...keywords].map((entry) => tuple(entry))]);
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
    const outcome = call(this.fn, args, keywords);
    return andStore(this, key, outcome);
  }

  store(key: Value, value: Value): void {
    if (this.limit === 0) return;
    this.cache.set(key, value);
    if (this.limit !== null && this.cache.size > this.limit) {
      for (const oldest of this.cache.keys()) {
        this.cache.delete(oldest);
        break;
      }
    }
  }
}

function andStore(cached: PyCached, key: Value, outcome: Outcome): Outcome {
  return andThen(outcome, (value) => {
    cached.store(key, value);
    return value;
  });
}

const cacheInfo = namedTuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], "functools");

const cachedClass: PyClass = nativeClass({
  name: "_lru_cache_wrapper",
  module: "functools",
  layout: "fixed",
  methods: {
    cache_clear: ["", (self: PyCached) => {
      self.cache.clear();
      self.hits = self.misses = 0;
    }],
    cache_info: [
      "",
      (self: PyCached) =>
        new PyTuple([self.hits, self.misses, self.limit, self.cache.size], cacheInfo),
    ],
  },
});

function cached(fn: Value, limit: number | null): Value {
  return updateWrapper(new PyCached(cachedClass, fn, limit), fn);
}

function* reduce(fn: Value, iterable: Value, initial: Value | undefined): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  let total = initial ?? (initial === null ? null : yield* wait(iterator.step()));
  if (total === undefined) throw typeError("reduce() of empty iterable with no initial value");
  for (;;) {
    const item = yield* wait(iterator.step());
    if (item === undefined) return total;
    total = yield* wait(call(fn, [total, item]));
  }
}

/** `total_ordering`: the missing comparisons in terms of the one that is defined. */
function totalOrdering(cls: Value): Value {
  if (!(cls instanceof PyClass)) throw typeError("total_ordering() needs a class");
  const roots = ["__lt__", "__le__", "__gt__", "__ge__"] as const;
  const root = roots.find((name) => cls.lookup(name) !== undefined);
  if (root === undefined) {
    throw raise("ValueError", "must define at least one ordering operation: < > <= >=");
  }
  const ask = (name: string, self: Value, other: Value): boolean | null => {
    const result = runNow(call(cls.lookup(name)!, [self, other]));
    return result === notImplemented ? null : isTrue(result);
  };
  const same = (self: Value, other: Value) => isTrue(runNow(compare("Eq", self, other)));
  // Each is (root or not root) combined with equality.
  const derive: Readonly<Record<string, (result: boolean, equal: () => boolean) => boolean>> = {
    "__lt__ from __lt__": (r) => r,
    "__le__ from __lt__": (r, e) => r || e(),
    "__gt__ from __lt__": (r, e) => !r && !e(),
    "__ge__ from __lt__": (r) => !r,
    "__lt__ from __le__": (r, e) => r && !e(),
    "__gt__ from __le__": (r) => !r,
    "__ge__ from __le__": (r, e) => !r || e(),
    "__lt__ from __gt__": (r, e) => !r && !e(),
    "__le__ from __gt__": (r) => !r,
    "__ge__ from __gt__": (r, e) => r || e(),
    "__lt__ from __ge__": (r) => !r,
    "__le__ from __ge__": (r, e) => !r || e(),
    "__gt__ from __ge__": (r, e) => r && !e(),
  };
  for (const name of roots) {
    if (cls.lookup(name) !== undefined) continue;
    const rule = derive[`${name} from ${root}`]!;
    cls.define(
      name,
      method(name, (self, other) => {
        const result = ask(root, self, other);
        return result === null ? notImplemented : rule(result, () => same(self, other));
      }),
    );
  }
  return cls;
}

function method(name: string, apply: (self: Value, other: Value) => Value): Value {
  return new PyNativeFunction(name, "other, /", apply, true);
}

/** `singledispatch`: chooses the implementation by the class of the first argument. */
function singleDispatch(fn: Value): Value {
  const table = new Map<PyClass, Value>();
  const dispatch = (cls: PyClass): Value => {
    for (const ancestor of cls.mro) {
      const found = table.get(ancestor);
      if (found !== undefined) return found;
    }
    for (const [key, found] of table) if (runNow(isSubclass(cls, key))) return found;
    return fn;
  };
  const wrapper = nativeFunction(
    "wrapper",
    "*args, **kwargs",
    (args: Value[], keywords: Map<string, Value>): Outcome => {
      if (args.length === 0) {
        throw typeError(
          "the function requires at least 1 positional argument",
        );
      }
      return call(dispatch(typeOf(args[0]!)), args, keywords.size === 0 ? null : keywords);
    },
  );
  updateWrapper(wrapper, fn);
  wrapper.attributes!.set(
    "register",
    nativeFunction("register", "cls, func=...", (cls: Value, implementation: Value | undefined) => {
      const add = (target: PyClass, value: Value): Value => {
        table.set(target, value);
        return value;
      };
      if (cls instanceof PyClass) {
        if (implementation !== undefined) return add(cls, implementation);
        return nativeFunction("register", "func", (value: Value) => add(cls, value));
      }
      const annotations = runNow(getAttribute(cls, "__annotations__"));
      const [first] = annotations instanceof PyDict ? [...annotations.values()] : [];
      if (!(first instanceof PyClass)) throw typeError("Invalid first argument to `register()`");
      return add(first, cls);
    }),
  );
  return wrapper;
}

const cachedPropertyClass: PyClass = nativeClass({
  name: "cached_property",
  module: "functools",
  init: ["func", (self: PyInstance, fn: Value) => {
    self.native = { fn, name: "" };
  }],
  methods: {
    __set_name__: ["owner, name", (self: PyInstance, _owner: Value, name: Value) => {
      (self.native as { name: string }).name = String(name);
    }],
    __get__: ["instance, owner=None", function* (self: PyInstance, instance: Value): Evaluation {
      const { fn, name } = self.native as { fn: Value; name: string };
      if (!(instance instanceof PyObject)) return self;
      const value = yield* wait(call(fn, [instance]));
      (instance.attributes ??= new Map()).set(name, value);
      return value;
    }],
  },
});

/** Module `functools`. */
export const create: NativeModuleFactory = () =>
  nativeModule("functools", {
    partial: partialClass,
    reduce: nativeFunction("reduce", "function, iterable, initial=..., /", reduce),
    wraps: nativeFunction("wraps", "wrapped, assigned=None, updated=None", (wrapped: Value) =>
      nativeFunction("wraps", "wrapper, /", (wrapper: Value) =>
        updateWrapper(wrapper, wrapped))),
    update_wrapper: nativeFunction(
      "update_wrapper",
      "wrapper, wrapped, assigned=None, updated=None",
      updateWrapper,
    ),
    lru_cache: nativeFunction("lru_cache", "maxsize=128, typed=False", (limit: Value) => {
      const size = asInt(limit);
      if (size === null && limit !== null) {
        return cached(limit, 128);
      }
      return nativeFunction("decorating_function", "user_function, /", (fn: Value) =>
        cached(fn, size === null ? null : Math.max(0, Number(size))));
    }),
    cache: nativeFunction("cache", "user_function, /", (fn: Value) =>
      cached(fn, null)),
    cached_property: cachedPropertyClass,
    total_ordering: nativeFunction("total_ordering", "cls", totalOrdering),
    singledispatch: nativeFunction("singledispatch", "func", singleDispatch),
    cmp_to_key: nativeFunction("cmp_to_key", "mycmp", (compareFunction: Value) => {
      const key = nativeClass({
        name: "K",
        module: "functools",
        init: ["obj", (self: PyInstance, value: Value) =>
          void (self.native = value)],
        methods: {
          __lt__: ["other, /", function* (self: PyInstance, other: PyInstance): Evaluation {
            const order = yield* wait(
              call(compareFunction, [self.native as Value, other.native as Value]),
            );
            return isTrue(yield* wait(compare("Lt", order, 0)));
          }],
        },
      });
      return key;
    }),
  });
