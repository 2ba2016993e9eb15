import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  call,
  collect,
  compare,
  type Evaluation,
  getIterator,
  isTrue,
  nativeFunction,
  nativeModule,
  PyIterator,
  PyList,
  raise,
  StepIterator,
  truth,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { Pending } from "../../runtime/value.ts";
import { sorted } from "../../builtins/sequences.ts";
import { intArgument } from "../../builtins/arguments.ts";

function* isLess(a: Value, b: Value): Evaluation<boolean> {
  return yield* wait(truth(yield* wait(compare("Lt", a, b))));
}

/** Moves an item towards the root as far as it is smaller than what is there. */
function* siftDown(heap: Value[], root: number, start: number): Evaluation<void> {
  const item = heap[start]!;
  let at = start;
  while (at > root) {
    const parent = (at - 1) >> 1;
    if (!(yield* isLess(item, heap[parent]!))) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

/** Moves the smaller children up to a leaf, then the item from there to its place. */
function* siftUp(heap: Value[], start: number): Evaluation<void> {
  const item = heap[start]!;
  let at = start;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1;
    if (right < heap.length && !(yield* isLess(heap[child]!, heap[right]!))) child = right;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = item;
  yield* siftDown(heap, start, at);
}

function itemsOf(heap: Value, argument: string): Value[] {
  if (heap instanceof PyList) return heap.items;
  throw typeError(`${argument} must be list, not ${typeName(heap)}`);
}

function* pop(heap: Value): Evaluation {
  const items = itemsOf(heap, "heappop() argument");
  const last = items.pop();
  if (last === undefined) throw raise("IndexError", "index out of range");
  if (items.length === 0) return last;
  const first = items[0]!;
  items[0] = last;
  yield* siftUp(items, 0);
  return first;
}

function* replace(heap: Value, value: Value): Evaluation {
  const items = itemsOf(heap, "heapreplace() argument 1");
  if (items.length === 0) throw raise("IndexError", "index out of range");
  const first = items[0]!;
  items[0] = value;
  yield* siftUp(items, 0);
  return first;
}

/** Merges sorted iterables; of equal items those of earlier iterables come first. */
function* merge(iterables: Value[], key: Value, reverse: Value): Evaluation {
  const backwards = isTrue(reverse);
  const heads: { item: Value; rank: Value; readonly rest: PyIterator }[] = [];
  const rankOf = function* (item: Value): Evaluation {
    return key === null ? item : yield* wait(call(key, [item]));
  };
  for (const iterable of iterables) {
    const rest = yield* wait(getIterator(iterable));
    const item = yield* wait(rest.step());
    if (item !== undefined) heads.push({ item, rank: yield* rankOf(item), rest });
  }
  function* step(): Evaluation<Value | undefined> {
    let best = 0;
    for (let index = 1; index < heads.length; index++) {
      const [a, b] = [heads[index]!.rank, heads[best]!.rank];
      if (yield* (backwards ? isLess(b, a) : isLess(a, b))) best = index;
    }
    const head = heads[best];
    if (head === undefined) return undefined;
    const { item } = head;
    const next = yield* wait(head.rest.step());
    if (next === undefined) heads.splice(best, 1);
    else {
      head.item = next;
      head.rank = yield* rankOf(next);
    }
    return item;
  }
  return new StepIterator(() => new Pending(step()));
}

const extreme = (name: string, largest: boolean) =>
  nativeFunction(
    name,
    "n, iterable, key=None",
    function* (count: Value, iterable: Value, key: Value): Evaluation {
      const items = yield* sorted(yield* collect(iterable), key, largest);
      return new PyList(items.slice(0, Math.max(0, intArgument(count))));
    },
  );

/** Module `heapq`. */
export const create: NativeModuleFactory = () =>
  nativeModule("heapq", {
    heappush: nativeFunction("heappush", "heap, item, /", function* (
      heap: Value,
      item: Value,
    ): Evaluation {
      const items = itemsOf(heap, "heappush() argument 1");
      items.push(item);
      yield* siftDown(items, 0, items.length - 1);
      return null;
    }),
    heappop: nativeFunction("heappop", "heap, /", pop),
    heapreplace: nativeFunction("heapreplace", "heap, item, /", replace),
    heappushpop: nativeFunction("heappushpop", "heap, item, /", function* (
      heap: Value,
      item: Value,
    ): Evaluation {
      const items = itemsOf(heap, "heappushpop() argument 1");
      if (items.length === 0 || !(yield* isLess(items[0]!, item))) return item;
      return yield* replace(heap, item);
    }),
    heapify: nativeFunction("heapify", "heap, /", function* (heap: Value): Evaluation {
      const items = itemsOf(heap, "heapify() argument");
      for (let at = (items.length >> 1) - 1; at >= 0; at--) yield* siftUp(items, at);
      return null;
    }),
    merge: nativeFunction("merge", "*iterables, key=None, reverse=False", merge),
    nlargest: extreme("nlargest", true),
    nsmallest: extreme("nsmallest", false),
  });
