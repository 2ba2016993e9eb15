import { bitLength } from "../../../runtime/arithmetic.ts";
import { readBits } from "../../../runtime/limits.ts";
import {
  adjusted,
  compareNumbers,
  type DecimalNumber,
  digitCount,
  finite,
  infinite,
  isNaNumber,
  isZero,
  powerOfTen,
  quietNaN,
  shifted,
  signed,
  tieOrder,
  withoutTrailingZeros,
} from "./number.ts";
import { dropDigits, type Rounding } from "./rounding.ts";

/** What an operation may report (General Decimal Arithmetic Specification, "Exceptional conditions"). */
export type Condition =
  | "InvalidOperation"
  | "ConversionSyntax"
  | "DivisionImpossible"
  | "DivisionUndefined"
  | "FloatOperation"
  | "DivisionByZero"
  | "Overflow"
  | "Underflow"
  | "Subnormal"
  | "Inexact"
  | "Rounded"
  | "Clamped";

/** The settings of a context that results depend on. */
export interface Settings {
  readonly precision: number;
  readonly rounding: Rounding;
  readonly emin: number;
  readonly emax: number;
  readonly clamp: boolean;
}

/** The arithmetic of the General Decimal Arithmetic Specification, for one operation. */
export class DecimalArithmetic {
  readonly settings: Settings;
  /** What the operation reported. */
  readonly conditions = new Set<Condition>();

  constructor(settings: Settings) {
    this.settings = settings;
  }

  invalid(condition: Condition = "InvalidOperation"): DecimalNumber {
    this.conditions.add(condition);
    return quietNaN;
  }

  /** The NaN that operands lead to; null where none is a NaN. */
  nan(...operands: readonly DecimalNumber[]): DecimalNumber | null {
    const found = operands.find(({ special }) => special === "signaling") ??
      operands.find(({ special }) => special === "quiet");
    if (found === undefined) return null;
    if (found.special === "signaling") this.conditions.add("InvalidOperation");
    return { ...found, special: "quiet" };
  }

