import {
  call,
  nativeClass,
  type Outcome,
  PyCallable,
  PyClass,
  PyDict,
  PyInstance,
  PyObject,
  PyTuple,
  repr,
  typeError,
  typeOf,
  type Value,
} from "../../../runtime/mod.ts";
import { bindTo } from "../../../runtime/descriptors.ts";
import { checkItems } from "../../../runtime/limits.ts";
import { andThen } from "../../../runtime/value.ts";
import type { Keywords } from "../../../runtime/signature.ts";

/** A `functools.partial`. It is no PyCallable, for it does not become a method in a class. */
class PyPartial extends PyObject {
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

  call(args: readonly Value[], keywords: Keywords): Outcome {
    const all = new Map([...this.keywords, ...(keywords ?? [])]);
    return call(this.fn, [...this.args, ...args], all.size === 0 ? null : all);
  }
}

/** Whether a value can be called. */
export function isCallable(value: Value): boolean {
  return value instanceof PyCallable || value instanceof PyClass ||
    (value instanceof PyObject && typeOf(value).lookup("__call__") !== undefined);
}

export const partialClass: PyClass = nativeClass({
  name: "partial",
  module: "functools",
  shownName: "functools.partial",
  layout: "fixed",
  new: ["*args, **kwargs", (cls: PyClass, args: Value[], keywords: Map<string, Value>) => {
    if (args.length === 0) throw typeError("type 'partial' takes at least one argument");
    const [fn, ...rest] = args as [Value, ...Value[]];
    if (!isCallable(fn)) throw typeError("the first argument must be callable");
    if (fn instanceof PyPartial) checkItems(fn.args.length + fn.keywords.size);
    // A partial of a partial is one with the arguments of both.
    return fn instanceof PyPartial && fn.cls === cls
      ? new PyPartial(cls, fn.fn, [...fn.args, ...rest], new Map([...fn.keywords, ...keywords]))
      : new PyPartial(cls, fn, rest, keywords);
  }],
  methods: {
    __call__: [
      "*args, **kwargs",
      (self: PyPartial, args: Value[], keywords: Map<string, Value>) => self.call(args, keywords),
    ],
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

interface Partial {
  readonly fn: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** `partialmethod`: a partial that does become a method. */
export const partialMethodClass: PyClass = nativeClass({
  name: "partialmethod",
  module: "functools",
  init: [
    "func, /, *args, **keywords",
    (self: PyInstance, fn: Value, args: Value[], keywords: Map<string, Value>) => {
      self.native = { fn, args, keywords } satisfies Partial;
    },
  ],
  methods: {
    __get__: [
      "obj, cls=None, /",
      (self: PyInstance, instance: Value, owner: Value): Outcome => {
        const { fn, args, keywords } = self.native as Partial;
        const bound = instance === null
          ? fn
          : bindTo(fn, instance, owner instanceof PyClass ? owner : typeOf(instance));
        return andThen(bound, (method) => new PyPartial(partialClass, method, args, keywords));
      },
    ],
  },
});
