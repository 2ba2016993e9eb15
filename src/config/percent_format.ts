import { MigratorError } from "../errors/mod.ts";
import { quote } from "./python_text.ts";

/** A format text that Python's `%` operator would refuse; the message is Python's. */
export class PercentFormatError extends MigratorError {
  constructor(message: string, hint?: string) {
    super("percent_format", message, { hint });
  }
}

/** The values that a format text can name. */
export type FormatValues = Readonly<Record<string, string | number>>;

/** Widest field. */
const WIDEST = 10_000;
/** As many digits behind a point as JavaScript gives. */
const MOST_DIGITS = 100;

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  readonly type: string;
}

/**
 * Python's `template % values` with a dictionary on the right, as the format of log lines, the
 * `file_template` and the strings of `[tool.alembic]` use it: `%(name)s`, `%(month).2d`,
 * `%(levelname)-5.5s`, `%%`, with the conversions d i u s r a x X o e E f F g G c.
 *
 * Throws a {@link PercentFormatError} for an unknown name, a conversion that does not fit the
 * value, or a percent sign that begins none.
 */
export function percentFormat(template: string, values: FormatValues): string {
  let result = "";
  for (const part of partsOf(template)) {
    if (typeof part === "string") {
      result += part;
      continue;
    }
    if (part instanceof PercentFormatError) throw part;
    const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined;
    if (value === undefined) {
      throw new PercentFormatError(
        `unknown name ${quote(part.name)} in the format ${quote(template)}`,
        "write %% for a percent sign",
      );
    }
    result += convert(part.conversion, value);
  }
  return result;
}

/** The parts of the last template: a log's format is used again for each of its lines. */
let last: { readonly template: string; readonly parts: readonly Part[] } | undefined;

function partsOf(template: string): readonly Part[] {
  if (last?.template !== template) last = { template, parts: readParts(template) };
  return last.parts;
}

/** Text as it is, a place for a value, or at the end what ends the reading of a template. */
type Part = string | PercentFormatError | {
  readonly name: string;
  readonly conversion: Conversion;
};

// An error is kept at its place: what is wrong with a value before it is found first, as in Python.
function readParts(template: string): readonly Part[] {
  const parts: Part[] = [];
  let position = 0;
  try {
    for (let at = template.indexOf("%"); at >= 0; at = template.indexOf("%", position)) {
      parts.push(template.slice(position, at));
      if (template[at + 1] === "%") {
        parts.push("%");
        position = at + 2;
        continue;
      }
      const name = readName(template, at);
      const { conversion, end } = readConversion(template, name.end);
      parts.push({ name: name.text, conversion });
      position = end;
    }
  } catch (error) {
    if (!(error instanceof PercentFormatError)) throw error;
    return [...parts, error];
  }
  return [...parts, template.slice(position)];
}

function readName(template: string, at: number): { readonly text: string; readonly end: number } {
  if (template[at + 1] !== "(") {
    throw new PercentFormatError(
      at + 1 < template.length
        ? `'%' must be followed by '%' or '(', found: ${quote(template.slice(at))}`
        : "incomplete format",
      "write %% for a percent sign",
    );
  }
  // Parentheses inside a name nest.
  let depth = 0;
  for (let end = at + 1; end < template.length; end++) {
    if (template[end] === "(") depth++;
    else if (template[end] === ")" && --depth === 0) {
      return { text: template.slice(at + 2, end), end: end + 1 };
    }
  }
  throw new PercentFormatError("incomplete format key", "write %% for a percent sign");
}

