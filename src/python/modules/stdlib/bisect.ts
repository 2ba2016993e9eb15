import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  call,
  compare,
  type Evaluation,
  getItem,
  length,
  nativeFunction,
  nativeModule,
  type Outcome,
  truth,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { callMethod } from "../../runtime/call.ts";
import { intArgument } from "../../builtins/arguments.ts";

type Side = "left" | "right";

/** Where a value belongs among sorted ones: before or after those equal to it. */
function* place(
  side: Side,
  items: Value,
  wanted: Value,
  low: Value,
  high: Value,
  key: Value,
): Evaluation<number> {
  let from = intArgument(low);
  if (from < 0) throw valueError("lo must be non-negative");
  let to = high === null ? yield* wait(length(items)) : intArgument(high);
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const item = yield* wait(getItem(items, middle));
    const found = key === null ? item : yield* wait(call(key, [item]));
    const before = side === "left"
      ? yield* wait(truth(yield* wait(compare("Lt", found, wanted))))
      : !(yield* wait(truth(yield* wait(compare("Lt", wanted, found)))));
    if (before) from = middle + 1;
    else to = middle;
  }
  return from;
}

const finder = (name: string, side: Side) =>
  nativeFunction(
    name,
    "a, x, lo=0, hi=None, *, key=None",
    (items: Value, wanted: Value, low: Value, high: Value, key: Value): Evaluation =>
      place(side, items, wanted, low, high, key),
  );

const inserter = (name: string, side: Side) =>
  nativeFunction(
    name,
    "a, x, lo=0, hi=None, *, key=None",
    function* (items: Value, value: Value, low: Value, high: Value, key: Value): Evaluation {
      const wanted = key === null ? value : yield* wait(call(key, [value]));
      const at = yield* place(side, items, wanted, low, high, key);
      const inserted: Outcome = callMethod(items, "insert", [at, value]);
      return yield* wait(inserted);
    },
  );

/** Module `bisect`. */
export const create: NativeModuleFactory = () =>
  nativeModule("bisect", {
    bisect: finder("bisect", "right"),
    bisect_left: finder("bisect_left", "left"),
    bisect_right: finder("bisect_right", "right"),
    insort: inserter("insort", "right"),
    insort_left: inserter("insort_left", "left"),
    insort_right: inserter("insort_right", "right"),
  });
