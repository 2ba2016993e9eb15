import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  binary,
  collect,
  type Evaluation,
  float,
  nativeFunction,
  nativeModule,
  type Outcome,
  plain,
  PyFloat,
  raise,
  tuple,
  typeOf,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { callMethod } from "../../../runtime/call.ts";
import { shortest } from "../../../runtime/float_text.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { domainError, floatArgument, rangeError } from "./arguments.ts";
import { compose, decompose, neighbour } from "./binary_float.ts";
import { integer, integerFunctions, noTruncation, wholeNumber } from "./integers.ts";
import { erf, erfc, gamma, logGamma } from "./special.ts";

function rounding(special: string, round: (value: number) => number) {
  return (value: Value): Outcome => {
    const int = integer(value);
    if (int !== null) return int;
    const inner = plain(value);
    if (inner instanceof PyFloat) return wholeNumber(round(inner.value));
    if (typeOf(value).lookup(special) !== undefined) return callMethod(value, special);
    if (special === "__trunc__") throw noTruncation(value);
    return wholeNumber(round(floatArgument(value)));
  };
}

/** A function of one float with the errors of C's math library; `pole` says what infinity means. */
function real(fn: (value: number) => number, pole: "range" | "domain" = "range") {
  return (value: Value): Value => {
    const x = floatArgument(value);
    const result = fn(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) throw domainError();
    if (!Number.isFinite(result) && !Number.isNaN(result) && Number.isFinite(x)) {
      throw pole === "range" ? rangeError() : domainError();
    }
    return float(result);
  };
}

/** Logarithms of integers of any size, and of floats. */
function logarithm(value: Value, fn: (x: number) => number, unit: number): number {
  const int = integer(value);
  if (int !== null && int <= 0) throw domainError();
  if (typeof int === "bigint" && !Number.isFinite(Number(int))) {
    const bits = int.toString(2).length;
    return fn(Number(int >> BigInt(bits - 60))) + (bits - 60) * unit;
  }
  const x = int === null ? floatArgument(value) : Number(int);
  if (x <= 0) throw domainError();
  return fn(x);
}

function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === -1 && Math.abs(y) === Infinity) return 1;
  const result = x ** y;
  const given = Number.isFinite(x) && Number.isFinite(y);
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw domainError();
  if (!Number.isFinite(result) && given) throw x === 0 ? domainError() : rangeError();
  return result;
}

/** The remainder nearest to zero, ties to the even quotient (IEEE 754). */
function nearestRemainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (!Number.isFinite(x) || y === 0) throw domainError();
  if (!Number.isFinite(y)) return x;
  const size = Math.abs(y);
  let rest = Math.abs(x) % (2 * size);
  if (2 * size === Infinity) rest = Math.abs(x);
  const other = size - rest;
  if (rest > size) rest = rest - size > size / 2 ? rest - 2 * size : rest - size;
  else if (rest > other) rest = -other;
  return x < 0 || Object.is(x, -0) ? -rest : rest;
}

/** Shewchuk's algorithm: partial sums that do not overlap lose nothing; rounded once, half to even. */
function* preciseSum(iterable: Value): Evaluation {
  const partials: number[] = [];
  let special = 0;
  for (const item of yield* collect(iterable)) {
    let x = floatArgument(item);
    if (!Number.isFinite(x)) {
      if (special === -x && Math.abs(x) === Infinity) throw valueError("-inf + inf in fsum");
      special += x;
      continue;
    }
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (x !== 0) partials.push(x);
    if (!Number.isFinite(x)) throw raise("OverflowError", "intermediate overflow in fsum");
  }
  if (special !== 0) return float(special);
  return float(sumOf(partials));
}

