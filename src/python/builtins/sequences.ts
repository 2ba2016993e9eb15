import { listClass, rangeClass, sliceClass, tupleClass } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import type { PyClass } from "../runtime/class.ts";
import { equal, less } from "../runtime/compare.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { raise, typeError, valueError } from "../runtime/exceptions.ts";
import { collect, collectNow } from "../runtime/iteration.ts";
import { NativeIterator } from "../runtime/iterator.ts";
import { checkItems, readItems } from "../runtime/limits.ts";
import { extendClass, type NativeEntry } from "../runtime/native.ts";
import { plain, PyFloat, PyList, PyRange, PySlice, PyTuple, tuple } from "../runtime/objects.ts";
import { toIndex } from "../runtime/operators.ts";
import { repr } from "../runtime/repr.ts";
import { deleteListItem, getItem, setListItem, sliceBounds } from "../runtime/subscript.ts";
import { isTrue } from "../runtime/truth.ts";
import { type Evaluation, type Outcome, type Value, wait } from "../runtime/value.ts";
import { asInt } from "../runtime/arithmetic.ts";
import { spend } from "../runtime/running.ts";
import { bounds, intArgument } from "./arguments.ts";

type Sequence = PyList | PyTuple;

const sequenceMethods: Readonly<Record<string, NativeEntry>> = {
  __len__: ["", (self: Sequence) => self.items.length],
  __iter__: ["", (self: Sequence) => new NativeIterator(live(self))],
  count: [
    "value, /",
    (self: Sequence, value: Value) => {
      readItems(self.items.length);
      return self.items.filter((item) => equal(item, value)).length;
    },
  ],
};

function* live(self: Sequence): Iterable<Value> & Iterator<Value> {
  for (let index = 0; index < self.items.length; index++) yield self.items[index]!;
}

function indexOf(self: Sequence, value: Value, start: Value, stop: Value): number {
  const { from, to } = bounds(start, stop, self.items.length);
  readItems(to - from);
  for (let index = from; index < to; index++) if (equal(self.items[index]!, value)) return index;
  throw self instanceof PyList
    ? valueError(`${repr(value)} is not in list`)
    : valueError("tuple.index(x): x not in tuple");
}

/** A stable sort by `<` alone, as Python's; comparing may run Python code. */
export function sortValues(values: Value[], keys: readonly Value[], reverse: boolean): Value[] {
  checkItems(values.length, values.length * Math.ceil(Math.log2(values.length + 1)));
  const order = values.map((_, index) => index);
  // The built-in sort is stable; reversed order keeps equal items as they were.
  order.sort((a, b) => {
    const left = keys[a]!;
    const right = keys[b]!;
    if (typeof left === "number" && typeof right === "number") {
      return reverse ? right - left : left - right;
    }
    if (less(left, right)) return reverse ? 1 : -1;
    if (less(right, left)) return reverse ? -1 : 1;
    return 0;
  });
  return order.map((index) => values[index]!);
}

/** `sorted(iterable, key=…, reverse=…)` on collected values. */
export function* sorted(values: Value[], key: Value, reverse: Value): Evaluation<Value[]> {
  const keys: Value[] = [];
  for (const value of values) keys.push(key === null ? value : yield* wait(call(key, [value])));
  return sortValues(values, keys, isTrue(reverse));
}

function popAt(self: PyList, index: Value): Value {
  const { items } = self;
  if (items.length === 0) throw raise("IndexError", "pop from empty list");
  const at = intArgument(index);
  const position = at < 0 ? at + items.length : at;
  if (position < 0 || position >= items.length) throw raise("IndexError", "pop index out of range");
  readItems(items.length - position);
  return items.splice(position, 1)[0]!;
}

extendClass(listClass, {
  new: ["*args, **kwargs", (cls: PyClass) => new PyList([], cls)],
  init: ["iterable=..., /", function* (self: PyList, iterable: Value | undefined): Evaluation {
    self.items = iterable === undefined ? [] : yield* collect(iterable);
    return null;
  }],
  methods: {
    ...sequenceMethods,
    index: ["value, start=None, stop=None, /", indexOf],
    __getitem__: ["key, /", (self: PyList, key: Value) => builtinItem(self, key)],
    __setitem__: ["key, value, /", (self: PyList, key: Value, value: Value) => {
      if (!(key instanceof PySlice)) return setListItem(self, key, value);
      setListItem(self, key, collectNow(value));
    }],
    __delitem__: ["key, /", (self: PyList, key: Value) => deleteListItem(self, key)],
    __reversed__: ["", (self: PyList) => {
      checkItems(self.items.length);
      return new NativeIterator([...self.items].reverse());
    }],
    append: ["object, /", (self: PyList, value: Value) => void self.items.push(value)],
    clear: ["", (self: PyList) => void (self.items.length = 0)],
    copy: ["", (self: PyList) => {
      checkItems(self.items.length);
      return new PyList([...self.items]);
    }],
    extend: ["iterable, /", function* (self: PyList, iterable: Value): Evaluation {
      const items = yield* collect(iterable);
      checkItems(self.items.length + items.length, 0);
      for (const item of items) self.items.push(item);
      return null;
    }],
    insert: ["index, object, /", (self: PyList, index: Value, value: Value) => {
      const at = intArgument(index);
      readItems(self.items.length - at);
      self.items.splice(at < 0 ? Math.max(0, at + self.items.length) : at, 0, value);
    }],
    pop: ["index=-1, /", popAt],
    remove: ["value, /", (self: PyList, value: Value) => {
      readItems(self.items.length);
      const at = self.items.findIndex((item) => equal(item, value));
      if (at < 0) throw valueError("list.remove(x): x not in list");
      self.items.splice(at, 1);
    }],
    reverse: ["", (self: PyList) => {
      readItems(self.items.length);
      self.items.reverse();
    }],
    sort: [
      "*, key=None, reverse=False",
      function* (self: PyList, key: Value, reverse: Value): Evaluation {
        const values = self.items;
        // Python shows an empty list to the key function while it sorts.
        self.items = [];
        try {
          self.items = yield* sorted(values, key, reverse);
        } catch (error) {
          self.items = values;
          throw error;
        }
        return null;
      },
    ],
  },
});

