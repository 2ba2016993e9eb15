import { asInt } from "./arithmetic.ts";
import { typeName, typeOf } from "./builtin_classes.ts";
import { PyDict } from "./dict.ts";
import { raise, typeError, valueError } from "./exceptions.ts";
import { formatFloat } from "./format_spec.ts";
import { checkText } from "./limits.ts";
import { plain, PyBytes, PyFloat, PyList, PyRange, PyTuple } from "./objects.ts";
import { toIndex } from "./operators.ts";
import { repr, str } from "./repr.ts";
import { getItem } from "./subscript.ts";
import { callSpecial, runNow } from "./call.ts";
import { sliceText, textLength } from "./text.ts";
import { asciiText } from "./text_repr.ts";
import { PyObject, type Value } from "./value.ts";

const CONVERSION =
  /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.)?/gsu;

/** `format % values` (Library Reference, "printf-style String Formatting"). */
export function formatPercent(format: string, values: Value): string {
  const args: readonly Value[] = values instanceof PyTuple ? values.items : [values];
  let next = 0;
  let mapped = false;
  const take = (): Value => {
    if (next >= args.length) throw typeError("not enough arguments for format string");
    return args[next++]!;
  };
  const star = (): number => {
    const size = asInt(plain(take()));
    if (size === null) throw typeError("* wants int");
    return Number(size);
  };
  const result = format.replace(
    CONVERSION,
    (
      whole: string,
      key: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      conversion: string | undefined,
      offset: number,
    ) => {
      let size = width === "*" ? star() : Number(width ?? 0);
      let leftAligned = flags.includes("-");
      if (size < 0) {
        leftAligned = true;
        size = -size;
      }
      checkText(size);
      const places = precision === undefined
        ? null
        : precision === "*"
        ? Math.max(0, star())
        : Number(precision);
      if (conversion === undefined) throw valueError("incomplete format");
      if (conversion === "%") return "%";
      let value: Value;
      if (key !== undefined) {
        if (!isMapping(values)) throw typeError("format requires a mapping");
        mapped = true;
        value = runNow(getItem(values, key));
      } else value = take();
      const index = textLength(format.slice(0, offset + whole.length)) - 1;
      const text = convert(conversion, value, flags, places, index);
      return padTo(text, size, leftAligned, flags.includes("0") && isNumeric(conversion));
    },
  );
  if (!mapped && next < args.length && !(isMapping(values) && next === 0)) {
    throw typeError("not all arguments converted during string formatting");
  }
  return result;
}

function isNumeric(conversion: string): boolean {
  return "diuoxXeEfFgG".includes(conversion);
}

function isMapping(values: Value): boolean {
  if (values instanceof PyDict) return true;
  if (
    values instanceof PyTuple || values instanceof PyList || values instanceof PyRange ||
    !(values instanceof PyObject)
  ) return values instanceof PyList || values instanceof PyRange;
  return typeOf(values).lookup("__getitem__") !== undefined;
}

function padTo(text: string, width: number, left: boolean, zeros: boolean): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  if (left) return text + " ".repeat(missing);
  if (!zeros) return " ".repeat(missing) + text;
  const prefix = /^[-+ ]?(?:0[xXo])?/.exec(text)![0];
  return prefix + "0".repeat(missing) + text.slice(prefix.length);
}

function convert(
  conversion: string,
  value: Value,
  flags: string,
  precision: number | null,
  index: number,
): string {
  const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const cut = (text: string) => precision === null ? text : sliceText(text, 0, precision);
  switch (conversion) {
    case "s":
      return cut(str(value));
    case "r":
      return cut(repr(value));
    case "a":
      return cut(asciiText(repr(value)));
    case "c":
      return character(value);
    case "d":
    case "i":
    case "u":
      return signed(integerDigits(truncated(value, conversion), 10, precision), sign);
    case "o":
    case "x":
    case "X": {
      const int = whole(value, conversion);
      const digits = integerDigits(int, conversion === "o" ? 8 : 16, precision);
      const text = flags.includes("#")
        ? digits.replace(/^-?/, `$&0${conversion.toLowerCase()}`)
        : digits;
      return signed(conversion === "X" ? text.toUpperCase() : text, sign);
    }
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G": {
      const number = real(value);
      const spec = `${sign}${flags.includes("#") ? "#" : ""}.${precision ?? 6}${conversion}`;
      return formatFloat(number, spec);
    }
    default:
      throw valueError(
        `unsupported format character '${conversion}' (0x${
          conversion.codePointAt(0)!.toString(16)
        }) at index ${index}`,
      );
  }
}

function signed(digits: string, sign: string): string {
  return digits.startsWith("-") ? digits : sign + digits;
}

function integerDigits(value: number | bigint, radix: number, precision: number | null): string {
  const negative = value < 0;
  const digits = (negative ? -BigInt(value) : BigInt(value)).toString(radix);
  return (negative ? "-" : "") + digits.padStart(precision ?? 0, "0");
}

function truncated(value: Value, conversion: string): number | bigint {
  const inner = plain(value);
  if (inner instanceof PyFloat) {
    if (!Number.isFinite(inner.value)) {
      throw Number.isNaN(inner.value)
        ? valueError("cannot convert float NaN to integer")
        : raise("OverflowError", "cannot convert float infinity to integer");
    }
    return BigInt(Math.trunc(inner.value));
  }
  const special = typeOf(value).lookup("__int__");
  if (asInt(inner) === null && special !== undefined && value instanceof PyObject) {
    return truncated(runNow(callSpecial(special, value, [])), conversion);
  }
  if (asInt(inner) === null) {
    throw typeError(`%${conversion} format: a real number is required, not ${typeName(value)}`);
  }
  return asInt(inner)!;
}

function whole(value: Value, conversion: string): number | bigint {
  const int = asInt(plain(value));
  if (int !== null) return int;
  if (typeOf(value).lookup("__index__") !== undefined) return toIndex(value);
  throw typeError(`%${conversion} format: an integer is required, not ${typeName(value)}`);
}

function real(value: Value): number {
  const inner = plain(value);
  if (inner instanceof PyFloat) return inner.value;
  const int = asInt(inner);
  if (int !== null) return Number(int);
  const special = typeOf(value).lookup("__float__");
  if (special !== undefined) return real(runNow(callSpecial(special, value, [])));
  throw typeError(`must be real number, not ${typeName(value)}`);
}

function character(value: Value): string {
  const inner = plain(value);
  if (typeof inner === "string") {
    if (textLength(inner) !== 1) throw typeError("%c requires int or char");
    return inner;
  }
  const code = asInt(inner);
  if (code === null) throw typeError("%c requires int or char");
  if (code < 0 || code > 0x10ffff) throw raise("OverflowError", "%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

/** `bytes % values`: through Latin-1 text, as the result holds the same bytes. */
export function formatPercentBytes(format: PyBytes, values: Value): PyBytes {
  const latin = (value: Value): Value =>
    value instanceof PyBytes ? String.fromCharCode(...value.data) : value;
  const args = values instanceof PyTuple ? new PyTuple(values.items.map(latin)) : latin(values);
  const text = formatPercent(latin(format) as string, args);
  return new PyBytes(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));
}
