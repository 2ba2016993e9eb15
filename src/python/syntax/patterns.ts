import type { Expr, Pattern } from "./ast.ts";
import { parseNumber } from "./numbers.ts";
import type { Parser } from "./parser.ts";
import { parseName } from "./primaries.ts";
import { parseStrings } from "./strings.ts";
import {
  AS,
  COLON,
  COMMA,
  DOT,
  DOUBLE_STAR,
  EQUAL,
  FALSE,
  FSTRING,
  IF,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  MINUS,
  NAME,
  NONE,
  NUMBER,
  PLUS,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
  STAR,
  STRING,
  TRUE,
  VERTICAL_BAR,
} from "./tokens.ts";

/** Parses what stands behind `case`: a pattern, or a sequence of them without parentheses. */
export function parsePatterns(parser: Parser): Pattern {
  const { line, column } = parser;
  const first = parseElementPattern(parser);
  if (parser.kind !== COMMA) {
    if (first._type === "MatchStar") parser.unexpected();
    return first;
  }
  const patterns = [first];
  while (parser.accept(COMMA)) {
    if (parser.kind === COLON || parser.kind === IF) break;
    patterns.push(parseElementPattern(parser));
  }
  return { _type: "MatchSequence", ...span(parser, line, column), patterns };
}

/** The place of a node that begins as given and ends before the current token. */
function span(parser: Parser, line: number, column: number) {
  return {
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
  };
}

/** Parses an element of a sequence pattern. */
function parseElementPattern(parser: Parser): Pattern {
  const { line, column } = parser;
  if (!parser.accept(STAR)) return parsePattern(parser);
  const name = parser.expectName();
  return {
    _type: "MatchStar",
    ...span(parser, line, column),
    name: name === "_" ? null : name,
  };
}

/** Parses alternatives with a name for what they match, or either. */
function parsePattern(parser: Parser): Pattern {
  const { line, column } = parser;
  const first = parseClosedPattern(parser);
  let pattern = first;
  if (parser.kind === VERTICAL_BAR) {
    const patterns = [first];
    while (parser.accept(VERTICAL_BAR)) patterns.push(parseClosedPattern(parser));
    pattern = { _type: "MatchOr", ...span(parser, line, column), patterns };
  }
  if (!parser.accept(AS)) return pattern;
  if (parser.kind !== NAME) parser.unexpected("invalid pattern target");
  if (parser.name === "_") parser.unexpected("cannot use '_' as a target");
  const name = parser.expectName();
  return { _type: "MatchAs", ...span(parser, line, column), pattern, name };
}

function parseClosedPattern(parser: Parser): Pattern {
  const { kind, line, column } = parser;
  switch (kind) {
    case NAME:
      return parseNamePattern(parser);
    case NONE:
    case TRUE:
    case FALSE:
      parser.next();
      return {
        _type: "MatchSingleton",
        ...span(parser, line, column),
        value: kind === NONE ? null : kind === TRUE,
      };
    case LEFT_PARENTHESIS:
      return parseSequencePattern(parser, RIGHT_PARENTHESIS);
    case LEFT_BRACKET:
      return parseSequencePattern(parser, RIGHT_BRACKET);
    case LEFT_BRACE:
      return parseMappingPattern(parser);
    default: {
      const value = parseLiteral(parser);
      return { _type: "MatchValue", ...span(parser, line, column), value };
    }
  }
}

/** Parses a capture, the wildcard, a dotted name or a class pattern. */
function parseNamePattern(parser: Parser): Pattern {
  const { line, column } = parser;
  if (parser.name === "_") {
    parser.next();
    return { _type: "MatchAs", ...span(parser, line, column), pattern: null, name: null };
  }
  const value = parseDottedName(parser);
  if (parser.kind === LEFT_PARENTHESIS) return parseClassPattern(parser, value, line, column);
  const place = span(parser, line, column);
  if (value._type !== "Name") return { _type: "MatchValue", ...place, value };
  return { _type: "MatchAs", ...place, pattern: null, name: value.id };
}

function parseDottedName(parser: Parser): Expr {
  const { line, column } = parser;
  let value: Expr = parseName(parser);
  while (parser.accept(DOT)) {
    const attr = parser.expectName();
    value = { _type: "Attribute", ...span(parser, line, column), value, attr, ctx: "Load" };
  }
  return value;
}

