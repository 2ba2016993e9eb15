import {
  asInt,
  nativeFunction,
  plain,
  PyFloat,
  raise,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { bitLength } from "../../../runtime/arithmetic.ts";
import { normaliseInt } from "../../../runtime/int.ts";
import { checkBits, readBits } from "../../../runtime/limits.ts";
import { toIndex } from "../../../runtime/operators.ts";
import { integerRoot } from "../decimal/arithmetic.ts";

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) {
    readBits(bitLength(x));
    [x, y] = [y, x % y];
  }
  return x;
}

/** The product of the integers from `from` to `to`. */
function productOf(from: number, to: number): bigint {
  if (from > to) return 1n;
  checkBits((to - from + 1) * Math.log2(Math.max(2, to)));
  let result = 1n;
  for (let factor = from; factor <= to; factor++) {
    result *= BigInt(factor);
    if ((factor & 63) === 0) readBits(16 * bitLength(result));
  }
  return result;
}

function countArgument(value: Value, name: string): number {
  const int = BigInt(toIndex(value));
  if (int < 0n) throw valueError(`${name} must be a non-negative integer`);
  return Number(int);
}

function comb(n: number, k: number): bigint {
  if (k > n) return 0n;
  const chosen = Math.min(k, n - k);
  let result = 1n;
  for (let index = 1; index <= chosen; index++) {
    result = result * BigInt(n - chosen + index) / BigInt(index);
    if ((index & 63) === 0) {
      checkBits(bitLength(result));
      readBits(32 * bitLength(result));
    }
  }
  return result;
}

const bigs = (values: readonly Value[]) => values.map((value) => BigInt(toIndex(value)));

/** The functions of `math` that work on integers. */
export const integerFunctions: Readonly<Record<string, Value>> = {
  factorial: nativeFunction("factorial", "n, /", (value: Value) => {
    if (plain(value) instanceof PyFloat) {
      throw typeError("'float' object cannot be interpreted as an integer");
    }
    const count = BigInt(toIndex(value));
    if (count < 0n) throw valueError("factorial() not defined for negative values");
    if (count > 9223372036854775807n) {
      throw raise(
        "OverflowError",
        "factorial() argument should not exceed 9223372036854775807",
      );
    }
    return normaliseInt(productOf(2, Number(count)));
  }),
  gcd: nativeFunction(
    "gcd",
    "*integers",
    (values: Value[]) => normaliseInt(bigs(values).reduce(gcd, 0n)),
  ),
  lcm: nativeFunction("lcm", "*integers", (values: Value[]) => {
    const multiple = bigs(values).reduce(
      (a, b) => a === 0n || b === 0n ? 0n : a / gcd(a, b) * b,
      1n,
    );
    return normaliseInt(multiple < 0n ? -multiple : multiple);
  }),
  isqrt: nativeFunction("isqrt", "n, /", (value: Value) => {
    const int = BigInt(toIndex(value));
    if (int < 0n) throw valueError("isqrt() argument must be nonnegative");
    return normaliseInt(integerRoot(int));
  }),
  comb: nativeFunction(
    "comb",
    "n, k, /",
    (n: Value, k: Value) => normaliseInt(comb(countArgument(n, "n"), countArgument(k, "k"))),
  ),
  perm: nativeFunction("perm", "n, k=None, /", (n: Value, k: Value) => {
    const total = countArgument(n, "n");
    const chosen = k === null ? total : countArgument(k, "k");
    return chosen > total ? 0 : normaliseInt(productOf(total - chosen + 1, total));
  }),
};

/** `ceil`, `floor` and `trunc`: of ints, of floats, or by the special method. */
export function wholeNumber(value: number): number | bigint {
  if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    throw raise("OverflowError", "cannot convert float infinity to integer");
  }
  return normaliseInt(BigInt(value));
}

/** The error of `trunc` for what cannot be cut. */
export function noTruncation(value: Value) {
  return typeError(`type ${typeName(value)} doesn't define __trunc__ method`);
}

/** The plain integer of an argument, null if it is none. */
export const integer = (value: Value) => asInt(plain(value));
