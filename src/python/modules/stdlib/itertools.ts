import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  binary,
  call,
  collect,
  equal,
  type Evaluation,
  getIterator,
  isTrue,
  nativeFunction,
  NativeIterator,
  nativeModule,
  Pending,
  PyIterator,
  PyTuple,
  StepIterator,
  truth,
  tuple,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { checkItems } from "../../runtime/limits.ts";
import { runNow } from "../../runtime/call.ts";
import { intArgument } from "../../builtins/arguments.ts";

type Step = () => Evaluation<Value | undefined>;

/** An iterator whose steps are a generator function each. */
function steps(step: Step): StepIterator {
  return new StepIterator(() => new Pending(step()));
}

function* chained(sources: PyIterator): Evaluation {
  let current: PyIterator | null = null;
  yield* [];
  return steps(function* (): Evaluation<Value | undefined> {
    for (;;) {
      if (current === null) {
        const next = yield* wait(sources.step());
        if (next === undefined) return undefined;
        current = yield* wait(getIterator(next));
      }
      const item: Value | undefined = yield* wait(current.step());
      if (item !== undefined) return item;
      current = null;
    }
  });
}

function* product(iterables: readonly Value[], repeat: number): Evaluation {
  const pools: Value[][] = [];
  for (const iterable of iterables) pools.push(yield* collect(iterable));
  const all = Array.from({ length: repeat }, () => pools).flat();
  return new NativeIterator(combine(all));
}

function* combine(pools: readonly (readonly Value[])[]): Generator<Value> {
  if (pools.some((pool) => pool.length === 0)) return;
  const at = pools.map(() => 0);
  for (;;) {
    yield new PyTuple(pools.map((pool, index) => pool[at[index]!]!));
    let place = pools.length - 1;
    while (place >= 0 && ++at[place]! >= pools[place]!.length) at[place--] = 0;
    if (place < 0) return;
  }
}

/** Selections of `size` positions in order; `again` tells where the next position may start. */
function* selections(
  count: number,
  size: number,
  kind: "combinations" | "replacement" | "permutations",
): Generator<readonly number[]> {
  if (size > count && kind !== "replacement") return;
  if (kind === "replacement" && count === 0 && size > 0) return;
  function* extend(chosen: readonly number[]): Generator<readonly number[]> {
    if (chosen.length === size) {
      yield chosen;
      return;
    }
    const last = chosen.at(-1);
    const from = kind === "permutations" || last === undefined
      ? 0
      : kind === "combinations"
      ? last + 1
      : last;
    for (let index = from; index < count; index++) {
      if (kind === "permutations" && chosen.includes(index)) continue;
      yield* extend([...chosen, index]);
    }
  }
  yield* extend([]);
}

function selecting(kind: "combinations" | "replacement" | "permutations") {
  return function* (iterable: Value, size: Value): Evaluation {
    const pool = yield* collect(iterable);
    const length = size === null ? pool.length : intArgument(size);
    if (length < 0) throw valueError("r must be non-negative");
    function* made(): Generator<Value> {
      for (const chosen of selections(pool.length, length, kind)) {
        yield new PyTuple(chosen.map((index) => pool[index]!));
      }
    }
    return new NativeIterator(made());
  };
}

function* islice(iterable: Value, args: readonly Value[]): Evaluation {
  const bound = (value: Value | undefined): number | null =>
    value === undefined || value === null ? null : intArgument(value);
  const [first, second, third] = args.map(bound);
  const start = args.length === 1 ? 0 : first ?? 0;
  const stop = args.length === 1 ? first ?? null : second ?? null;
  const stride = third ?? 1;
  if (start < 0 || (stop !== null && stop < 0) || stride < 1) {
    throw valueError(
      "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
    );
  }
  const iterator = yield* wait(getIterator(iterable));
  let at = 0;
  let next = start;
  return steps(function* (): Evaluation<Value | undefined> {
    for (;;) {
      if (stop !== null && next >= stop && at >= stop) return undefined;
      if (stop !== null && next >= stop) return undefined;
      const item = yield* wait(iterator.step());
      if (item === undefined) return undefined;
      checkItems(at);
      if (at++ !== next) continue;
      next += stride;
      return item;
    }
  });
}

function* groupBy(iterable: Value, key: Value): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  let pending: { readonly key: Value; readonly item: Value } | null = null;
  let ended = false;
  function* advance(): Evaluation<boolean> {
    const item = yield* wait(iterator.step());
    if (item === undefined) {
      pending = null;
      ended = true;
      return false;
    }
    pending = { item, key: key === null ? item : yield* wait(call(key, [item])) };
    return true;
  }
  let current: Value | undefined;
  return steps(function* (): Evaluation<Value | undefined> {
    if (pending === null && !ended) yield* advance();
    // What is left of the group before is skipped.
    while (pending !== null && current !== undefined && equal(pending.key, current)) {
      yield* advance();
    }
    const start = pending as { readonly key: Value; readonly item: Value } | null;
    if (start === null) return undefined;
    const own = start.key;
    current = own;
    const group = steps(function* (): Evaluation<Value | undefined> {
      const here = pending as { readonly key: Value; readonly item: Value } | null;
      if (here === null || current !== own || !equal(here.key, own)) return undefined;
      yield* advance();
      return here.item;
    });
    return tuple([own, group]);
  });
}

function* zipLongest(iterables: readonly Value[], fill: Value): Evaluation {
  const iterators: (PyIterator | null)[] = [];
  for (const iterable of iterables) iterators.push(yield* wait(getIterator(iterable)));
  return steps(function* (): Evaluation<Value | undefined> {
    const items: Value[] = [];
    for (const [index, iterator] of iterators.entries()) {
      const item = iterator === null ? undefined : yield* wait(iterator.step());
      if (item === undefined) iterators[index] = null;
      items.push(item ?? (item === null ? null : fill));
    }
    return iterators.every((iterator) => iterator === null) ? undefined : new PyTuple(items);
  });
}