/** Parses a sequence in brackets, or one pattern in parentheses, which is that pattern. */
function parseSequencePattern(parser: Parser, closing: number): Pattern {
  const { line, column } = parser;
  parser.next();
  const patterns: Pattern[] = [];
  let commas = 0;
  while (parser.kind !== closing) {
    patterns.push(parseElementPattern(parser));
    if (parser.accept(COMMA)) commas++;
    else if (parser.kind !== closing) parser.unexpected();
  }
  parser.next();
  if (closing === RIGHT_PARENTHESIS && commas === 0 && patterns.length === 1) {
    if (patterns[0]!._type === "MatchStar") parser.unexpected();
    return patterns[0]!;
  }
  return { _type: "MatchSequence", ...span(parser, line, column), patterns };
}

function parseMappingPattern(parser: Parser): Pattern {
  const { line, column } = parser;
  parser.next();
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (parser.kind !== RIGHT_BRACE) {
    if (rest !== null) parser.unexpected();
    if (parser.accept(DOUBLE_STAR)) {
      if (parser.kind === NAME && parser.name === "_") parser.unexpected();
      rest = parser.expectName();
    } else {
      keys.push(parseKey(parser));
      parser.expect(COLON);
      patterns.push(parsePattern(parser));
    }
    if (!parser.accept(COMMA) && parser.kind !== RIGHT_BRACE) parser.unexpected();
  }
  parser.next();
  return { _type: "MatchMapping", ...span(parser, line, column), keys, patterns, rest };
}

/** Parses the key of a mapping pattern: a literal or a dotted name. */
function parseKey(parser: Parser): Expr {
  const { kind, line, column } = parser;
  if (kind === NAME) {
    const key = parseDottedName(parser);
    if (key._type === "Name") parser.unexpected();
    return key;
  }
  if (kind === NONE || kind === TRUE || kind === FALSE) {
    parser.next();
    const place = span(parser, line, column);
    return kind === NONE
      ? { _type: "Constant", ...place, value: null, kind: null, type: "NoneType" }
      : { _type: "Constant", ...place, value: kind === TRUE, kind: null, type: "bool" };
  }
  return parseLiteral(parser);
}

function parseClassPattern(parser: Parser, cls: Expr, line: number, column: number): Pattern {
  parser.next();
  const patterns: Pattern[] = [];
  const kwd_attrs: string[] = [];
  const kwd_patterns: Pattern[] = [];
  while (parser.kind !== RIGHT_PARENTHESIS) {
    const pattern = parsePattern(parser);
    if (parser.kind === EQUAL) {
      if (pattern._type !== "MatchAs" || pattern.pattern !== null) parser.unexpected();
      kwd_attrs.push(pattern.name ?? "_");
      parser.next();
      kwd_patterns.push(parsePattern(parser));
    } else {
      if (kwd_attrs.length > 0) {
        parser.reject(
          "positional patterns follow keyword patterns",
          pattern.lineno,
          pattern.col_offset,
        );
      }
      patterns.push(pattern);
    }
    if (!parser.accept(COMMA) && parser.kind !== RIGHT_PARENTHESIS) parser.unexpected();
  }
  parser.next();
  const place = span(parser, line, column);
  return { _type: "MatchClass", ...place, cls, patterns, kwd_attrs, kwd_patterns };
}

/** Parses a string, or a number with a sign and an imaginary part, or either. */
function parseLiteral(parser: Parser): Expr {
  const { line, column } = parser;
  if (parser.kind === STRING || parser.kind === FSTRING) {
    const value = parseStrings(parser);
    if (value._type === "JoinedStr") {
      parser.rejectNode("patterns may only match literals and attribute lookups", value);
    }
    return value;
  }
  const left = parseSignedNumber(parser);
  const { kind } = parser;
  if (kind !== PLUS && kind !== MINUS) return left;
  const real = left._type === "UnaryOp" ? left.operand : left;
  if (real._type === "Constant" && real.type === "complex") {
    parser.rejectNode("real number required in complex literal", left);
  }
  parser.next();
  if (parser.kind !== NUMBER) parser.unexpected();
  const right = parseNumber(parser);
  if (right.type !== "complex") {
    parser.rejectNode("imaginary number required in complex literal", right);
  }
  const op = kind === PLUS ? "Add" : "Sub";
  return { _type: "BinOp", ...span(parser, line, column), left, op, right };
}

function parseSignedNumber(parser: Parser): Expr {
  const { line, column } = parser;
  const negative = parser.accept(MINUS);
  if (parser.kind !== NUMBER) parser.unexpected();
  const operand = parseNumber(parser);
  if (!negative) return operand;
  return { _type: "UnaryOp", ...span(parser, line, column), op: "USub", operand };
}
