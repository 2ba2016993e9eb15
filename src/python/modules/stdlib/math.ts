import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  callMethod,
  collect,
  type Evaluation,
  float,
  lookupAttribute,
  nativeFunction,
  nativeModule,
  type Outcome,
  plain,
  PyFloat,
  raise,
  tuple,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { checkBits } from "../../runtime/limits.ts";
import { binary, toIndex } from "../../runtime/operators.ts";
import { runNow } from "../../runtime/call.ts";
import { intArgument, realArgument } from "../../builtins/arguments.ts";

function whole(value: number): number | bigint {
  if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    throw raise("OverflowError", "cannot convert float infinity to integer");
  }
  return normaliseInt(BigInt(value));
}

function rounding(special: string, round: (value: number) => number) {
  return (value: Value): Outcome => {
    const int = asInt(plain(value));
    if (int !== null) return int;
    if (!(plain(value) instanceof PyFloat) && lookupAttribute(value, special) !== undefined) {
      return callMethod(value, special);
    }
    return whole(round(realArgument(value)));
  };
}

/** A function of one float with the errors of C's math library. */
function real(fn: (value: number) => number) {
  return (value: Value): Value => {
    const x = realArgument(value);
    const result = fn(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) throw valueError("math domain error");
    if (!Number.isFinite(result) && Number.isFinite(x) && !Number.isNaN(result)) {
      throw fn === Math.log || fn === Math.log2 || fn === Math.log10
        ? valueError("math domain error")
        : raise("OverflowError", "math range error");
    }
    return float(result);
  };
}

