import { BudgetExceededError } from "../../../runtime/errors.ts";
import { spend } from "../../../runtime/running.ts";
import { DecimalArithmetic } from "./arithmetic.ts";
import {
  adjusted,
  compareNumbers,
  type DecimalNumber,
  digitCount,
  finite,
  infinite,
  integerOf,
  isZero,
  one,
  powerOfTen,
  truncated,
  zero,
} from "./number.ts";

/** A positive value as `coefficient * 10 ** exponent`, off by a few of its last digits. */
interface Approximation {
  readonly coefficient: bigint;
  readonly exponent: number;
  readonly negative: boolean;
}

/** `scale * atanh(1 / n)`. */
function arcTanh(n: bigint, scale: bigint): bigint {
  let power = scale / n;
  let sum = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= n * n;
    sum += power / k;
  }
  return sum;
}

/** `ln 2` and `ln 10` times a scale (Machin-like formulas). */
function logarithmsOf(scale: bigint): { readonly two: bigint; readonly ten: bigint } {
  const guard = 10n ** 6n;
  const [a, b, c] = [31n, 49n, 161n].map((n) => arcTanh(n, scale * guard)) as [
    bigint,
    bigint,
    bigint,
  ];
  return {
    two: (14n * a + 10n * b + 6n * c) / guard,
    ten: (46n * a + 34n * b + 20n * c) / guard,
  };
}

/** `number * scale` cut to an integer. */
function scaledBy(number: DecimalNumber, places: number): bigint {
  return truncated({ ...number, exponent: number.exponent + places });
}

/** `e ** number` with about `places` good digits. */
function exponential(number: DecimalNumber, places: number): Approximation {
  const working = places + Math.max(0, adjusted(number)) + 12;
  const scale = powerOfTen(working);
  const value = scaledBy(number, working);
  const { ten } = logarithmsOf(scale);
  const twice = 2n * value + ten;
  const power = twice / (2n * ten) - (twice < 0n && twice % (2n * ten) !== 0n ? 1n : 0n);
  // The series runs on a 2**-12 of what is left over the powers of ten.
  const rest = (value - power * ten) >> 12n;
  let term = scale;
  let sum = scale;
  for (let k = 1n; term !== 0n; k++) {
    term = term * rest / (scale * k);
    sum += term;
  }
  for (let round = 0; round < 12; round++) sum = sum * sum / scale;
  return { coefficient: sum, exponent: Number(power) - working, negative: false };
}

/** `ln number` of a positive number, off by a few units of `10 ** -places`. */
function logarithmScaled(number: DecimalNumber, places: number): bigint {
  const working = places + 8;
  const scale = powerOfTen(working);
  const power = adjusted(number);
  let mantissa = scaledBy({ ...number, exponent: number.exponent - power }, working);
  const { two, ten } = logarithmsOf(scale);
  let halvings = 0n;
  while (mantissa * 2n > scale * 3n) {
    mantissa >>= 1n;
    halvings++;
  }
  const ratio = (mantissa - scale) * scale / (mantissa + scale);
  const square = ratio * ratio / scale;
  let term = ratio;
  let sum = ratio;
  for (let k = 3n; term !== 0n; k += 2n) {
    term = term * square / scale;
    sum += term / k;
  }
  return (2n * sum + halvings * two + BigInt(power) * ten) / powerOfTen(8);
}

function logarithm(number: DecimalNumber, places: number): Approximation {
  for (let working = places + 4;; working += places) {
    const value = logarithmScaled(number, working);
    const coefficient = value < 0n ? -value : value;
    // Close to one most digits cancel out.
    if (digitCount(coefficient) >= places) {
      return { coefficient, exponent: -working, negative: value < 0n };
    }
  }
}

/** Most digits that these functions compute: their time grows with the square and more. */
const MAX_PRECISION = 5000;

