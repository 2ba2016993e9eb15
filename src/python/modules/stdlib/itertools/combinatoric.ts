import {
  collect,
  type Evaluation,
  type PyClass,
  PyTuple,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { checkItems } from "../../../runtime/limits.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { iteratorClass, type Step, stepsOf } from "./iterator_class.ts";

function* combine(pools: readonly (readonly Value[])[]): Generator<Value, undefined> {
  if (pools.some((pool) => pool.length === 0)) return;
  const at = pools.map(() => 0);
  for (;;) {
    yield new PyTuple(pools.map((pool, index) => pool[at[index]!]!));
    let place = pools.length - 1;
    while (place >= 0 && ++at[place]! >= pools[place]!.length) at[place--] = 0;
    if (place < 0) return;
  }
}

export const productClass: PyClass = iteratorClass(
  "product",
  "*iterables, repeat=1",
  function* (iterables: Value[], repeat: Value): Evaluation<Step> {
    const times = intArgument(repeat);
    if (times < 0) throw valueError("repeat argument cannot be negative");
    const pools: Value[][] = [];
    for (const iterable of iterables) pools.push(yield* collect(iterable));
    checkItems(pools.length * times);
    return stepsOf(combine(Array.from({ length: times }, () => pools).flat()));
  },
);

type Kind = "combinations" | "combinations_with_replacement" | "permutations";

/** Selections of `size` of `count` positions, in lexicographic order. */
function* selections(count: number, size: number, kind: Kind): Generator<readonly number[]> {
  const chosen: number[] = [];
  const used = new Set<number>();
  // What the next position of the selection may be tried with.
  let next = 0;
  for (;;) {
    if (chosen.length === size) {
      yield chosen;
    } else {
      while (kind === "permutations" && used.has(next)) next++;
      if (next < count) {
        chosen.push(next);
        used.add(next);
        if (kind === "permutations") next = 0;
        else if (kind === "combinations") next++;
        continue;
      }
    }
    const last = chosen.pop();
    if (last === undefined) return;
    used.delete(last);
    next = last + 1;
  }
}

function selecting(kind: Kind, signature: string): PyClass {
  return iteratorClass(
    kind,
    signature,
    function* (iterable: Value, size: Value): Evaluation<Step> {
      const pool = yield* collect(iterable);
      const length = size === null ? pool.length : intArgument(size);
      if (length < 0) throw valueError("r must be non-negative");
      if (length > pool.length && (kind !== "combinations_with_replacement" || pool.length === 0)) {
        return stepsOf([].values());
      }
      checkItems(length);
      const found = selections(pool.length, length, kind);
      return function* () {
        yield* [];
        const { done, value } = found.next();
        return done ? undefined : new PyTuple(value.map((index) => pool[index]!));
      };
    },
  );
}

export const combinationsClass: PyClass = selecting("combinations", "iterable, r");
export const replacementClass: PyClass = selecting(
  "combinations_with_replacement",
  "iterable, r",
);
export const permutationsClass: PyClass = selecting("permutations", "iterable, r=None");
