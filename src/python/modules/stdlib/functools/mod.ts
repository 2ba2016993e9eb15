import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  call,
  type Evaluation,
  getIterator,
  nativeFunction,
  nativeModule,
  tuple,
  typeError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { cache, cachedPropertyClass, lruCache } from "./caching.ts";
import { singleDispatch, singleDispatchMethodClass } from "./dispatch.ts";
import { comparisonKey, totalOrdering } from "./ordering.ts";
import { partialClass, partialMethodClass } from "./partial.ts";
import { ASSIGNED, namesArgument, UPDATED, updateWrapper } from "./wrapper.ts";

function* reduce(fn: Value, iterable: Value, initial: Value | undefined): Evaluation {
  const iterator = yield* wait(getIterator(iterable));
  let total = initial === undefined ? yield* wait(iterator.step()) : initial;
  if (total === undefined) throw typeError("reduce() of empty iterable with no initial value");
  for (;;) {
    const item = yield* wait(iterator.step());
    if (item === undefined) return total;
    total = yield* wait(call(fn, [total, item]));
  }
}

const COPYING = "assigned=..., updated=...";

/** Module `functools`. */
export const create: NativeModuleFactory = () =>
  nativeModule("functools", {
    partial: partialClass,
    partialmethod: partialMethodClass,
    reduce: nativeFunction("reduce", "function, iterable, initial=..., /", reduce),
    wraps: nativeFunction(
      "wraps",
      `wrapped, ${COPYING}`,
      (wrapped: Value, assigned: Value | undefined, updated: Value | undefined) => {
        const names = namesArgument(assigned, ASSIGNED);
        const dicts = namesArgument(updated, UPDATED);
        return nativeFunction(
          "wraps",
          "wrapper, /",
          (wrapper: Value) => updateWrapper(wrapper, wrapped, names, dicts),
        );
      },
    ),
    update_wrapper: nativeFunction(
      "update_wrapper",
      `wrapper, wrapped, ${COPYING}`,
      (wrapper: Value, wrapped: Value, assigned: Value | undefined, updated: Value | undefined) =>
        updateWrapper(
          wrapper,
          wrapped,
          namesArgument(assigned, ASSIGNED),
          namesArgument(updated, UPDATED),
        ),
    ),
    WRAPPER_ASSIGNMENTS: tuple(ASSIGNED),
    WRAPPER_UPDATES: tuple(UPDATED),
    lru_cache: lruCache,
    cache,
    cached_property: cachedPropertyClass,
    total_ordering: nativeFunction("total_ordering", "cls", totalOrdering),
    singledispatch: nativeFunction("singledispatch", "func", singleDispatch),
    singledispatchmethod: singleDispatchMethodClass,
    cmp_to_key: nativeFunction("cmp_to_key", "mycmp", comparisonKey),
  });