function checkPrecision(precision: number): void {
  if (precision <= MAX_PRECISION) return;
  throw new BudgetExceededError(
    `a decimal function with a precision of ${precision} is over the limit of ${MAX_PRECISION} digits`,
  );
}

/** Rounds the value of ever better approximations as soon as they leave no doubt. */
function rounded(
  arithmetic: DecimalArithmetic,
  approximate: (places: number) => Approximation,
): DecimalNumber {
  const { precision } = arithmetic.settings;
  checkPrecision(precision);
  spend(precision);
  for (let places = precision + 6;; places += 8) {
    const { coefficient, exponent, negative } = approximate(places);
    const surplus = digitCount(coefficient) - places;
    const short = surplus > 0 ? coefficient / powerOfTen(surplus) : coefficient;
    const at = exponent + Math.max(0, surplus);
    const tail = short % powerOfTen(digitCount(short) - precision);
    const unit = powerOfTen(digitCount(short) - precision);
    const clear = [0n, unit / 2n, unit].every((edge) => {
      const distance = tail > edge ? tail - edge : edge - tail;
      return distance > 1000n;
    });
    if (!clear && places < precision + 60) continue;
    // No such value is exact: a digit behind says so.
    return arithmetic.fix(finite(negative, short * 10n + 1n, at - 1));
  }
}

/** Runs with half-even rounding, which these functions always use. */
function evenly(
  arithmetic: DecimalArithmetic,
  run: (even: DecimalArithmetic) => DecimalNumber,
): DecimalNumber {
  const even = new DecimalArithmetic({ ...arithmetic.settings, rounding: "ROUND_HALF_EVEN" });
  const result = run(even);
  for (const condition of even.conditions) arithmetic.conditions.add(condition);
  return result;
}

/** `number.exp()` */
export function exp(arithmetic: DecimalArithmetic, number: DecimalNumber): DecimalNumber {
  const nan = arithmetic.nan(number);
  if (nan !== null) return nan;
  if (number.special !== null) return number.negative ? zero : number;
  if (isZero(number)) return one;
  return evenly(arithmetic, (even) => {
    const limit = even.settings.emax * 3;
    const far = adjusted(number) > 18 || compareNumbers({ ...number, negative: false }, {
          ...zero,
          coefficient: BigInt(limit),
        }) > 0;
    if (far) {
      const beyond = number.negative ? -limit : limit;
      return even.fix(finite(false, 1n, beyond));
    }
    if (adjusted(number) < -even.settings.precision - 2) {
      // 1 and something far too small to be seen.
      const places = even.settings.precision + 2;
      const unit = powerOfTen(places);
      return even.fix(finite(false, number.negative ? unit - 1n : unit + 1n, -places));
    }
    return rounded(even, (places) => exponential(number, places));
  });
}

/** `number.ln()` */
export function ln(arithmetic: DecimalArithmetic, number: DecimalNumber): DecimalNumber {
  const special = logarithmEdge(arithmetic, number);
  if (special !== null) return special;
  if (compareNumbers(number, one) === 0) return zero;
  return evenly(arithmetic, (even) => rounded(even, (places) => logarithm(number, places)));
}

/** `number.log10()` */
export function log10(arithmetic: DecimalArithmetic, number: DecimalNumber): DecimalNumber {
  const special = logarithmEdge(arithmetic, number);
  if (special !== null) return special;
  if (/^10*$/.test(number.coefficient.toString())) {
    const power = adjusted(number);
    return arithmetic.fix(finite(power < 0, BigInt(Math.abs(power)), 0));
  }
  return evenly(arithmetic, (even) =>
    rounded(even, (places) => {
      const { coefficient, exponent, negative } = logarithm(number, places + 4);
      const scale = powerOfTen(places + 8);
      const quotient = coefficient * scale / logarithmsOf(scale).ten;
      return { coefficient: quotient, exponent, negative };
    }));
}

