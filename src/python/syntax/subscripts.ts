import type { Expr } from "./ast.ts";
import { parseUnpacked } from "./call_arguments.ts";
import { expectClosing } from "./displays.ts";
import { parseExpression, parseNamedExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { COLON, COMMA, RIGHT_BRACKET, STAR } from "./tokens.ts";

/** Parses what stands in the brackets of a subscription, from the opening to behind the closing one. */
export function parseSubscript(parser: Parser): Expr {
  parser.next();
  const { line, column } = parser;
  let slice = parseSlice(parser);
  // "a[*b]" is "a[(*b,)]" (PEP 646).
  if (parser.kind === COMMA || slice._type === "Starred") {
    const elts = [slice];
    while (parser.accept(COMMA) && parser.kind !== RIGHT_BRACKET) elts.push(parseSlice(parser));
    slice = {
      _type: "Tuple",
      lineno: line,
      col_offset: column,
      end_lineno: parser.prevEndLine,
      end_col_offset: parser.prevEndColumn,
      elts,
      ctx: "Load",
    };
  }
  expectClosing(parser, RIGHT_BRACKET, line, column);
  return slice;
}

function parseSlice(parser: Parser): Expr {
  const { kind, line, column } = parser;
  if (kind === STAR) return parseUnpacked(parser);
  const lower = kind === COLON ? null : parseNamedExpression(parser);
  if (parser.kind !== COLON) return lower!;
  if (lower?._type === "NamedExpr" && lower.col_offset === column && lower.lineno === line) {
    parser.unexpected();
  }
  parser.next();
  const upper = parseBound(parser);
  const step = parser.accept(COLON) ? parseBound(parser) : null;
  return {
    _type: "Slice",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    lower,
    upper,
    step,
  };
}

function parseBound(parser: Parser): Expr | null {
  const { kind } = parser;
  return kind === COLON || kind === COMMA || kind === RIGHT_BRACKET
    ? null
    : parseExpression(parser);
}