function builtinItem(self: Sequence, key: Value): Outcome {
  const copy = self instanceof PyList ? new PyList(self.items) : new PyTuple(self.items);
  return getItem(copy, key);
}

extendClass(tupleClass, {
  new: ["iterable=..., /", function* (cls: PyClass, iterable: Value | undefined): Evaluation {
    if (iterable === undefined) return new PyTuple([], cls);
    if (iterable instanceof PyTuple && iterable.cls === tupleClass && cls === tupleClass) {
      return iterable;
    }
    const items = yield* collect(iterable);
    return new PyTuple(items, cls);
  }],
  methods: {
    ...sequenceMethods,
    index: ["value, start=None, stop=None, /", indexOf],
    __getitem__: ["key, /", (self: PyTuple, key: Value) => builtinItem(self, key)],
  },
});

extendClass(sliceClass, {
  new: ["*args", (_cls: PyClass, args: Value[]) => {
    if (args.length === 0 || args.length > 3) {
      throw typeError(
        args.length === 0
          ? "slice expected at least 1 argument, got 0"
          : `slice expected at most 3 arguments, got ${args.length}`,
      );
    }
    const [first = null, second = null, third = null] = args;
    return args.length === 1 ? new PySlice(null, first, null) : new PySlice(first, second, third);
  }],
  methods: {
    indices: ["len, /", (self: PySlice, length: Value) => {
      const { start, stop, step } = sliceBounds(self, intArgument(length));
      return tuple([start, stop, step]);
    }],
  },
  properties: {
    start: (self: PySlice) => self.start,
    stop: (self: PySlice) => self.stop,
    step: (self: PySlice) => self.step,
  },
});

function rangeBound(value: Value): number {
  const bound = toIndex(value);
  if (typeof bound === "number") return bound;
  throw new UnsupportedConstructError(
    "range()",
    `range() of integers beyond 2**53 is not supported: ${bound.toString().slice(0, 40)}`,
  );
}

/** The places of a range at which there is a value; all but numbers are compared with each of its members. */
function* rangePlaces(self: PyRange, value: Value): Generator<number> {
  const inner = plain(value);
  const number = inner instanceof PyFloat ? inner.value : asInt(inner);
  if (number !== null) {
    const index = (Number(number) - self.start) / self.step;
    if (Number.isInteger(index) && index >= 0 && index < self.length) yield index;
    return;
  }
  for (let index = 0; index < self.length; index++) {
    spend(1);
    if (equal(self.start + index * self.step, value)) yield index;
  }
}

function rangeHas(self: PyRange, value: Value): boolean {
  return !rangePlaces(self, value).next().done;
}

function* rangeItems(self: PyRange): Iterable<number> & Iterator<number> {
  for (let index = 0; index < self.length; index++) yield self.start + index * self.step;
}

extendClass(rangeClass, {
  new: ["*args", (_cls: PyClass, args: Value[]) => {
    if (args.length === 0) throw typeError("range expected at least 1 argument, got 0");
    if (args.length > 3) {
      throw typeError(`range expected at most 3 arguments, got ${args.length}`);
    }
    const numbers = args.map(rangeBound);
    if (numbers.length === 1) return new PyRange(0, numbers[0]!, 1);
    if (numbers[2] === 0) throw valueError("range() arg 3 must not be zero");
    return new PyRange(numbers[0]!, numbers[1]!, numbers[2] ?? 1);
  }],
  methods: {
    __len__: ["", (self: PyRange) => self.length],
    __iter__: ["", (self: PyRange) => new NativeIterator(rangeItems(self))],
    __contains__: ["value, /", rangeHas],
    __reversed__: ["", (self: PyRange) =>
      new NativeIterator(
        rangeItems(
          new PyRange(
            self.start + (self.length - 1) * self.step,
            self.start - self.step,
            -self.step,
          ),
        ),
      )],
    count: ["value, /", (self: PyRange, value: Value) => [...rangePlaces(self, value)].length],
    index: ["value, /", (self: PyRange, value: Value) => {
      const found = rangePlaces(self, value).next();
      if (found.done) throw valueError(`${repr(value)} is not in range`);
      return found.value;
    }],
  },
  properties: {
    start: (self: PyRange) => self.start,
    stop: (self: PyRange) => self.stop,
    step: (self: PyRange) => self.step,
  },
});
