import {
  asInt,
  binary,
  call,
  collect,
  type Evaluation,
  getIterator,
  nativeFunction,
  plain,
  type PyClass,
  PyIterator,
  PyTuple,
  truth,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { NativeIterator } from "../../../runtime/iterator.ts";
import { PyStaticMethod } from "../../../runtime/callable.ts";
import { spend } from "../../../runtime/running.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { iteratorClass, type Step, stepping } from "./iterator_class.ts";

type Next = Evaluation<Value | undefined>;

function chained(sources: PyIterator): Step {
  let current: PyIterator | null = null;
  return function* (): Next {
    for (;;) {
      spend(1);
      if (current === null) {
        const next = yield* wait(sources.step());
        if (next === undefined) return undefined;
        current = yield* wait(getIterator(next));
      }
      const item: Value | undefined = yield* wait(current.step());
      if (item !== undefined) return item;
      current = null;
    }
  };
}

export const chainClass: PyClass = iteratorClass(
  "chain",
  "*iterables",
  function* (iterables: Value[]): Evaluation<Step> {
    yield* [];
    return chained(new NativeIterator(iterables));
  },
);
chainClass.namespace.set(
  "from_iterable",
  new PyStaticMethod(
    nativeFunction("from_iterable", "iterable, /", function* (iterable: Value): Evaluation {
      return stepping(chainClass, chained(yield* wait(getIterator(iterable))));
    }),
  ),
);

const ANY = "must be None or an integer: 0 <= x <= sys.maxsize.";

/** A bound of islice: null for None, -1 for what is no integer. */
function bound(value: Value | undefined): number | null {
  if (value === undefined || value === null) return null;
  const int = asInt(plain(value));
  return int === null ? -1 : Number(int);
}

export const isliceClass: PyClass = iteratorClass(
  "islice",
  "iterable, first, second=..., step=None, /",
  function* (
    iterable: Value,
    first: Value,
    second: Value | undefined,
    stepValue: Value,
  ): Evaluation<Step> {
    const single = second === undefined;
    const stop = bound(single ? first : second);
    if (stop === -1) throw valueError(`Stop argument for islice() ${ANY}`);
    const start = single ? 0 : bound(first) ?? 0;
    if (start < 0 || (stop !== null && stop < 0)) {
      throw valueError(`Indices for islice() ${ANY}`);
    }
    const stride = bound(stepValue) ?? 1;
    if (stride < 1) throw valueError("Step for islice() must be a positive integer or None.");
    const iterator = yield* wait(getIterator(iterable));
    const end = stop ?? Infinity;
    let at = 0;
    let next = start;
    return function* (): Next {
      for (; at < next; at++) {
        spend(1);
        if ((yield* wait(iterator.step())) === undefined) return undefined;
      }
      if (at >= end) return undefined;
      const item = yield* wait(iterator.step());
      at++;
      next = Math.min(next + stride, end);
      return item;
    };
  },
);

export const accumulateClass: PyClass = iteratorClass(
  "accumulate",
  "iterable, func=None, *, initial=None",
  function* (iterable: Value, fn: Value, initial: Value): Evaluation<Step> {
    const iterator = yield* wait(getIterator(iterable));
    let total: Value | undefined = initial === null ? undefined : initial;
    let first = initial !== null;
    return function* (): Next {
      if (first) {
        first = false;
        return total;
      }
      const item = yield* wait(iterator.step());
      if (item === undefined) return undefined;
      total = total === undefined
        ? item
        : yield* wait(fn === null ? binary("Add", total, item) : call(fn, [total, item]));
      return total;
    };
  },
);

/** Iterators that ask a predicate about each item. */
function filtering(
  name: string,
  keep: (verdict: boolean, started: boolean) => "yes" | "no" | "stop",
): PyClass {
  return iteratorClass(
    name,
    "predicate, iterable, /",
    function* (predicate: Value, iterable: Value): Evaluation<Step> {
      const iterator = yield* wait(getIterator(iterable));
      let started = false;
      return function* (): Next {
        for (;;) {
          spend(1);
          const item = yield* wait(iterator.step());
          if (item === undefined) return undefined;
          // Once begun, dropwhile asks no more.
          if (started && name === "dropwhile") return item;
          const verdict = predicate === null ? item : yield* wait(call(predicate, [item]));
          const answer = keep(yield* wait(truth(verdict)), started);
          if (answer === "stop") return undefined;
          if (answer === "no") continue;
          started = true;
          return item;
        }
      };
    },
  );
}

export const takewhileClass: PyClass = filtering(
  "takewhile",
  (verdict) => verdict ? "yes" : "stop",
);
export const dropwhileClass: PyClass = filtering("dropwhile", (verdict) => verdict ? "no" : "yes");
export const filterfalseClass: PyClass = filtering(
  "filterfalse",
  (verdict) => verdict ? "no" : "yes",
);

export const starmapClass: PyClass = iteratorClass(
  "starmap",
  "function, iterable, /",
  function* (fn: Value, iterable: Value): Evaluation<Step> {
    const iterator = yield* wait(getIterator(iterable));
    return function* (): Next {
      const item = yield* wait(iterator.step());
      return item === undefined ? undefined : yield* wait(call(fn, yield* collect(item)));
    };
  },
);

export const compressClass: PyClass = iteratorClass(
  "compress",
  "data, selectors",
  function* (data: Value, selectors: Value): Evaluation<Step> {
    const items = yield* wait(getIterator(data));
    const flags = yield* wait(getIterator(selectors));
    return function* (): Next {
      for (;;) {
        spend(1);
        const item = yield* wait(items.step());
        if (item === undefined) return undefined;
        const flag = yield* wait(flags.step());
        if (flag === undefined) return undefined;
        if (yield* wait(truth(flag))) return item;
      }
    };
  },
);

export const pairwiseClass: PyClass = iteratorClass(
  "pairwise",
  "iterable, /",
  function* (iterable: Value): Evaluation<Step> {
    const iterator = yield* wait(getIterator(iterable));
    let previous: Value | undefined;
    return function* (): Next {
      if (previous === undefined) previous = yield* wait(iterator.step());
      if (previous === undefined) return undefined;
      const item = yield* wait(iterator.step());
      if (item === undefined) return undefined;
      const pair = tuple([previous, item]);
      previous = item;
      return pair;
    };
  },
);

export const batchedClass: PyClass = iteratorClass(
  "batched",
  "iterable, n",
  function* (iterable: Value, size: Value): Evaluation<Step> {
    const length = intArgument(size);
    if (length < 1) throw valueError("n must be at least one");
    const iterator = yield* wait(getIterator(iterable));
    return function* (): Next {
      const batch: Value[] = [];
      while (batch.length < length) {
        const item = yield* wait(iterator.step());
        if (item === undefined) break;
        batch.push(item);
      }
      return batch.length === 0 ? undefined : tuple(batch);
    };
  },
);

export const zipLongestClass: PyClass = iteratorClass(
  "zip_longest",
  "*iterables, fillvalue=None",
  function* (iterables: Value[], fill: Value): Evaluation<Step> {
    const iterators: (PyIterator | null)[] = [];
    for (const iterable of iterables) iterators.push(yield* wait(getIterator(iterable)));
    return function* (): Next {
      const items: Value[] = [];
      for (const [index, iterator] of iterators.entries()) {
        const item = iterator === null ? undefined : yield* wait(iterator.step());
        if (item === undefined) iterators[index] = null;
        items.push(item === undefined ? fill : item);
      }
      return iterators.every((iterator) => iterator === null) ? undefined : new PyTuple(items);
    };
  },
);
