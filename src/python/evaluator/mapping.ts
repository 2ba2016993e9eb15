import { typeOf } from "../runtime/builtin_classes.ts";
import { callMethod } from "../runtime/call.ts";
import { PyDict } from "../runtime/dict.ts";
import { collect } from "../runtime/iteration.ts";
import { getItem } from "../runtime/subscript.ts";
import { type Evaluation, type Value, wait } from "../runtime/value.ts";

/** The entries of a mapping (anything with `keys`), as `**mapping` spreads them; null if it is none. */
export function* mappingEntries(
  value: Value,
): Evaluation<Iterable<readonly [Value, Value]> | null> {
  if (value instanceof PyDict) return value.entries();
  if (typeOf(value).lookup("keys") === undefined) return null;
  const entries: [Value, Value][] = [];
  for (const key of yield* collect(yield* wait(callMethod(value, "keys")))) {
    entries.push([key, yield* wait(getItem(value, key))]);
  }
  return entries;
}