function* accumulate(iterable: Value, fn: Value, initial: Value): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  let total: Value | undefined = initial === null ? undefined : initial;
  let first = initial !== null;
  return steps(function* (): Evaluation<Value | undefined> {
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
  });
}

function filtering(keep: (verdict: boolean, started: boolean) => "yes" | "no" | "stop") {
  return function* (predicate: Value, iterable: Value): Evaluation {
    const iterator = yield* wait(getIterator(iterable));
    let started = false;
    return steps(function* (): Evaluation<Value | undefined> {
      for (;;) {
        const item = yield* wait(iterator.step());
        if (item === undefined) return undefined;
        const verdict = predicate === null ? item : yield* wait(call(predicate, [item]));
        const answer = keep(yield* wait(truth(verdict)), started);
        if (answer === "stop") return undefined;
        if (answer === "no") continue;
        started = true;
        return item;
      }
    });
  };
}

function* tee(iterable: Value, count: Value): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  const seen: (Value | undefined)[] = [];
  const copy = () => {
    let at = 0;
    return steps(function* (): Evaluation<Value | undefined> {
      if (at === seen.length) seen.push(yield* wait(iterator.step()));
      return seen[at] === undefined ? undefined : seen[at++];
    });
  };
  return new PyTuple(Array.from({ length: intArgument(count) }, copy));
}

/** Module `itertools`. */
export const create: NativeModuleFactory = () => {
  const chain = nativeFunction(
    "chain",
    "*iterables",
    (iterables: Value[]) => chained(new NativeIterator(iterables)),
  );
  chain.attributes = new Map<string, Value>([[
    "from_iterable",
    nativeFunction("from_iterable", "iterable, /", function* (iterable: Value): Evaluation {
      return yield* chained(yield* wait(getIterator(iterable)));
    }),
  ]]);
  return nativeModule("itertools", {
    chain,
    count: nativeFunction("count", "start=0, step=1", (start: Value, step: Value) => {
      let next = start;
      return new StepIterator(() => {
        const value = next;
        next = runNow(binary("Add", value, step));
        return value;
      });
    }),
    cycle: nativeFunction("cycle", "iterable, /", function* (iterable: Value): Evaluation {
      const items = yield* collect(iterable);
      let at = 0;
      return new StepIterator(() => items.length === 0 ? undefined : items[at++ % items.length]);
    }),
    repeat: nativeFunction(
      "repeat",
      "object, times=...",
      (value: Value, times: Value | undefined) => {
        let left = times === undefined ? Infinity : intArgument(times);
        return new StepIterator(() => left-- > 0 ? value : undefined);
      },
    ),
    product: nativeFunction(
      "product",
      "*iterables, repeat=1",
      (iterables: Value[], repeat: Value) => product(iterables, intArgument(repeat)),
    ),
    combinations: nativeFunction("combinations", "iterable, r", selecting("combinations")),
    combinations_with_replacement: nativeFunction(
      "combinations_with_replacement",
      "iterable, r",
      selecting("replacement"),
    ),
    permutations: nativeFunction("permutations", "iterable, r=None", selecting("permutations")),
    islice: nativeFunction("islice", "iterable, /, *args", islice),
    groupby: nativeFunction("groupby", "iterable, key=None", groupBy),
    zip_longest: nativeFunction("zip_longest", "*iterables, fillvalue=None", zipLongest),
    accumulate: nativeFunction("accumulate", "iterable, func=None, *, initial=None", accumulate),
    takewhile: nativeFunction(
      "takewhile",
      "predicate, iterable, /",
      filtering((verdict) => verdict ? "yes" : "stop"),
    ),
    dropwhile: nativeFunction(
      "dropwhile",
      "predicate, iterable, /",
      filtering((verdict, started) => started || !verdict ? "yes" : "no"),
    ),
    filterfalse: nativeFunction(
      "filterfalse",
      "predicate, iterable, /",
      filtering((verdict) => verdict ? "no" : "yes"),
    ),
    starmap: nativeFunction(
      "starmap",
      "function, iterable, /",
      function* (fn: Value, iterable: Value): Evaluation {
        const iterator = yield* wait(getIterator(iterable));
        return steps(function* (): Evaluation<Value | undefined> {
          const item = yield* wait(iterator.step());
          return item === undefined ? undefined : yield* wait(call(fn, yield* collect(item)));
        });
      },
    ),
    compress: nativeFunction(
      "compress",
      "data, selectors",
      function* (data: Value, selectors: Value): Evaluation {
        const items = yield* collect(data);
        const flags = yield* collect(selectors);
        return new NativeIterator(
          items.filter((_, index) => flags[index] !== undefined && isTrue(flags[index]!)),
        );
      },
    ),
    pairwise: nativeFunction("pairwise", "iterable, /", function* (iterable: Value): Evaluation {
      const items = yield* collect(iterable);
      return new NativeIterator(items.slice(1).map((item, index) => tuple([items[index]!, item])));
    }),
    batched: nativeFunction(
      "batched",
      "iterable, n",
      function* (iterable: Value, size: Value): Evaluation {
        const items = yield* collect(iterable);
        const length = intArgument(size);
        if (length < 1) throw valueError("n must be at least one");
        const batches: Value[] = [];
        for (let at = 0; at < items.length; at += length) {
          batches.push(tuple(items.slice(at, at + length)));
        }
        return new NativeIterator(batches);
      },
    ),
    tee: nativeFunction("tee", "iterable, n=2, /", tee),
  });
};