function logarithm(value: Value, base: Value | undefined): Value {
  const of = (x: Value): number => {
    const int = asInt(plain(x));
    if (int !== null && int <= 0) throw valueError("math domain error");
    if (typeof int === "bigint") {
      const digits = int.toString();
      return Math.log(Number(`0.${digits.slice(0, 30)}`)) + digits.length * Math.LN10;
    }
    return (real(Math.log)(x) as PyFloat).value;
  };
  if (base === undefined) return float(of(value));
  const divisor = of(base);
  if (divisor === 0) throw raise("ZeroDivisionError", "float division by zero");
  return float(of(value) / divisor);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function squareRoot(value: bigint): bigint {
  if (value < 0n) throw valueError("isqrt() argument must be nonnegative");
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

function* preciseSum(iterable: Value): Evaluation {
  // Shewchuk's algorithm: partial sums that do not overlap lose nothing.
  const partials: number[] = [];
  for (const item of yield* collect(iterable)) {
    let x = realArgument(item);
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return float(partials.reduceRight((sum, part) => sum + part, 0));
}

/** Module `math`. */
export const create: NativeModuleFactory = () => {
  const one = (name: string, fn: (value: number) => number) =>
    nativeFunction(name, "x, /", real(fn));
  const bigs = (values: readonly Value[]) => values.map((value) => BigInt(toIndex(value)));
  return nativeModule("math", {
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Infinity),
    nan: float(NaN),
    ceil: nativeFunction("ceil", "x, /", rounding("__ceil__", Math.ceil)),
    floor: nativeFunction("floor", "x, /", rounding("__floor__", Math.floor)),
    trunc: nativeFunction("trunc", "x, /", rounding("__trunc__", Math.trunc)),
    sqrt: one("sqrt", Math.sqrt),
    cbrt: one("cbrt", Math.cbrt),
    exp: one("exp", Math.exp),
    expm1: one("expm1", Math.expm1),
    log1p: one("log1p", Math.log1p),
    log2: one("log2", Math.log2),
    log10: one("log10", Math.log10),
    sin: one("sin", Math.sin),
    cos: one("cos", Math.cos),
    tan: one("tan", Math.tan),
    asin: one("asin", Math.asin),
    acos: one("acos", Math.acos),
    atan: one("atan", Math.atan),
    sinh: one("sinh", Math.sinh),
    cosh: one("cosh", Math.cosh),
    tanh: one("tanh", Math.tanh),
    fabs: one("fabs", Math.abs),
    degrees: one("degrees", (x) => x * 180 / Math.PI),
    radians: one("radians", (x) => x * Math.PI / 180),
    log: nativeFunction("log", "x, base=..., /", logarithm),
    pow: nativeFunction(
      "pow",
      "x, y, /",
      (x: Value, y: Value) => runNow(binary("Pow", float(realArgument(x)), float(realArgument(y)))),
    ),
    atan2: nativeFunction(
      "atan2",
      "y, x, /",
      (y: Value, x: Value) => float(Math.atan2(realArgument(y), realArgument(x))),
    ),
    hypot: nativeFunction(
      "hypot",
      "*coordinates",
      (values: Value[]) => float(Math.hypot(...values.map(realArgument))),
    ),
    fmod: nativeFunction("fmod", "x, y, /", (x: Value, y: Value) => {
      if (realArgument(y) === 0) throw valueError("math domain error");
      return float(realArgument(x) % realArgument(y));
    }),
    copysign: nativeFunction("copysign", "x, y, /", (x: Value, y: Value) => {
      const sign = realArgument(y);
      const size = Math.abs(realArgument(x));
      return float(sign < 0 || Object.is(sign, -0) ? -size : size);
    }),
    modf: nativeFunction("modf", "x, /", (x: Value) => {
      const value = realArgument(x);
      return tuple([float(value - Math.trunc(value)), float(Math.trunc(value))]);
    }),
    isnan: nativeFunction("isnan", "x, /", (x: Value) => Number.isNaN(realArgument(x))),
    isinf: nativeFunction("isinf", "x, /", (x: Value) => Math.abs(realArgument(x)) === Infinity),
    isfinite: nativeFunction("isfinite", "x, /", (x: Value) => Number.isFinite(realArgument(x))),
    isclose: nativeFunction(
      "isclose",
      "a, b, *, rel_tol=None, abs_tol=0",
      (a: Value, b: Value, relative: Value, absolute: Value) => {
        const [x, y] = [realArgument(a), realArgument(b)];
        if (x === y) return true;
        const allowed = Math.max(
          (relative === null ? 1e-9 : realArgument(relative)) * Math.max(Math.abs(x), Math.abs(y)),
          realArgument(absolute),
        );
        return Math.abs(x - y) <= allowed;
      },
    ),
    factorial: nativeFunction("factorial", "n, /", (n: Value) => {
      const count = intArgument(n);
      if (count < 0) throw valueError("factorial() not defined for negative values");
      checkBits(Math.max(1, count * Math.log2(Math.max(2, count))));
      let result = 1n;
      for (let factor = 2n; factor <= BigInt(count); factor++) result *= factor;
      return normaliseInt(result);
    }),
    gcd: nativeFunction(
      "gcd",
      "*integers",
      (values: Value[]) => normaliseInt(bigs(values).reduce(gcd, 0n)),
    ),
    lcm: nativeFunction(
      "lcm",
      "*integers",
      (values: Value[]) =>
        normaliseInt(
          bigs(values).reduce((a, b) => a === 0n || b === 0n ? 0n : a / gcd(a, b) * b, 1n),
        ),
    ),
    isqrt: nativeFunction(
      "isqrt",
      "n, /",
      (n: Value) => normaliseInt(squareRoot(BigInt(toIndex(n)))),
    ),
    comb: nativeFunction("comb", "n, k, /", (n: Value, k: Value) => {
      const [total, chosen] = [intArgument(n), intArgument(k)];
      let result = 1n;
      for (let index = 0; index < chosen; index++) {
        result = result * BigInt(total - index) / BigInt(index + 1);
      }
      return normaliseInt(result);
    }),
    perm: nativeFunction("perm", "n, k=None, /", (n: Value, k: Value) => {
      const total = intArgument(n);
      let result = 1n;
      for (let index = 0; index < (k === null ? total : intArgument(k)); index++) {
        result *= BigInt(total - index);
      }
      return normaliseInt(result);
    }),
    prod: nativeFunction(
      "prod",
      "iterable, /, *, start=1",
      function* (iterable: Value, start: Value): Evaluation {
        let result = start;
        for (const item of yield* collect(iterable)) result = runNow(binary("Mult", result, item));
        return result;
      },
    ),
    fsum: nativeFunction("fsum", "seq, /", preciseSum),
  });
};
