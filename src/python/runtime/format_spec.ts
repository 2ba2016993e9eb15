import { raise, valueError } from "./exceptions.ts";
import { exponentText, fixedText, floatRepr, significant } from "./float_text.ts";
import { checkText } from "./limits.ts";
import { sliceText, textLength } from "./text.ts";

/** A parsed format specification (Library Reference, "Format Specification Mini-Language"). */
export interface FormatSpec {
  readonly fill: string;
  /** `<`, `>`, `=`, `^` or null where none was given. */
  readonly align: string | null;
  readonly sign: string;
  readonly signGiven: boolean;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

const SPEC =
  /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;

/** Reads a specification; `typeName` is for the message of a bad one. */
export function parseFormatSpec(text: string, typeName: string): FormatSpec {
  const match = SPEC.exec(text);
  if (match === null) {
    if (/\.(\D|$)/.test(text)) throw valueError("Format specifier missing precision");
    const code = /^(?:.?[<>=^])?[-+ ]?z?#?0?\d*[,_]?(?:\.\d+)?(.)$/su.exec(text)?.[1];
    throw valueError(
      code === undefined
        ? `Invalid format specifier '${text}' for object of type '${typeName}'`
        : `Unknown format code '${code}' for object of type '${typeName}'`,
    );
  }
  const [, fill, align, sign, z, alternate, zero, width, grouping, precision, type] = match;
  const size = Number(width ?? 0);
  if (grouping !== undefined && type !== undefined) {
    const allowed = grouping === "," ? "deEfFgG%" : "deEfFgG%bxXo";
    if (!allowed.includes(type)) throw valueError(`Cannot specify '${grouping}' with '${type}'.`);
  }
  checkText(size);
  if (precision !== undefined && Number(precision) > 1_000_000) {
    throw valueError("precision too big");
  }
  return {
    fill: fill ?? (zero !== undefined ? "0" : " "),
    align: align ?? (zero !== undefined ? "=" : null),
    sign: sign ?? "-",
    signGiven: sign !== undefined,
    noNegativeZero: z !== undefined,
    alternate: alternate !== undefined,
    width: size,
    grouping: grouping ?? "",
    precision: precision === undefined ? null : Number(precision),
    type: type ?? "",
  };
}

function unknownCode(spec: FormatSpec, typeName: string): never {
  throw valueError(`Unknown format code '${spec.type}' for object of type '${typeName}'`);
}

/** Pads to the width; `prefix` (sign, `0x`) stays left of the padding with `=`. */
function pad(spec: FormatSpec, prefix: string, body: string, fallback: string): string {
  const missing = spec.width - textLength(prefix) - textLength(body);
  if (missing <= 0) return prefix + body;
  const { fill } = spec;
  switch (spec.align ?? fallback) {
    case "<":
      return prefix + body + fill.repeat(missing);
    case "=":
      return prefix + fill.repeat(missing) + body;
    case "^": {
      const left = missing >> 1;
      return fill.repeat(left) + prefix + body + fill.repeat(missing - left);
    }
    default:
      return fill.repeat(missing) + prefix + body;
  }
}

/** `format(str, spec)`. */
export function formatString(text: string, specText: string): string {
  if (specText === "") return text;
  const spec = parseFormatSpec(specText, "str");
  if (spec.type !== "" && spec.type !== "s") unknownCode(spec, "str");
  if (spec.sign !== "-") throw valueError("Sign not allowed in string format specifier");
  if (spec.alternate) {
    throw valueError("Alternate form (#) not allowed in string format specifier");
  }
  if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=" && !/^0\d/.test(specText)) {
    throw valueError("'=' alignment not allowed in string format specifier");
  }
  const body = spec.precision === null ? text : sliceText(text, 0, spec.precision);
  return pad(spec.align === "=" ? { ...spec, align: "<" } : spec, "", body, "<");
}

function group(digits: string, separator: string, size: number): string {
  if (separator === "") return digits;
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= size) {
    parts.unshift(digits.slice(Math.max(0, end - size), end));
  }
  return parts.join(separator);
}

function signOf(spec: FormatSpec, negative: boolean): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign;
}

/** Grouped digits, zero-filled to the width where `0` or `0=` asks for it. */
function padNumber(
  spec: FormatSpec,
  prefix: string,
  whole: string,
  rest: string,
  groupSize: number,
): string {
  let digits = group(whole, spec.grouping, groupSize);
  if (spec.grouping !== "" && spec.fill === "0" && spec.align === "=") {
    const wanted = spec.width - prefix.length - rest.length;
    for (let padded = whole; digits.length < wanted;) {
      padded = `0${padded}`;
      digits = group(padded, spec.grouping, groupSize);
    }
    return prefix + digits + rest;
  }
  return pad(spec, prefix, digits + rest, ">");
}

