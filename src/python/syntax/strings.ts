import type { Constant, FormattedValue, JoinedStr, StrConstant } from "./ast.ts";
import { parseFString } from "./fstrings.ts";
import type { Parser } from "./parser.ts";
import { BYTES, ESCAPED, RAW } from "./scan_string.ts";
import { decodeBytes, decodeString, EscapeError } from "./string_escapes.ts";
import { FSTRING, STRING } from "./tokens.ts";

/**
 * Parses one string literal, or several that are concatenated by standing next to each other (Python
 * reference, "String literal concatenation").
 */
export function parseStrings(parser: Parser): Constant | JoinedStr {
  const { line, column } = parser;
  if ((parser.stringFlags & BYTES) !== 0) return parseBytes(parser, line, column);
  const kind = unicodeKind(parser);
  if (parser.kind === STRING) {
    const value = readString(parser);
    parser.next();
    if (parser.kind !== STRING && parser.kind !== FSTRING) {
      return stringConstant(parser, value, kind, line, column);
    }
    return concatenate(parser, [stringConstant(parser, value, kind, line, column)], line, column);
  }
  return concatenate(parser, [], line, column);
}

/** Parses the strings at and after the current token, and joins them to those before it. */
function concatenate(
  parser: Parser,
  pieces: (StrConstant | FormattedValue)[],
  line: number,
  column: number,
): Constant | JoinedStr {
  let formatted = false;
  while (parser.kind === STRING || parser.kind === FSTRING) {
    if (parser.kind === FSTRING) {
      formatted = true;
      parseFString(parser, pieces);
      continue;
    }
    if ((parser.stringFlags & BYTES) !== 0) failMixed(parser, line, column);
    const start = parser.line;
    const startColumn = parser.column;
    const kind = unicodeKind(parser);
    const value = readString(parser);
    parser.next();
    pieces.push(stringConstant(parser, value, kind, start, startColumn));
  }
  if (!formatted) {
    const value = pieces.map((piece) => (piece as StrConstant).value).join("");
    return stringConstant(parser, value, (pieces[0] as StrConstant).kind, line, column);
  }
  return {
    _type: "JoinedStr",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    values: joinConstants(pieces),
  };
}

/** Makes one constant of those that follow each other, and drops those that are empty. */
export function joinConstants(
  pieces: readonly (StrConstant | FormattedValue)[],
): (StrConstant | FormattedValue)[] {
  const joined: (StrConstant | FormattedValue)[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    if (piece._type === "FormattedValue") {
      joined.push(piece);
      continue;
    }
    let value = piece.value;
    let last = piece;
    for (; index + 1 < pieces.length; index++) {
      const next = pieces[index + 1]!;
      if (next._type === "FormattedValue") break;
      value += next.value;
      last = next;
    }
    if (value === "") continue;
    const { end_lineno, end_col_offset } = last;
    joined.push(last === piece ? piece : { ...piece, end_lineno, end_col_offset, value });
  }
  return joined;
}

function parseBytes(parser: Parser, line: number, column: number): Constant {
  const parts: Uint8Array[] = [];
  while (parser.kind === STRING && (parser.stringFlags & BYTES) !== 0) {
    parts.push(readBytes(parser));
    parser.next();
  }
  if (parser.kind === STRING || parser.kind === FSTRING) failMixed(parser, line, column);
  const value = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    value.set(part, offset);
    offset += part.length;
  }
  return {
    _type: "Constant",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
    kind: null,
    type: "bytes",
  };
}

function failMixed(parser: Parser, line: number, column: number): never {
  parser.reject("cannot mix bytes and nonbytes literals", line, column);
}

function stringConstant(
  parser: Parser,
  value: string,
  kind: "u" | null,
  line: number,
  column: number,
): StrConstant {
  return {
    _type: "Constant",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
    kind,
    type: "str",
  };
}

/** Only the lower-case prefix counts for CPython. */
function unicodeKind(parser: Parser): "u" | null {
  return parser.source.charCodeAt(parser.start) === 0x75 /* u */ ? "u" : null;
}

/** The text of the current token, a string literal. */
function readString(parser: Parser): string {
  const text = parser.source.slice(parser.contentStart, parser.contentEnd);
  if ((parser.stringFlags & (ESCAPED | RAW)) !== ESCAPED) return text;
  return decodeAt(parser, () => decodeString(text));
}

function readBytes(parser: Parser): Uint8Array {
  const text = parser.source.slice(parser.contentStart, parser.contentEnd);
  if (/[^\0-\x7f]/.test(text)) {
    parser.reject("bytes can only contain ASCII literal characters", parser.line, parser.column);
  }
  return decodeAt(parser, () => decodeBytes(text, (parser.stringFlags & RAW) !== 0));
}

/** Places what is wrong with an escape sequence at the string literal that is the current token. */
export function decodeAt<T>(parser: Parser, decode: () => T): T {
  const { line, column } = parser;
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof EscapeError)) throw error;
    parser.fail(error.message, line, column);
  }
}
