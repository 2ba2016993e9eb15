import type { Expr, FormattedValue, JoinedStr, StrConstant } from "./ast.ts";
import { parseYieldOrStarExpressions } from "./expression_lists.ts";
import { startsOperand } from "./displays.ts";
import type { Parser } from "./parser.ts";
import { RAW, TRIPLE } from "./scan_string.ts";
import { decodeString } from "./string_escapes.ts";
import { decodeAt, joinConstants } from "./strings.ts";
import { COLON, EQUAL, EXCLAMATION, NAME, RIGHT_BRACE } from "./tokens.ts";

/** How the text of an f-string ends and is decoded. */
interface Quotes {
  readonly code: number;
  readonly triple: boolean;
  readonly raw: boolean;
  /** Where the f-string begins, for errors about it as a whole. */
  readonly line: number;
  readonly column: number;
}

/**
 * Parses the f-string whose opening quotes are the current token (Python reference, "Formatted string
 * literals", with the grammar of PEP 701), and adds its texts and replacement fields to `pieces`.
 */
export function parseFString(parser: Parser, pieces: (StrConstant | FormattedValue)[]): void {
  const outerDepth = parser.fieldDepth;
  const quotes: Quotes = {
    code: parser.source.charCodeAt(parser.contentStart - 1),
    triple: (parser.stringFlags & TRIPLE) !== 0,
    raw: (parser.stringFlags & RAW) !== 0,
    line: parser.line,
    column: parser.column,
  };
  parser.pos = parser.contentStart;
  parsePieces(parser, quotes, pieces, false);
  parser.pos += quotes.triple ? 3 : 1;
  // The f-string becomes the current token, so that what follows knows where it ended.
  parser.endLine = parser.lineNumber;
  parser.endColumn = parser.pos - parser.lineStart;
  parser.fieldDepth = outerDepth;
  parser.next();
}

/**
 * Reads text and replacement fields from the scanner's position up to the closing quotes, or, in a
 * format specification, up to the brace that closes the field.
 */
function parsePieces(
  parser: Parser,
  quotes: Quotes,
  pieces: (StrConstant | FormattedValue)[],
  inSpecification: boolean,
): void {
  const source = parser.source;
  const fieldDepth = parser.fieldDepth;
  let from = parser.pos;
  let line = parser.lineNumber;
  let column = from - parser.lineStart;
  /** Adds the text up to `end`, which stands for the source up to the scanner's position. */
  const take = (end: number) => {
    if (end > from) pieces.push(textConstant(parser, quotes, from, end, line, column));
  };
  const restart = () => {
    from = parser.pos;
    line = parser.lineNumber;
    column = from - parser.lineStart;
  };
  for (;;) {
    const pos = parser.pos;
    const code = source.charCodeAt(pos);
    if (code === quotes.code && closes(source, pos, quotes)) {
      if (inSpecification) failInField(parser, quotes);
      take(pos);
      return;
    }
    if (code === 0x7b /* { */) {
      if (!inSpecification && source.charCodeAt(pos + 1) === 0x7b) {
        parser.pos = pos + 2;
        take(pos + 1);
      } else {
        take(pos);
        parseField(parser, quotes, pieces);
        parser.fieldDepth = fieldDepth;
      }
      restart();
    } else if (code === 0x7d /* } */) {
      take(pos);
      if (inSpecification) return;
      if (source.charCodeAt(pos + 1) !== 0x7d) {
        parser.failHere("f-string: single '}' is not allowed", pos);
      }
      restart();
      parser.pos = pos + 2;
      take(pos + 1);
      restart();
    } else if (code === 0x0a) {
      if (!quotes.triple) {
        if (inSpecification) failInField(parser, quotes);
        failUnterminated(parser, quotes);
      }
      parser.startLine(++parser.pos);
      if (parser.pos >= source.length) failUnterminated(parser, quotes);
    } else if (code === 0x5c /* \ */) {
      skipEscape(parser, quotes);
    } else {
      parser.pos = pos + 1;
    }
  }
}

function closes(source: string, pos: number, quotes: Quotes): boolean {
  return !quotes.triple ||
    source.charCodeAt(pos + 1) === quotes.code && source.charCodeAt(pos + 2) === quotes.code;
}

/** Steps over a backslash and what it escapes; braces are not escaped by it, except in `\N{…}`. */
function skipEscape(parser: Parser, quotes: Quotes): void {
  const { source } = parser;
  const next = source.charCodeAt(++parser.pos);
  if (next === 0x7b || next === 0x7d) return;
  parser.pos++;
  if (next === 0x0a) {
    parser.startLine(parser.pos);
    if (parser.pos >= source.length) failUnterminated(parser, quotes);
  } else if (next === 0x4e /* N */ && !quotes.raw && source.charCodeAt(parser.pos) === 0x7b) {
    const end = source.indexOf("}", parser.pos);
    const lineEnd = source.indexOf("\n", parser.pos);
    if (end >= 0 && end < lineEnd) parser.pos = end + 1;
  }
}