function logarithmEdge(
  arithmetic: DecimalArithmetic,
  number: DecimalNumber,
): DecimalNumber | null {
  const nan = arithmetic.nan(number);
  if (nan !== null) return nan;
  if (isZero(number)) return infinite(true);
  if (number.negative) return arithmetic.invalid();
  return number.special !== null ? number : null;
}

/** `base ** exponent` */
export function power(
  arithmetic: DecimalArithmetic,
  base: DecimalNumber,
  exponent: DecimalNumber,
): DecimalNumber {
  const nan = arithmetic.nan(base, exponent);
  if (nan !== null) return nan;
  if (isZero(exponent)) return isZero(base) ? arithmetic.invalid() : one;
  const whole = integerOf(exponent);
  const huge = whole === null && exponent.special === null && exponent.exponent >= 0;
  const odd = whole !== null && whole % 2n !== 0n;
  let negative = false;
  if (base.negative) {
    if (odd) negative = true;
    else if (whole === null && !huge && !isZero(base)) return arithmetic.invalid();
  }
  const size: DecimalNumber = { ...base, negative: false };
  if (isZero(size)) return exponent.negative ? infinite(negative) : finite(negative, 0n, 0);
  if (size.special !== null) {
    return exponent.negative ? finite(negative, 0n, 0) : infinite(negative);
  }
  const order = compareNumbers(size, one);
  if (exponent.special !== null) {
    if (order === 0) return ones(arithmetic, false);
    return (order > 0) === exponent.negative ? zero : infinite(false);
  }
  const result = whole === null
    ? order === 0 ? ones(arithmetic, false) : realPower(arithmetic, size, exponent)
    : integerPower(arithmetic, size, whole);
  return { ...result, negative };
}

/** 1 with all the digits that the precision has. */
function ones(arithmetic: DecimalArithmetic, negative: boolean): DecimalNumber {
  const places = arithmetic.settings.precision - 1;
  arithmetic.conditions.add("Inexact").add("Rounded");
  return finite(negative, powerOfTen(places), -places);
}

/** Powers with more digits than this are rounded on the way. */
const EXACT_DIGITS = 20_000;

function integerPower(
  arithmetic: DecimalArithmetic,
  base: DecimalNumber,
  exponent: bigint,
): DecimalNumber {
  const count = exponent < 0n ? -exponent : exponent;
  const digits = BigInt(digitCount(base.coefficient)) * count;
  if (base.coefficient !== 1n && digits > BigInt(EXACT_DIGITS)) {
    return realPower(arithmetic, base, finite(exponent < 0n, count, 0));
  }
  const result = finite(false, base.coefficient ** count, base.exponent * Number(count));
  return exponent < 0n ? arithmetic.divide(one, result) : arithmetic.fix(result);
}

function realPower(
  arithmetic: DecimalArithmetic,
  base: DecimalNumber,
  exponent: DecimalNumber,
): DecimalNumber {
  checkPrecision(arithmetic.settings.precision);
  spend(arithmetic.settings.precision);
  const height = adjusted(exponent) + String(Math.abs(adjusted(base))).length;
  if (height > 25) {
    const grows = (compareNumbers(base, one) > 0) !== exponent.negative;
    return arithmetic.fix(finite(false, 1n, grows ? 10 ** 15 : -(10 ** 15)));
  }
  const places = arithmetic.settings.precision + 20;
  const log = logarithm(base, places + Math.max(0, height) + digitCount(exponent.coefficient));
  const product = finite(
    log.negative !== exponent.negative,
    log.coefficient * exponent.coefficient,
    log.exponent + exponent.exponent,
  );
  if (adjusted(product) > 9) {
    return arithmetic.fix(finite(false, 1n, product.negative ? -(10 ** 12) : 10 ** 12));
  }
  const { coefficient, exponent: at } = exponential(product, places);
  return arithmetic.fix(finite(false, coefficient, at));
}
