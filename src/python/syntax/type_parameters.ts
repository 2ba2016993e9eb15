import type { Expr, TypeParam } from "./ast.ts";
import { expectClosing } from "./displays.ts";
import { parseStarred } from "./expression_lists.ts";
import { parseExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { COLON, COMMA, DOUBLE_STAR, EQUAL, LEFT_BRACKET, RIGHT_BRACKET, STAR } from "./tokens.ts";

/** Parses the type parameters in brackets behind a name, where there are any (PEP 695, PEP 696). */
export function parseTypeParameters(parser: Parser): TypeParam[] {
  const parameters: TypeParam[] = [];
  if (!parser.accept(LEFT_BRACKET)) return parameters;
  if (parser.kind === RIGHT_BRACKET) parser.unexpected("Type parameter list cannot be empty");
  let withDefault = false;
  do {
    if (parser.kind === RIGHT_BRACKET) break;
    const { line, column } = parser;
    const parameter = parseTypeParameter(parser);
    if (parameter.default_value !== null) withDefault = true;
    else if (withDefault) {
      parser.reject(
        `non-default type parameter '${parameter.name}' follows default type parameter`,
        line,
        column,
      );
    }
    if (parameters.some((other) => other.name === parameter.name)) {
      parser.object(`duplicate type parameter '${parameter.name}'`, line, column);
    }
    parameters.push(parameter);
  } while (parser.accept(COMMA));
  expectClosing(parser, RIGHT_BRACKET, parser.line, parser.column);
  return parameters;
}

function parseTypeParameter(parser: Parser): TypeParam {
  const { kind, line, column } = parser;
  if (kind === STAR || kind === DOUBLE_STAR) parser.next();
  const name = parser.expectName();
  const what = kind === STAR ? "TypeVarTuple" : kind === DOUBLE_STAR ? "ParamSpec" : "TypeVar";
  let bound: Expr | null = null;
  if (parser.kind === COLON) {
    if (what !== "TypeVar") {
      parser.reject(`cannot use bound with ${what}`, parser.line, parser.column);
    }
    parser.next();
    bound = parseExpression(parser);
  }
  const default_value = !parser.accept(EQUAL)
    ? null
    : what === "TypeVarTuple" && parser.kind === STAR
    ? parseStarred(parser)
    : parseExpression(parser);
  const span = {
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
  };
  return what === "TypeVar"
    ? { _type: what, ...span, name, bound, default_value }
    : { _type: what, ...span, name, default_value };
}
