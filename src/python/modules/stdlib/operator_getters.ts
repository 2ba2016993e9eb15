import {
  asString,
  type Evaluation,
  getAttribute,
  getItem,
  nativeClass,
  type Outcome,
  type PyClass,
  PyObject,
  PyTuple,
  repr,
  typeError,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { callMethod } from "../../runtime/call.ts";

/** An `operator.itemgetter` or `operator.attrgetter`: what it takes, by key or by dotted name. */
class PyGetter extends PyObject {
  readonly wanted: readonly Value[];

  constructor(cls: PyClass, wanted: readonly Value[]) {
    super(cls);
    this.wanted = wanted;
  }
}

function getterClass(
  name: string,
  check: (wanted: Value) => void,
  get: (value: Value, wanted: Value) => Evaluation,
): PyClass {
  return nativeClass({
    name,
    module: "operator",
    shownName: `operator.${name}`,
    layout: "fixed",
    new: ["*wanted", (cls: PyClass, wanted: Value[]) => {
      if (wanted.length === 0) throw typeError(`${name} expected 1 argument, got 0`);
      wanted.forEach(check);
      return new PyGetter(cls, wanted);
    }],
    methods: {
      __call__: ["obj, /", function* (self: PyGetter, value: Value): Evaluation {
        const found: Value[] = [];
        for (const wanted of self.wanted) found.push(yield* get(value, wanted));
        return found.length === 1 ? found[0]! : new PyTuple(found);
      }],
      __repr__: [
        "",
        (self: PyGetter) => `operator.${name}(${self.wanted.map(repr).join(", ")})`,
      ],
    },
  });
}

export const itemgetterClass: PyClass = getterClass(
  "itemgetter",
  () => {},
  function* (value, wanted) {
    return yield* wait(getItem(value, wanted));
  },
);

export const attrgetterClass: PyClass = getterClass(
  "attrgetter",
  (wanted) => {
    if (asString(wanted) === null) throw typeError("attribute name must be a string");
  },
  function* (value, wanted) {
    let found = value;
    for (const name of asString(wanted)!.split(".")) {
      found = yield* wait(getAttribute(found, name));
    }
    return found;
  },
);

/** An `operator.methodcaller`. */
class PyMethodCaller extends PyObject {
  readonly method: string;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;

  constructor(
    cls: PyClass,
    method: string,
    args: readonly Value[],
    keywords: ReadonlyMap<string, Value>,
  ) {
    super(cls);
    this.method = method;
    this.args = args;
    this.keywords = keywords;
  }
}

export const methodcallerClass: PyClass = nativeClass({
  name: "methodcaller",
  module: "operator",
  shownName: "operator.methodcaller",
  layout: "fixed",
  new: ["*args, **kwargs", (cls: PyClass, args: Value[], keywords: Map<string, Value>) => {
    if (args.length === 0) {
      throw typeError("methodcaller needs at least one argument, the method name");
    }
    const [name, ...rest] = args;
    const method = asString(name!);
    if (method === null) throw typeError("method name must be a string");
    return new PyMethodCaller(cls, method, rest, keywords);
  }],
  methods: {
    __call__: [
      "obj, /",
      ({ method, args, keywords }: PyMethodCaller, value: Value): Outcome =>
        callMethod(value, method, args, keywords.size === 0 ? null : keywords),
    ],
    __repr__: ["", ({ method, args, keywords }: PyMethodCaller) => {
      const parts = [
        repr(method),
        ...args.map(repr),
        ...[...keywords].map(([name, value]) => `${name}=${repr(value)}`),
      ];
      return `operator.methodcaller(${parts.join(", ")})`;
    }],
  },
});