/** `format(int, spec)`. */
export function formatInt(value: number | bigint, specText: string): string {
  if (specText === "") return String(value);
  const spec = parseFormatSpec(specText, "int");
  const negative = value < 0;
  const big = negative ? -BigInt(value) : BigInt(value);
  if ("eEfFgG%".includes(spec.type) && spec.type !== "") {
    const float = Number(value);
    if (!Number.isFinite(float)) {
      throw raise("OverflowError", "int too large to convert to float");
    }
    return formatFloat(float, specText, "int");
  }
  if (spec.noNegativeZero) {
    throw valueError("Negative zero coercion (z) not allowed in integer format specifier");
  }
  if (spec.precision !== null) {
    throw valueError("Precision not allowed in integer format specifier");
  }
  switch (spec.type) {
    case "":
    case "d":
    case "n":
      return padNumber(spec, signOf(spec, negative), big.toString(), "", 3);
    case "c": {
      if (spec.signGiven) {
        throw valueError("Sign not allowed with integer format specifier 'c'");
      }
      if (spec.alternate) {
        throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
      }
      const code = Number(value);
      if (code < 0 || code > 0x10ffff) {
        throw raise("OverflowError", "%c arg not in range(0x110000)");
      }
      return pad(spec, "", String.fromCodePoint(code), ">");
    }
    case "b":
    case "o":
    case "x":
    case "X": {
      const radix = spec.type === "b" ? 2 : spec.type === "o" ? 8 : 16;
      const digits = spec.type === "X" ? big.toString(radix).toUpperCase() : big.toString(radix);
      const prefix = signOf(spec, negative) + (spec.alternate ? `0${spec.type}` : "");
      return padNumber(spec, prefix, digits, "", 4);
    }
    default:
      return unknownCode(spec, "int");
  }
}

/** `format(float, spec)`. */
export function formatFloat(value: number, specText: string, typeName = "float"): string {
  if (specText === "") return floatRepr(value);
  const spec = parseFormatSpec(specText, typeName);
  if (spec.type !== "" && !"eEfFgGn%".includes(spec.type)) unknownCode(spec, typeName);
  let body = floatBody(Math.abs(value), spec);
  let negative = value < 0 || Object.is(value, -0);
  if (spec.noNegativeZero && negative && !/[1-9]/.test(body.replace(/e.*$/i, ""))) {
    negative = false;
  }
  if (Number.isNaN(value)) negative = false;
  const match = /^(\d+)(.*)$/s.exec(body);
  if (match === null) {
    if (spec.type === "E" || spec.type === "F" || spec.type === "G") body = body.toUpperCase();
    // Zeros do not go in front of inf and nan as digits, they are plain padding.
    return pad(spec, signOf(spec, negative), body, ">");
  }
  return padNumber(spec, signOf(spec, negative), match[1]!, match[2]!, 3);
}

/** The digits of a non-negative value in the given presentation. */
function floatBody(value: number, spec: FormatSpec): string {
  if (Number.isNaN(value)) return spec.type === "%" ? "nan%" : "nan";
  if (!Number.isFinite(value)) return spec.type === "%" ? "inf%" : "inf";
  const { type, alternate } = spec;
  const precision = spec.precision ?? 6;
  switch (type) {
    case "f":
    case "F":
      return withPoint(fixedText(value, precision), alternate);
    case "%":
      return `${withPoint(fixedText(value * 100, precision), alternate)}%`;
    case "e":
    case "E": {
      const text = exponentForm(value, precision, alternate);
      return type === "E" ? text.toUpperCase() : text;
    }
    case "g":
    case "n":
      return generalForm(value, spec.precision === 0 ? 1 : precision, alternate);
    case "G":
      return generalForm(value, spec.precision === 0 ? 1 : precision, alternate).toUpperCase();
    default:
      if (spec.precision === null) {
        return alternate ? floatRepr(value).replace(/^(\d+)e/, "$1.e") : floatRepr(value);
      }
      return reprForm(value, spec.precision === 0 ? 1 : spec.precision, alternate);
  }
}

function withPoint(text: string, alternate: boolean): string {
  return alternate && !text.includes(".") ? `${text}.` : text;
}

function exponentForm(value: number, places: number, alternate: boolean): string {
  const { digits, exponent } = significant(value, places);
  const mantissa = places > 0 ? `${digits[0]}.${digits.slice(1)}` : withPoint(digits, alternate);
  return `${mantissa}e${exponentText(exponent)}`;
}

function generalForm(value: number, precision: number, alternate: boolean): string {
  const { digits, exponent } = significant(value, precision - 1);
  const trim = (text: string) =>
    alternate || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  if (exponent < -4 || exponent >= precision) {
    const mantissa = trim(
      digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : withPoint(digits, alternate),
    );
    return `${mantissa}e${exponentText(exponent)}`;
  }
  const text = exponent < 0
    ? `0.${"0".repeat(-exponent - 1)}${digits}`
    : digits.length > exponent + 1
    ? `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
    : withPoint(digits, alternate);
  return trim(text);
}

/** No type but a precision: like `g`, with at least one digit after the point. */
function reprForm(value: number, precision: number, alternate: boolean): string {
  const { exponent } = significant(value, precision - 1);
  // Without a type the exponent form already starts at the precision itself, not beyond it.
  if (exponent === precision - 1) {
    const text = exponentForm(value, precision - 1, alternate);
    const [mantissa, power] = text.split("e") as [string, string];
    return `${mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa}e${power}`;
  }
  const text = generalForm(value, precision, alternate);
  return text.includes("e") || text.includes(".") ? text : `${text}.0`;
}