function readConversion(
  template: string,
  start: number,
): { readonly conversion: Conversion; readonly end: number } {
  const found = /^([-+ #0]*)(\d*)(?:\.(\d*))?[hlL]?/.exec(template.slice(start));
  const end = start + (found?.[0].length ?? 0);
  const type = template[end];
  if (type === undefined) throw new PercentFormatError("incomplete format");
  if (!"diusraxXoeEfFgGc".includes(type)) {
    throw new PercentFormatError(
      `unsupported format character ${quote(type)} at index ${end} of ${quote(template)}`,
    );
  }
  const precision = found?.[3];
  for (const [what, size] of [["width", found?.[2]], ["precision", precision]]) {
    if (Number(size ?? 0) > WIDEST) {
      throw new PercentFormatError(`${what} too big in the format ${quote(template)}`);
    }
  }
  return {
    conversion: {
      flags: found?.[1] ?? "",
      width: Number(found?.[2] ?? 0),
      precision: precision === undefined ? null : Number(precision),
      type,
    },
    end: end + 1,
  };
}

function convert(conversion: Conversion, value: string | number): string {
  const { flags, width, type } = conversion;
  const isText = "srac".includes(type);
  const text = isText ? formatText(conversion, value) : formatNumber(conversion, value);
  if (flags.includes("-")) return text.padEnd(width);
  if (isText || !flags.includes("0")) return text.padStart(width);
  // Zeros stand between the sign (or the 0x of #) and the digits.
  const prefix =
    /^[-+ ]?(?:0[xXo](?=.))?/.exec(flags.includes("#") ? text : text.slice(0, 1))?.[0] ?? "";
  return prefix + text.slice(prefix.length).padStart(width - prefix.length, "0");
}

function formatText({ type, precision }: Conversion, value: string | number): string {
  if (type === "c" && typeof value === "number") {
    if (value >= 0 && value <= 0x10ffff) return String.fromCodePoint(value);
    throw new PercentFormatError("%c arg not in range(0x110000)");
  }
  if (type === "c" && [...String(value)].length !== 1) {
    throw new PercentFormatError("%c requires an int or a unicode character");
  }
  let text = String(value);
  if ((type === "r" || type === "a") && typeof value === "string") text = quote(value);
  return precision === null ? text : [...text].slice(0, precision).join("");
}

function formatNumber(conversion: Conversion, value: string | number): string {
  const { flags, type } = conversion;
  if (typeof value !== "number") {
    throw new PercentFormatError(`%${type} format: a real number is required, not str`);
  }
  const sign = value < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const size = Math.abs(value);
  return sign +
    ("eEfFgG".includes(type) ? formatReal(conversion, size) : formatInteger(conversion, size));
}

function formatInteger({ type, flags, precision }: Conversion, size: number): string {
  const base = type === "x" || type === "X" ? 16 : type === "o" ? 8 : 10;
  const digits = Math.trunc(size).toString(base).padStart(precision ?? 0, "0");
  const prefix = flags.includes("#") && base !== 10 ? (base === 16 ? "0x" : "0o") : "";
  return type === "X" ? (prefix + digits).toUpperCase() : prefix + digits;
}

function formatReal({ type, precision }: Conversion, size: number): string {
  const digits = precision ?? 6;
  if (digits > MOST_DIGITS) throw new PercentFormatError(`precision too big for %${type}`);
  const kind = type.toLowerCase();
  let text: string;
  if (kind === "f") text = roundedToEven(size, digits);
  else if (kind === "e") text = size.toExponential(digits);
  else text = general(size, Math.max(digits, 1));
  text = text.replace(/e([+-])(\d)$/, "e$10$2");
  return type === kind ? text : text.toUpperCase();
}

// A value that lies exactly between two results is rounded to the even one, as C's printf does.
function roundedToEven(size: number, digits: number): string {
  const scaled = size * 10 ** digits;
  if (digits <= 15 && Math.abs(scaled % 1) === 0.5 && scaled < 2 ** 52) {
    const floor = Math.floor(scaled);
    return ((floor % 2 === 0 ? floor : floor + 1) / 10 ** digits).toFixed(digits);
  }
  return size.toFixed(digits);
}

function general(size: number, digits: number): string {
  if (size === 0) return "0";
  const exponent = Number(size.toExponential(digits - 1).split("e")[1]);
  if (exponent >= -4 && exponent < digits) {
    return size.toFixed(digits - 1 - exponent).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  }
  return size.toExponential(digits - 1).replace(/(\.\d*?)0+e/, "$1e").replace(".e", "e");
}
