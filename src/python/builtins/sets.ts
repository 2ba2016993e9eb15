import { frozensetClass, setClass } from "../runtime/builtin_classes.ts";
import type { PyClass } from "../runtime/class.ts";
import { compare } from "../runtime/compare.ts";
import { raise } from "../runtime/exceptions.ts";
import { keyError } from "../runtime/hash.ts";
import { collect } from "../runtime/iteration.ts";
import { NativeIterator } from "../runtime/iterator.ts";
import { extendClass, type NativeEntry } from "../runtime/native.ts";
import { combineSets } from "../runtime/set_operators.ts";
import { PySet } from "../runtime/set.ts";
import type { Evaluation, Value } from "../runtime/value.ts";

type SetOperator = "BitOr" | "BitAnd" | "BitXor" | "Sub";

/** A set or a frozenset with the same members. */
function plainCopy(self: PySet): PySet {
  return new PySet(self.values(), self.frozen ? frozensetClass : setClass);
}

/** A method such as `union(*others)` that takes any iterables. */
function combining(op: SetOperator): NativeEntry {
  return ["*others", function* (self: PySet, others: Value[]): Evaluation {
    let result = plainCopy(self);
    for (const other of others) result = combineSets(op, result, new PySet(yield* collect(other)));
    return result;
  }];
}

/** The same in place. */
function updating(op: SetOperator): NativeEntry {
  return ["*others", function* (self: PySet, others: Value[]): Evaluation {
    for (const other of others) {
      const items = [...combineSets(op, self, new PySet(yield* collect(other))).values()];
      self.clear();
      for (const item of items) self.add(item);
    }
    return null;
  }];
}

/** A comparison with any iterable. */
function relation(test: (self: PySet, other: PySet) => Value): NativeEntry {
  return ["other, /", function* (self: PySet, other: Value): Evaluation {
    return test(self, new PySet(yield* collect(other)));
  }];
}

const shared: Readonly<Record<string, NativeEntry>> = {
  __len__: ["", (self: PySet) => self.size],
  __iter__: ["", (self: PySet) => new NativeIterator(guarded(self))],
  __contains__: ["value, /", (self: PySet, value: Value) =>
    // A set is found in a set of frozensets by its content.
    self.has(
      value instanceof PySet && !value.frozen ? new PySet(value.values(), frozensetClass) : value,
    )],
  copy: ["", plainCopy],
  union: combining("BitOr"),
  intersection: combining("BitAnd"),
  difference: combining("Sub"),
  symmetric_difference: combining("BitXor"),
  issubset: relation((self, other) => compare("LtE", self, other) as Value),
  issuperset: relation((self, other) => compare("GtE", self, other) as Value),
  isdisjoint: relation((self, other) => ![...self.values()].some((item) => other.has(item))),
};

function* guarded(self: PySet): Iterable<Value> & Iterator<Value> {
  const { size } = self;
  for (const item of self.values()) {
    yield item;
    if (self.size !== size) throw raise("RuntimeError", "Set changed size during iteration");
  }
}

extendClass(setClass, {
  new: ["*args, **kwargs", (cls: PyClass) => new PySet([], cls)],
  init: ["iterable=..., /", function* (self: PySet, iterable: Value | undefined): Evaluation {
    self.clear();
    if (iterable !== undefined) { for (const item of yield* collect(iterable)) self.add(item); }
    return null;
  }],
  methods: {
    ...shared,
    add: ["value, /", (self: PySet, value: Value) => self.add(value)],
    clear: ["", (self: PySet) => self.clear()],
    discard: ["value, /", (self: PySet, value: Value) => void self.delete(value)],
    remove: ["value, /", (self: PySet, value: Value) => {
      if (!self.delete(value)) throw keyError(value);
    }],
    pop: ["", (self: PySet) => {
      for (const item of self.values()) {
        self.delete(item);
        return item;
      }
      throw raise("KeyError", "pop from an empty set");
    }],
    update: updating("BitOr"),
    intersection_update: updating("BitAnd"),
    difference_update: updating("Sub"),
    symmetric_difference_update: updating("BitXor"),
  },
});

extendClass(frozensetClass, {
  new: ["iterable=..., /", function* (cls: PyClass, iterable: Value | undefined): Evaluation {
    if (iterable instanceof PySet && iterable.cls === cls && cls === frozensetClass) {
      return iterable;
    }
    return new PySet(iterable === undefined ? [] : yield* collect(iterable), cls);
  }],
  methods: shared,
});
