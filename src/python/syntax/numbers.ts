import type { Constant } from "./ast.ts";
import type { Parser } from "./parser.ts";

/** CPython's default limit for the digits of a decimal integer. */
const MAX_DIGITS = 4300;

/** Parses the number that is the current token. */
export function parseNumber(parser: Parser): Constant {
  const { line, column } = parser;
  const span = {
    _type: "Constant",
    lineno: line,
    col_offset: column,
    end_lineno: parser.endLine,
    end_col_offset: parser.endColumn,
  } as const;
  let text = parser.source.slice(parser.start, parser.end);
  if (text.includes("_")) text = text.replaceAll("_", "");
  const radix = text.charCodeAt(1) | 0x20;
  if (radix === 0x78 /* x */ || radix === 0x6f /* o */ || radix === 0x62 /* b */) {
    parser.next();
    return { ...span, value: integer(text), kind: null, type: "int" };
  }
  if ((text.charCodeAt(text.length - 1) | 0x20) === 0x6a /* j */) {
    parser.next();
    return { ...span, value: Number(text.slice(0, -1)), kind: null, type: "complex" };
  }
  if (/[.eE]/.test(text)) {
    parser.next();
    return { ...span, value: Number(text), kind: null, type: "float" };
  }
  if (text.length > MAX_DIGITS) {
    parser.reject(
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ` +
        `${text.length} digits; use sys.set_int_max_str_digits() to increase the limit - ` +
        "Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
      line,
      column,
    );
  }
  parser.next();
  return { ...span, value: integer(text), kind: null, type: "int" };
}

/** A bigint only where a number would not be exact; JavaScript's prefixes are Python's. */
function integer(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