/** Makes a constant of the text from `from`, at `line` and `column`, to `to`; it ends where the scanner is. */
function textConstant(
  parser: Parser,
  quotes: Quotes,
  from: number,
  to: number,
  line: number,
  column: number,
): StrConstant {
  const text = parser.source.slice(from, to);
  const escaped = !quotes.raw && text.includes("\\");
  return {
    _type: "Constant",
    lineno: line,
    col_offset: column,
    end_lineno: parser.lineNumber,
    end_col_offset: parser.pos - parser.lineStart,
    value: escaped ? decodeAt(parser, () => decodeString(text)) : text,
    kind: null,
    type: "str",
  };
}

/** Parses a replacement field from its `{` at the scanner's position to behind its `}`. */
function parseField(
  parser: Parser,
  quotes: Quotes,
  pieces: (StrConstant | FormattedValue)[],
): void {
  const line = parser.lineNumber;
  const column = parser.pos - parser.lineStart;
  parser.openBracket(0x7b, parser.pos);
  parser.fieldDepth = parser.depth;
  const expressionStart = ++parser.pos;
  const expressionLine = parser.lineNumber;
  parser.next();
  const value = parseFieldExpression(parser);
  let debug = false;
  if (parser.kind === EQUAL) {
    parser.next();
    debug = true;
    pieces.push(debugConstant(parser, expressionStart, expressionLine, column + 1));
  }
  let conversion: FormattedValue["conversion"] = -1;
  if (parser.kind === EXCLAMATION) {
    conversion = parseConversion(parser);
  } else if (debug && parser.kind !== COLON) {
    conversion = 114;
  }
  const format_spec = parser.kind === COLON ? parseSpecification(parser, quotes) : null;
  if (parser.kind !== RIGHT_BRACE) {
    if (startsOperand(parser.kind)) {
      parser.rejectNode("invalid syntax. Perhaps you forgot a comma?", value);
    }
    parser.unexpected(`f-string: expecting ${expected(debug, conversion, format_spec)}`);
  }
  pieces.push({
    _type: "FormattedValue",
    lineno: line,
    col_offset: column,
    end_lineno: parser.lineNumber,
    end_col_offset: parser.pos - parser.lineStart,
    value,
    conversion,
    format_spec,
  });
}

/** What can stand behind the parts of a replacement field that there were. */
function expected(debug: boolean, conversion: number, format_spec: JoinedStr | null): string {
  if (format_spec !== null) return "'}'";
  if (conversion !== -1 && conversion !== 114 || conversion === 114 && !debug) return "':' or '}'";
  return debug ? "'!', or ':', or '}'" : "'=', or '!', or ':', or '}'";
}

function parseFieldExpression(parser: Parser): Expr {
  const { kind } = parser;
  if (kind === RIGHT_BRACE || kind === EXCLAMATION || kind === COLON || kind === EQUAL) {
    const found = parser.source[parser.start];
    parser.reject(
      `f-string: valid expression required before '${found}'`,
      parser.line,
      parser.column,
    );
  }
  return parseYieldOrStarExpressions(parser);
}

/** The text of `{expression = }` up to the current token, which stands behind the `=`, without comments. */
function debugConstant(
  parser: Parser,
  from: number,
  line: number,
  column: number,
): StrConstant {
  const text = parser.source.slice(from, parser.start);
  return {
    _type: "Constant",
    lineno: line,
    col_offset: column,
    end_lineno: parser.line,
    end_col_offset: parser.column,
    value: text.includes("#") ? withoutComments(text) : text,
    kind: null,
    type: "str",
  };
}

/** As CPython does it: a `#` counts as the begin of a comment unless it stands in a string. */
function withoutComments(text: string): string {
  return text.replace(
    /("""|'''|["'])(?:\\[^]|(?!\1)[^])*?\1|#[^\n]*/g,
    (match) => match.startsWith("#") ? "" : match,
  );
}

function parseConversion(parser: Parser): FormattedValue["conversion"] {
  const { end } = parser;
  parser.next();
  if (parser.kind !== NAME) parser.unexpected("f-string: invalid conversion character");
  if (parser.start !== end) {
    parser.unexpected("f-string: conversion type must come right after the exclamation mark");
  }
  const { name } = parser;
  if (name !== "s" && name !== "r" && name !== "a") {
    parser.unexpected(
      `f-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`,
    );
  }
  parser.next();
  return name.charCodeAt(0) as 115 | 114 | 97;
}

/** Parses the format specification behind the current token, a colon, and moves to the field's `}`. */
function parseSpecification(parser: Parser, quotes: Quotes): JoinedStr {
  const { line, column } = parser;
  const pieces: (StrConstant | FormattedValue)[] = [];
  parsePieces(parser, quotes, pieces, true);
  const node: JoinedStr = {
    _type: "JoinedStr",
    lineno: line,
    col_offset: column,
    end_lineno: parser.lineNumber,
    end_col_offset: parser.pos - parser.lineStart,
    values: joinConstants(pieces),
  };
  parser.next();
  return node;
}

function failInField(parser: Parser, quotes: Quotes): never {
  parser.fail("f-string: expecting '}', or format specs", quotes.line, quotes.column);
}

function failUnterminated(parser: Parser, quotes: Quotes): never {
  const last = parser.pos >= parser.source.length ? parser.lineNumber - 1 : parser.lineNumber;
  const kind = quotes.triple ? "triple-quoted f-string" : "f-string";
  parser.fail(
    `unterminated ${kind} literal (detected at line ${last})`,
    quotes.line,
    quotes.column,
  );
}
