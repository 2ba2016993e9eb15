import { checkBits } from "../../../runtime/limits.ts";

/** A decimal number: `coefficient * 10 ** exponent`, infinite, or not a number (NaN). */
export interface DecimalNumber {
  readonly negative: boolean;
  /** Never negative; for a NaN its diagnostic number. */
  readonly coefficient: bigint;
  readonly exponent: number;
  readonly special: null | "infinite" | "quiet" | "signaling";
}

export function finite(negative: boolean, coefficient: bigint, exponent: number): DecimalNumber {
  return { negative, coefficient, exponent, special: null };
}

export function infinite(negative: boolean): DecimalNumber {
  return { negative, coefficient: 0n, exponent: 0, special: "infinite" };
}

export const quietNaN: DecimalNumber = {
  negative: false,
  coefficient: 0n,
  exponent: 0,
  special: "quiet",
};
export const one: DecimalNumber = finite(false, 1n, 0);
export const zero: DecimalNumber = finite(false, 0n, 0);

export function isNaNumber({ special }: DecimalNumber): boolean {
  return special === "quiet" || special === "signaling";
}

export function isZero({ special, coefficient }: DecimalNumber): boolean {
  return special === null && coefficient === 0n;
}

/** `10 ** count`; an error of the budget where that is out of all reason. */
export function powerOfTen(count: number): bigint {
  checkBits(count * 3.33);
  return 10n ** BigInt(count);
}

/** Number of decimal digits of a coefficient; 1 for zero. */
export function digitCount(coefficient: bigint): number {
  return coefficient.toString().length;
}

/** The exponent of the first digit. */
export function adjusted({ coefficient, exponent }: DecimalNumber): number {
  return exponent + digitCount(coefficient) - 1;
}

export function fromInt(value: number | bigint): DecimalNumber {
  const big = BigInt(value);
  return finite(big < 0n, big < 0n ? -big : big, 0);
}

/** The exact value of a float. */
export function fromFloat(value: number): DecimalNumber {
  if (Number.isNaN(value)) return quietNaN;
  if (!Number.isFinite(value)) return infinite(value < 0);
  const negative = value < 0 || Object.is(value, -0);
  let mantissa = Math.abs(value);
  let places = 0;
  // Multiplying by two is exact.
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    places++;
  }
  return finite(negative, BigInt(mantissa) * 5n ** BigInt(places), -places);
}

const TEXT =
  /^([-+])?(?:(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?|(inf(?:inity)?)|(s?)nan(\d*))$/i;

/** The number that a text writes; null where it writes none. */
export function parseDecimal(text: string): DecimalNumber | null {
  const match = TEXT.exec(text);
  if (match === null) return null;
  const [, sign, whole, fraction = "", exponent = "0", infinity, signaling, payload] = match;
  const negative = sign === "-";
  if (infinity !== undefined) return infinite(negative);
  if (payload !== undefined) {
    return {
      negative,
      coefficient: BigInt(payload),
      exponent: 0,
      special: signaling === "" ? "quiet" : "signaling",
    };
  }
  return finite(negative, BigInt(whole + fraction), Number(exponent) - fraction.length);
}

/** `str(Decimal)`, or with `engineering` exponents that are multiples of three. */
export function decimalText(number: DecimalNumber, engineering = false, capital = true): string {
  const sign = number.negative ? "-" : "";
  switch (number.special) {
    case "infinite":
      return `${sign}Infinity`;
    case "quiet":
    case "signaling":
      return `${sign}${number.special === "quiet" ? "" : "s"}NaN${number.coefficient || ""}`;
  }
  const digits = number.coefficient.toString();
  const { exponent } = number;
  const left = exponent + digits.length;
  let point: number;
  if (exponent <= 0 && left > -6) point = left;
  else if (!engineering) point = 1;
  else if (digits === "0") point = mod(left + 1, 3) - 1;
  else point = mod(left - 1, 3) + 1;
  let whole: string;
  let fraction: string;
  if (point <= 0) [whole, fraction] = ["0", `.${"0".repeat(-point)}${digits}`];
  else if (point >= digits.length) {
    [whole, fraction] = [digits + "0".repeat(point - digits.length), ""];
  } else [whole, fraction] = [digits.slice(0, point), `.${digits.slice(point)}`];
  const power = left - point;
  const letter = capital ? "E" : "e";
  return `${sign}${whole}${fraction}${
    power === 0 ? "" : `${letter}${power < 0 ? "-" : "+"}${Math.abs(power)}`
  }`;
}

function mod(a: number, b: number): number {
  return ((a % b) + b) % b;
}

/**
 * Negative, 0 or positive by value; neither may be a NaN. Zeros are equal whatever their sign and
 * exponent.
 */
export function compareNumbers(a: DecimalNumber, b: DecimalNumber): number {
  const sign = (number: DecimalNumber) => isZero(number) ? 0 : number.negative ? -1 : 1;
  if (sign(a) !== sign(b)) return sign(a) - sign(b);
  if (sign(a) === 0) return 0;
  const direction = sign(a);
  if (a.special !== null || b.special !== null) {
    return a.special === b.special ? 0 : a.special !== null ? direction : -direction;
  }
  const height = adjusted(a) - adjusted(b);
  if (height !== 0) return height > 0 ? direction : -direction;
  // Equal heights: the exponents differ by no more than the digits do.
  const shift = a.exponent - b.exponent;
  const left = shift > 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
  const right = shift < 0 ? b.coefficient * powerOfTen(-shift) : b.coefficient;
  return left === right ? 0 : left > right ? direction : -direction;
}

/** The integer left when the fraction is cut off. */
export function truncated({ negative, coefficient, exponent }: DecimalNumber): bigint {
  const size = exponent >= 0
    ? coefficient * powerOfTen(exponent)
    : -exponent > digitCount(coefficient)
    ? 0n
    : coefficient / powerOfTen(-exponent);
  return negative ? -size : size;
}

/** The coefficient at an exponent that is not higher than the number's own. */
export function shifted({ coefficient, exponent }: DecimalNumber, to: number): bigint {
  return exponent === to ? coefficient : coefficient * powerOfTen(exponent - to);
}

/** The coefficient with the sign of the number. */
export function signed({ negative, coefficient }: DecimalNumber): bigint {
  return negative ? -coefficient : coefficient;
}

/** The order of numbers that are equal: by sign, then by exponent. */
export function tieOrder(a: DecimalNumber, b: DecimalNumber): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const order = a.exponent - b.exponent;
  return a.negative ? -order : order;
}

/** Whether a finite number is an integer. */
export function isInteger(number: DecimalNumber): boolean {
  if (number.special !== null) return false;
  if (number.exponent >= 0 || number.coefficient === 0n) return true;
  if (-number.exponent > digitCount(number.coefficient)) return false;
  return number.coefficient % powerOfTen(-number.exponent) === 0n;
}

/** The integer that a number is; null for others and for those with too many digits to use. */
export function integerOf(number: DecimalNumber): bigint | null {
  if (!isInteger(number)) return null;
  return adjusted(number) > 30 ? null : truncated(number);
}

/** Digits without the zeros at their end. */
export function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