  get #etiny(): number {
    return this.settings.emin - this.settings.precision + 1;
  }

  get #etop(): number {
    return this.settings.emax - this.settings.precision + 1;
  }

  /** A result brought into the precision and the exponent range. */
  fix(number: DecimalNumber): DecimalNumber {
    if (number.special !== null) return number;
    const { precision, rounding, emax, clamp } = this.settings;
    const { negative, coefficient, exponent } = number;
    const highest = clamp ? this.#etop : emax;
    if (coefficient === 0n) {
      const within = Math.min(Math.max(exponent, this.#etiny), highest);
      if (within !== exponent) this.conditions.add("Clamped");
      return finite(negative, 0n, within);
    }
    let lowest = digitCount(coefficient) + exponent - precision;
    if (lowest > this.#etop) return this.#overflow(negative);
    const subnormal = lowest < this.#etiny;
    if (subnormal) {
      lowest = this.#etiny;
      this.conditions.add("Subnormal");
    }
    if (exponent >= lowest) {
      if (!clamp || exponent <= this.#etop) return number;
      this.conditions.add("Clamped");
      return finite(negative, coefficient * powerOfTen(exponent - this.#etop), this.#etop);
    }
    const rounded = dropDigits(coefficient, lowest - exponent, negative, rounding);
    this.conditions.add("Rounded");
    let result = rounded.coefficient;
    if (digitCount(result) > precision) {
      result /= 10n;
      lowest++;
    }
    if (lowest > this.#etop) return this.#overflow(negative);
    if (rounded.inexact) {
      this.conditions.add("Inexact");
      if (subnormal) this.conditions.add("Underflow");
    }
    if (result === 0n) this.conditions.add("Clamped");
    return finite(negative, result, lowest);
  }

  #overflow(negative: boolean): DecimalNumber {
    for (const name of ["Overflow", "Inexact", "Rounded"] as const) this.conditions.add(name);
    const { rounding, precision } = this.settings;
    const toInfinity = rounding.startsWith("ROUND_HALF") || rounding === "ROUND_UP" ||
      rounding === (negative ? "ROUND_FLOOR" : "ROUND_CEILING");
    return toInfinity
      ? infinite(negative)
      : finite(negative, powerOfTen(precision) - 1n, this.#etop);
  }

  add(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
    const nan = this.nan(a, b);
    if (nan !== null) return nan;
    if (a.special !== null) {
      return b.special !== null && a.negative !== b.negative ? this.invalid() : a;
    }
    if (b.special !== null) return b;
    const exponent = Math.min(a.exponent, b.exponent);
    const negativeZero = this.settings.rounding === "ROUND_FLOOR" && a.negative !== b.negative;
    if (isZero(a) && isZero(b)) {
      return this.fix(finite((a.negative && b.negative) || negativeZero, 0n, exponent));
    }
    if (isZero(a) || isZero(b)) {
      const other = isZero(a) ? b : a;
      // A zero shifts the other no further than the precision reaches.
      const least = Math.max(exponent, other.exponent - this.settings.precision - 1);
      return this.fix(finite(other.negative, shifted(other, least), least));
    }
    const [left, right] = this.#aligned(a, b);
    const sum = signed(left) + signed(right);
    if (sum === 0n) return this.fix(finite(negativeZero, 0n, exponent));
    return this.fix(finite(sum < 0n, sum < 0n ? -sum : sum, left.exponent));
  }

  /** Both with one exponent; what is too small to matter becomes a single digit far behind. */
  #aligned(a: DecimalNumber, b: DecimalNumber): readonly [DecimalNumber, DecimalNumber] {
    const [high, low] = a.exponent < b.exponent ? [b, a] : [a, b];
    const edge = high.exponent +
      Math.min(-1, digitCount(high.coefficient) - this.settings.precision - 2);
    const small = adjusted(low) < edge ? finite(low.negative, 1n, edge) : low;
    return [
      finite(high.negative, shifted(high, small.exponent), small.exponent),
      small,
    ];
  }

  subtract(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
    return this.nan(a, b) ?? this.add(a, { ...b, negative: !b.negative });
  }

  multiply(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
    const nan = this.nan(a, b);
    if (nan !== null) return nan;
    const negative = a.negative !== b.negative;
    if (a.special !== null || b.special !== null) {
      return isZero(a) || isZero(b) ? this.invalid() : infinite(negative);
    }
    return this.fix(
      finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent),
    );
  }

  divide(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
    const nan = this.nan(a, b);
    if (nan !== null) return nan;
    const negative = a.negative !== b.negative;
    if (a.special !== null) return b.special !== null ? this.invalid() : infinite(negative);
    const { precision } = this.settings;
    if (b.special !== null) {
      this.conditions.add("Clamped");
      return finite(negative, 0n, this.#etiny);
    }
    if (b.coefficient === 0n) return this.#byZero(a, negative);
    if (a.coefficient === 0n) return this.fix(finite(negative, 0n, a.exponent - b.exponent));
    const shift = digitCount(b.coefficient) - digitCount(a.coefficient) + precision + 1;
    let exponent = a.exponent - b.exponent - shift;
    const numerator = shift >= 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
    const denominator = shift >= 0 ? b.coefficient : b.coefficient * powerOfTen(-shift);
    let quotient = numerator / denominator;
    if (numerator % denominator !== 0n) {
      // A last digit of 1 or 6 keeps rounding from taking the result for exact or for half.
      if (quotient % 5n === 0n) quotient++;
    } else {
      const ideal = a.exponent - b.exponent;
      while (exponent < ideal && quotient % 10n === 0n) {
        quotient /= 10n;
        exponent++;
      }
    }
    return this.fix(finite(negative, quotient, exponent));
  }

  #byZero(a: DecimalNumber, negative: boolean): DecimalNumber {
    if (a.coefficient === 0n) return this.invalid("DivisionUndefined");
    this.conditions.add("DivisionByZero");
    return infinite(negative);
  }

  /** `a // b` and `a % b`, both cut towards zero. */
  divideInteger(
    a: DecimalNumber,
    b: DecimalNumber,
    wanted: "quotient" | "remainder" | "both",
  ): readonly [quotient: DecimalNumber, remainder: DecimalNumber] {
    const nan = this.nan(a, b);
    if (nan !== null) return [nan, nan];
    const negative = a.negative !== b.negative;
    if (a.special !== null) {
      if (wanted !== "quotient" || b.special !== null) {
        const invalid = this.invalid();
        return [wanted === "both" && b.special === null ? infinite(negative) : invalid, invalid];
      }
      return [infinite(negative), quietNaN];
    }
    if (b.special === null && b.coefficient === 0n) {
      if (a.coefficient === 0n) {
        const undefinedResult = this.invalid("DivisionUndefined");
        return [undefinedResult, undefinedResult];
      }
      if (wanted !== "remainder") this.conditions.add("DivisionByZero");
      if (wanted !== "quotient") this.conditions.add("InvalidOperation");
      return [infinite(negative), quietNaN];
    }
    const ideal = b.special !== null ? a.exponent : Math.min(a.exponent, b.exponent);
    const distance = adjusted(a) - adjusted(b);
    if (a.coefficient === 0n || b.special !== null || distance <= -2) {
      return [finite(negative, 0n, 0), this.#rest(a, ideal)];
    }
    if (distance <= this.settings.precision) {
      const left = shifted(a, ideal);
      const right = shifted(b, ideal);
      const quotient = left / right;
      if (quotient < powerOfTen(this.settings.precision)) {
        return [
          finite(negative, quotient, 0),
          this.fix(finite(a.negative, left % right, ideal)),
        ];
      }
    }
    const impossible = this.invalid("DivisionImpossible");
    return [impossible, impossible];
  }

  /** A dividend that is smaller than the divisor, as the remainder. */
  #rest(a: DecimalNumber, ideal: number): DecimalNumber {
    if (a.coefficient === 0n) return this.fix(finite(a.negative, 0n, ideal));
    const least = Math.max(ideal, a.exponent - this.settings.precision - 1);
    return this.fix(finite(a.negative, shifted(a, least), least));
  }

  /** The number with another exponent, rounded where digits are lost. */
  rescale(number: DecimalNumber, exponent: number, rounding: Rounding): DecimalNumber {
    const { negative, coefficient } = number;
    if (coefficient === 0n) return finite(negative, 0n, exponent);
    if (number.exponent >= exponent) {
      return finite(negative, shifted(number, exponent), exponent);
    }
    const rounded = dropDigits(coefficient, exponent - number.exponent, negative, rounding);
    return finite(negative, rounded.coefficient, exponent);
  }

  /** `a` with the exponent of `b`; invalid where the precision is not enough for that. */
  quantize(a: DecimalNumber, b: DecimalNumber, rounding: Rounding): DecimalNumber {
    const nan = this.nan(a, b);
    if (nan !== null) return nan;
    if (a.special !== null || b.special !== null) {
      return a.special === b.special ? a : this.invalid();
    }
    const { precision, emax } = this.settings;
    const { exponent } = b;
    if (exponent < this.#etiny || exponent > emax) return this.invalid();
    if (a.coefficient === 0n) return this.fix(finite(a.negative, 0n, exponent));
    if (adjusted(a) > emax || adjusted(a) - exponent + 1 > precision) return this.invalid();
    const result = this.rescale(a, exponent, rounding);
    if (adjusted(result) > emax || digitCount(result.coefficient) > precision) {
      return this.invalid();
    }
    if (result.coefficient !== 0n && adjusted(result) < this.settings.emin) {
      this.conditions.add("Subnormal");
    }
    if (exponent > a.exponent) {
      if (compareNumbers(result, a) !== 0) this.conditions.add("Inexact");
      this.conditions.add("Rounded");
    }
    return this.fix(result);
  }

  /** Without trailing zeros. */
  normalize(number: DecimalNumber): DecimalNumber {
    const nan = this.nan(number);
    if (nan !== null) return nan;
    const fixed = this.fix(number);
    if (fixed.special !== null) return fixed;
    if (fixed.coefficient === 0n) return finite(fixed.negative, 0n, 0);
    const digits = fixed.coefficient.toString();
    const kept = withoutTrailingZeros(digits);
    const highest = this.settings.clamp ? this.#etop : this.settings.emax;
    const strip = Math.min(digits.length - kept.length, highest - fixed.exponent);
    return finite(
      fixed.negative,
      strip <= 0 ? fixed.coefficient : BigInt(digits.slice(0, digits.length - strip)),
      fixed.exponent + Math.max(0, strip),
    );
  }

  squareRoot(number: DecimalNumber): DecimalNumber {
    const nan = this.nan(number);
    if (nan !== null) return nan;
    if (isZero(number)) {
      return this.fix(finite(number.negative, 0n, Math.floor(number.exponent / 2)));
    }
    if (number.negative) return this.invalid();
    if (number.special !== null) return number;
    const precision = this.settings.precision + 1;
    const odd = (number.exponent & 1) === 1;
    let exponent = Math.floor(number.exponent / 2);
    let coefficient = odd ? number.coefficient * 10n : number.coefficient;
    const size = Math.ceil(digitCount(coefficient) / 2);
    const shift = precision - size;
    let exact = true;
    if (shift >= 0) coefficient *= powerOfTen(2 * shift);
    else {
      const unit = powerOfTen(-2 * shift);
      exact = coefficient % unit === 0n;
      coefficient /= unit;
    }
    exponent -= shift;
    let root = integerRoot(coefficient);
    exact &&= root * root === coefficient;
    if (exact) {
      if (shift >= 0) {
        root /= powerOfTen(shift);
        exponent += shift;
      } else {
        root *= powerOfTen(-shift);
        exponent += shift;
      }
    } else if (root % 5n === 0n) root++;
    const even = new DecimalArithmetic({ ...this.settings, rounding: "ROUND_HALF_EVEN" });
    const result = even.fix(finite(false, root, exponent));
    for (const condition of even.conditions) this.conditions.add(condition);
    return result;
  }

  /** To an integer, keeping a positive exponent. */
  toIntegral(number: DecimalNumber, rounding: Rounding, report: boolean): DecimalNumber {
    const nan = this.nan(number);
    if (nan !== null) return nan;
    if (number.special !== null || number.exponent >= 0) return number;
    const result = this.rescale(number, 0, rounding);
    if (report) {
      this.conditions.add("Rounded");
      if (compareNumbers(result, number) !== 0) this.conditions.add("Inexact");
    }
    return result;
  }

  /** -1, 0, 1; a NaN is invalid unless it may pass. */
  compare(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
    const nan = this.nan(a, b);
    if (nan !== null) return nan;
    const order = Math.sign(compareNumbers(a, b));
    return finite(order < 0, BigInt(Math.abs(order)), 0);
  }

  /** The larger or the smaller one; a quiet NaN gives way to a number. */
  extremum(a: DecimalNumber, b: DecimalNumber, largest: boolean): DecimalNumber {
    if (a.special === "signaling" || b.special === "signaling") return this.nan(a, b)!;
    if (isNaNumber(a)) return isNaNumber(b) ? a : this.fix(b);
    if (isNaNumber(b)) return this.fix(a);
    const order = compareNumbers(a, b) || tieOrder(a, b);
    return this.fix((order < 0) === largest ? b : a);
  }
}

/** The integer part of a square root. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  const size = bitLength(value);
  let root = 1n << BigInt((size + 1) >> 1);
  for (;;) {
    readBits(size);
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
