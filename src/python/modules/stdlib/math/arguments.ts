import { asInt, plain, raise, type Value, valueError } from "../../../runtime/mod.ts";
import { realArgument } from "../../../builtins/arguments.ts";

/** A float argument; an int that is too large for one is an OverflowError. */
export function floatArgument(value: Value): number {
  const number = realArgument(value);
  if (!Number.isFinite(number) && asInt(plain(value)) !== null) {
    throw raise("OverflowError", "int too large to convert to float");
  }
  return number;
}

/** The error of an argument that a function is not defined for. */
export function domainError() {
  return valueError("math domain error");
}

/** The error of a result that is too large for a float. */
export function rangeError() {
  return raise("OverflowError", "math range error");
}