function sumOf(partials: readonly number[]): number {
  let at = partials.length;
  if (at === 0) return 0;
  let high = partials[--at]!;
  let low = 0;
  while (at > 0) {
    const x = high;
    const y = partials[--at]!;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  // Half a unit in the last place with more of the same sign behind it rounds away.
  if (at > 0 && low * partials[at - 1]! > 0) {
    const doubled = low * 2;
    if (high + doubled - high === doubled) high += doubled;
  }
  return high;
}

/** The length of a vector, scaled so that squares neither overflow nor vanish. */
function norm(values: readonly number[]): number {
  if (values.some((value) => Math.abs(value) === Infinity)) return Infinity;
  return Math.hypot(...values);
}

/** Decimal exponents apart, `log10` of powers of ten is exact. */
function log10(x: number): number {
  const { digits, exponent } = shortest(x);
  return digits === "1" ? exponent : Math.log10(x);
}

/** Module `math`. */
export const create: NativeModuleFactory = () => {
  const one = (name: string, fn: (value: number) => number, pole?: "domain") =>
    nativeFunction(name, "x, /", real(fn, pole));
  const two = (name: string, signature: string, fn: (x: number, y: number) => number) =>
    nativeFunction(
      name,
      signature,
      (x: Value, y: Value) => float(fn(floatArgument(x), floatArgument(y))),
    );
  const is = (name: string, test: (x: number) => boolean) =>
    nativeFunction(name, "x, /", (x: Value) => test(floatArgument(x)));
  return nativeModule("math", {
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Infinity),
    nan: float(NaN),
    ...integerFunctions,
    ceil: nativeFunction("ceil", "x, /", rounding("__ceil__", Math.ceil)),
    floor: nativeFunction("floor", "x, /", rounding("__floor__", Math.floor)),
    trunc: nativeFunction("trunc", "x, /", rounding("__trunc__", Math.trunc)),
    sqrt: one("sqrt", Math.sqrt),
    cbrt: one("cbrt", Math.cbrt),
    exp: one("exp", Math.exp),
    exp2: one("exp2", (x) => 2 ** x),
    expm1: one("expm1", Math.expm1),
    log1p: one("log1p", Math.log1p, "domain"),
    sin: one("sin", Math.sin),
    cos: one("cos", Math.cos),
    tan: one("tan", Math.tan),
    asin: one("asin", Math.asin),
    acos: one("acos", Math.acos),
    atan: one("atan", Math.atan),
    sinh: one("sinh", Math.sinh),
    cosh: one("cosh", Math.cosh),
    tanh: one("tanh", Math.tanh),
    asinh: one("asinh", Math.asinh),
    acosh: one("acosh", Math.acosh),
    atanh: one("atanh", Math.atanh, "domain"),
    erf: one("erf", erf),
    erfc: one("erfc", erfc),
    gamma: one("gamma", (x) => x === -Infinity ? NaN : gamma(x)),
    lgamma: one(
      "lgamma",
      (x) => Number.isInteger(x) && x <= 0 ? Infinity : logGamma(x),
      "domain",
    ),
    fabs: one("fabs", Math.abs),
    degrees: one("degrees", (x) => x * (180 / Math.PI)),
    radians: one("radians", (x) => x * (Math.PI / 180)),
    log: nativeFunction("log", "x, base=..., /", (x: Value, base: Value | undefined) => {
      const value = logarithm(x, Math.log, Math.LN2);
      if (base === undefined) return float(value);
      const divisor = logarithm(base, Math.log, Math.LN2);
      if (divisor === 0) throw raise("ZeroDivisionError", "float division by zero");
      return float(value / divisor);
    }),
    log2: nativeFunction("log2", "x, /", (x: Value) => float(logarithm(x, Math.log2, 1))),
    log10: nativeFunction(
      "log10",
      "x, /",
      (x: Value) => float(logarithm(x, log10, Math.LN2 / Math.LN10)),
    ),
    pow: two("pow", "x, y, /", power),
    atan2: two("atan2", "y, x, /", Math.atan2),
    fmod: two("fmod", "x, y, /", (x, y) => {
      const invalid = y === 0 || Math.abs(x) === Infinity;
      if (invalid && !Number.isNaN(x) && !Number.isNaN(y)) throw domainError();
      return x % y;
    }),
    remainder: two("remainder", "x, y, /", nearestRemainder),
    copysign: two("copysign", "x, y, /", (x, y) => {
      const size = Math.abs(x);
      return y < 0 || Object.is(y, -0) ? -size : size;
    }),
    nextafter: two("nextafter", "x, y, /", neighbour),
    ulp: one("ulp", (x) => {
      const size = Math.abs(x);
      if (!Number.isFinite(size)) return size;
      const next = neighbour(size, Infinity);
      return Number.isFinite(next) ? next - size : size - neighbour(size, 0);
    }),
    hypot: nativeFunction(
      "hypot",
      "*coordinates",
      (values: Value[]) => float(norm(values.map(floatArgument))),
    ),
    dist: nativeFunction("dist", "p, q, /", function* (p: Value, q: Value): Evaluation {
      const [a, b] = [yield* collect(p), yield* collect(q)];
      if (a.length !== b.length) {
        throw valueError("both points must have the same number of dimensions");
      }
      return float(
        norm(a.map((value, index) => floatArgument(value) - floatArgument(b[index]!))),
      );
    }),
    modf: nativeFunction("modf", "x, /", (value: Value) => {
      const x = floatArgument(value);
      if (Math.abs(x) === Infinity) return tuple([float(x < 0 ? -0 : 0), float(x)]);
      const whole = Math.trunc(x);
      const rest = x - whole;
      const negative = x < 0 || Object.is(x, -0);
      return tuple([float(rest === 0 && negative ? -0 : rest), float(whole)]);
    }),
    frexp: nativeFunction("frexp", "x, /", (value: Value) => {
      const { mantissa, exponent } = decompose(floatArgument(value));
      return tuple([float(mantissa), exponent]);
    }),
    ldexp: nativeFunction("ldexp", "x, i, /", (value: Value, exponent: Value) => {
      const x = floatArgument(value);
      const result = compose(x, intArgument(exponent));
      if (!Number.isFinite(result) && Number.isFinite(x)) throw rangeError();
      return float(result);
    }),
    isnan: is("isnan", Number.isNaN),
    isinf: is("isinf", (x) => Math.abs(x) === Infinity),
    isfinite: is("isfinite", Number.isFinite),
    isclose: nativeFunction(
      "isclose",
      "a, b, *, rel_tol=None, abs_tol=0",
      (a: Value, b: Value, relative: Value, absolute: Value) => {
        const [x, y] = [floatArgument(a), floatArgument(b)];
        const share = relative === null ? 1e-9 : floatArgument(relative);
        const least = floatArgument(absolute);
        if (share < 0 || least < 0) throw valueError("tolerances must be non-negative");
        if (x === y) return true;
        if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return false;
        return Math.abs(x - y) <= Math.max(share * Math.max(Math.abs(x), Math.abs(y)), least);
      },
    ),
    prod: nativeFunction(
      "prod",
      "iterable, /, *, start=1",
      function* (iterable: Value, start: Value): Evaluation {
        let result = start;
        for (const item of yield* collect(iterable)) {
          result = yield* wait(binary("Mult", result, item));
        }
        return result;
      },
    ),
    fsum: nativeFunction("fsum", "seq, /", preciseSum),
  });
};
