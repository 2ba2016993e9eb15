import { valueError } from "../../../runtime/mod.ts";
import { checkText } from "../../../runtime/limits.ts";
import { textLength } from "../../../runtime/text.ts";
import { type DecimalNumber, decimalText, digitCount, finite } from "./number.ts";
import { dropDigits, type Rounding } from "./rounding.ts";

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?$/su;

interface Spec {
  readonly fill: string;
  readonly align: string;
  /** Zeros in front of the digits were asked for by `0`. */
  readonly zeros: boolean;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly width: number;
  readonly comma: boolean;
  readonly precision: number | null;
  readonly type: string;
}

function parse(text: string): Spec {
  const match = SPEC.exec(text);
  // An alternate form is not defined for decimals, nor is a fill together with `0`.
  if (
    match === null || match[5] !== undefined || (match[6] !== undefined && match[2] !== undefined)
  ) {
    throw valueError("invalid format string");
  }
  const [, fill, align, sign, z, , zeros, width, comma, precision, type] = match;
  const size = Number(width ?? 0);
  checkText(size);
  checkText(Number(precision ?? 0));
  return {
    fill: zeros !== undefined ? "0" : fill ?? " ",
    align: zeros !== undefined ? "=" : align ?? ">",
    zeros: zeros !== undefined,
    sign: sign ?? "-",
    noNegativeZero: z !== undefined,
    width: size,
    comma: comma !== undefined,
    precision: precision === undefined ? null : Number(precision),
    type: type ?? "",
  };
}

/** To `places` digits after the point, or to fewer digits in all. */
function roundTo(number: DecimalNumber, exponent: number, rounding: Rounding): DecimalNumber {
  const { negative, coefficient } = number;
  if (number.exponent >= exponent) {
    checkText(number.exponent - exponent);
    return coefficient === 0n
      ? finite(negative, 0n, exponent)
      : finite(negative, coefficient * 10n ** BigInt(number.exponent - exponent), exponent);
  }
  const dropped = dropDigits(coefficient, exponent - number.exponent, negative, rounding);
  return finite(negative, dropped.coefficient, exponent);
}

/** To a number of significant digits, if it has more. */
function roundDigits(number: DecimalNumber, digits: number, rounding: Rounding): DecimalNumber {
  const surplus = digitCount(number.coefficient) - Math.max(1, digits);
  if (surplus <= 0) return number;
  const rounded = roundTo(number, number.exponent + surplus, rounding);
  return digitCount(rounded.coefficient) > Math.max(1, digits)
    ? finite(rounded.negative, rounded.coefficient / 10n, rounded.exponent + 1)
    : rounded;
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

/** The digits with the point `left` digits from the left, then the exponent that is over. */
function place(number: DecimalNumber, left: number, letter: string, always: boolean): Parts {
  const digits = number.coefficient.toString();
  const exponent = number.exponent + digits.length - left;
  const suffix = exponent === 0 && !always
    ? ""
    : `${letter}${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  if (left <= 0) return { whole: "0", fraction: "0".repeat(-left) + digits, suffix };
  if (left >= digits.length) {
    checkText(left);
    return { whole: digits.padEnd(left, "0"), fraction: "", suffix };
  }
  return { whole: digits.slice(0, left), fraction: digits.slice(left), suffix };
}

function bodyOf(number: DecimalNumber, spec: Spec, rounding: Rounding, capitals: boolean): Parts {
  const { precision, type } = spec;
  const capital = type === "" ? capitals : type === type.toUpperCase();
  const letter = capital ? "E" : "e";
  const kind = type.toLowerCase();
  let value = number;
  if (kind === "%") value = { ...value, exponent: value.exponent + 2 };
  if (kind === "f" || kind === "%") {
    if (precision !== null) value = roundTo(value, -precision, rounding);
    else if (value.exponent > 0 && value.coefficient !== 0n) value = roundTo(value, 0, rounding);
    else if (value.exponent > 0) value = finite(value.negative, 0n, 0);
    const parts = place(value, digitCount(value.coefficient) + value.exponent, letter, false);
    return kind === "%" ? { ...parts, suffix: "%" } : parts;
  }
  if (kind === "e") {
    if (precision !== null) {
      value = value.coefficient === 0n
        ? finite(value.negative, 0n, value.exponent + 0)
        : roundDigits(value, precision + 1, rounding);
      const missing = precision + 1 - digitCount(value.coefficient);
      if (missing > 0 && value.coefficient === 0n) {
        return {
          whole: "0",
          fraction: "0".repeat(precision),
          suffix: place(value, 1 - precision, letter, true).suffix,
        };
      }
      if (missing > 0) value = roundTo(value, value.exponent - missing, rounding);
    }
    return place(value, 1, letter, true);
  }
  if (precision !== null) value = roundDigits(value, precision, rounding);
  const left = value.exponent + digitCount(value.coefficient);
  // As in str(): plain while the exponent is not positive and the number not too small.
  return place(value, value.exponent <= 0 && left > -6 ? left : 1, letter, false);
}

/** `format(Decimal, spec)` */
export function formatDecimal(
  number: DecimalNumber,
  specText: string,
  rounding: Rounding,
  capitals: boolean,
): string {
  if (specText === "") return decimalText(number, false, capitals);
  const spec = parse(specText);
  const signOf = (negative: boolean) => negative ? "-" : spec.sign === "-" ? "" : spec.sign;
  if (number.special !== null) {
    const body = decimalText({ ...number, negative: false }) + (spec.type === "%" ? "%" : "");
    // Zeros in front make no sense there.
    const padding = spec.zeros ? { align: ">", fill: " " } : {};
    return pad(signOf(number.negative), body, { ...spec, ...padding });
  }
  const { whole, fraction, suffix } = bodyOf(number, spec, rounding, capitals);
  const rest = (fraction === "" ? "" : `.${fraction}`) + suffix;
  const vanished = spec.noNegativeZero && !/[1-9]/.test(whole + fraction);
  const sign = signOf(number.negative && !vanished);
  if (!spec.comma) return pad(sign, whole + rest, spec);
  let digits = grouped(whole);
  if (spec.fill === "0" && spec.align === "=") {
    const wanted = spec.width - sign.length - rest.length;
    for (let padded = whole; digits.length < wanted;) {
      padded = `0${padded}`;
      digits = grouped(padded);
    }
  }
  return pad(sign, digits + rest, spec);
}

function grouped(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) {
    groups.unshift(digits.slice(Math.max(0, end - 3), end));
  }
  return groups.join(",");
}

function pad(sign: string, body: string, { fill, align, width }: Spec): string {
  const missing = width - sign.length - textLength(body);
  if (missing <= 0) return sign + body;
  switch (align) {
    case "<":
      return sign + body + fill.repeat(missing);
    case "=":
      return sign + fill.repeat(missing) + body;
    case "^": {
      const left = missing >> 1;
      return fill.repeat(left) + sign + body + fill.repeat(missing - left);
    }
    default:
      return fill.repeat(missing) + sign + body;
  }
}
