import { asInt } from "../runtime/arithmetic.ts";
import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial, runNow } from "../runtime/call.ts";
import { typeError } from "../runtime/exceptions.ts";
import { asString, plain, PyFloat } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { toIndex } from "../runtime/operators.ts";
import type { Value } from "../runtime/value.ts";

/** The string of an argument; TypeError in the words that most str methods use. */
export function stringArgument(value: Value, what: string): string {
  const text = asString(value);
  if (text !== null) return text;
  if (value instanceof PyOpaque) return value.refuse(`${what} as a string`);
  throw typeError(`${what} must be str, not ${typeName(value)}`);
}

/** A safe integer argument. */
export function intArgument(value: Value): number {
  return Number(toIndex(value));
}

/** The number of an int or float argument, or of what has `__float__`. */
export function realArgument(value: Value): number {
  const inner = plain(value);
  if (inner instanceof PyFloat) return inner.value;
  const int = asInt(inner);
  if (int !== null) return Number(int);
  const special = typeOf(value).lookup("__float__");
  if (special !== undefined && special !== null) {
    const result = runNow(callSpecial(special, value, []));
    if (result instanceof PyFloat) return result.value;
  }
  if (value instanceof PyOpaque) return value.refuse("use as a number");
  throw typeError(`must be real number, not ${typeName(value)}`);
}

/** Bounds `start` and `end` of find, count and the like, clamped to a length. */
export function bounds(
  start: Value,
  end: Value,
  length: number,
): { readonly from: number; readonly to: number } {
  const clamp = (value: Value, fallback: number): number => {
    if (value === null) return fallback;
    const at = intArgument(value);
    return at < 0 ? Math.max(0, at + length) : Math.min(at, length);
  };
  const rawStart = start === null ? 0 : intArgument(start);
  return { from: rawStart > length ? length + 1 : clamp(start, 0), to: clamp(end, length) };
}
