import { spend } from "../../../runtime/running.ts";
import {
  binary,
  collect,
  type Evaluation,
  nativeClass,
  type Outcome,
  plain,
  type PyClass,
  PyFloat,
  PyIterator,
  repr,
  typeError,
  typeOf,
  type Value,
} from "../../../runtime/mod.ts";
import { asInt } from "../../../runtime/arithmetic.ts";
import { equal } from "../../../runtime/compare.ts";
import { andThen } from "../../../runtime/value.ts";
import { iteratorMethods } from "../../../builtins/iterators.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { iteratorClass } from "./iterator_class.ts";

function isNumber(value: Value): boolean {
  const inner = plain(value);
  return asInt(inner) !== null || inner instanceof PyFloat ||
    ["__index__", "__float__", "__int__", "__complex__"].some((name) =>
      typeOf(value).lookup(name) !== undefined
    );
}

class PyCount extends PyIterator {
  next: Value;
  readonly stride: Value;

  constructor(cls: PyClass, start: Value, stride: Value) {
    super(cls);
    this.next = start;
    this.stride = stride;
  }

  override step(): Outcome<Value | undefined> {
    spend(1);
    const value = this.next;
    return andThen(binary("Add", value, this.stride), (next) => {
      this.next = next;
      return value;
    });
  }
}

export const countClass: PyClass = nativeClass({
  name: "count",
  module: "itertools",
  shownName: "itertools.count",
  layout: "fixed",
  new: ["start=0, step=1", (cls: PyClass, start: Value, stride: Value) => {
    if (!isNumber(start) || !isNumber(stride)) throw typeError("a number is required");
    return new PyCount(cls, start, stride);
  }],
  methods: {
    ...iteratorMethods,
    __repr__: ["", (self: PyCount) => {
      const stride = asInt(plain(self.stride)) !== null && equal(self.stride, 1)
        ? ""
        : `, ${repr(self.stride)}`;
      return `count(${repr(self.next)}${stride})`;
    }],
  },
});

class PyRepeat extends PyIterator {
  readonly value: Value;
  left: number;

  constructor(cls: PyClass, value: Value, times: number) {
    super(cls);
    this.value = value;
    this.left = times;
  }

  override step(): Value | undefined {
    if (this.left <= 0) return undefined;
    spend(1);
    this.left--;
    return this.value;
  }
}

export const repeatClass: PyClass = nativeClass({
  name: "repeat",
  module: "itertools",
  shownName: "itertools.repeat",
  layout: "fixed",
  new: [
    "object, times=...",
    (cls: PyClass, value: Value, times: Value | undefined) =>
      new PyRepeat(cls, value, times === undefined ? Infinity : Math.max(0, intArgument(times))),
  ],
  methods: {
    ...iteratorMethods,
    __length_hint__: ["", (self: PyRepeat) => {
      if (self.left === Infinity) throw typeError("len() of unsized object");
      return self.left;
    }],
    __repr__: [
      "",
      (self: PyRepeat) =>
        `repeat(${repr(self.value)}${self.left === Infinity ? "" : `, ${self.left}`})`,
    ],
  },
});

export const cycleClass: PyClass = iteratorClass(
  "cycle",
  "iterable, /",
  function* (iterable: Value): Evaluation<() => Evaluation<Value | undefined>> {
    const items = yield* collect(iterable);
    let at = 0;
    return function* () {
      yield* [];
      return items.length === 0 ? undefined : items[at++ % items.length];
    };
  },
);
