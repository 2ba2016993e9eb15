import type { Expr, Starred, Tuple } from "./ast.ts";
import { parseExpression, parseNamedExpression, parseOperators } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import {
  AUGMENTED_ASSIGNMENT,
  COLON,
  COMMA,
  DEDENT,
  EQUAL,
  EXCLAMATION,
  FOR,
  FROM,
  IN,
  PRECEDENCE_BITWISE_OR,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
  SEMICOLON,
  STAR,
  YIELD,
} from "./tokens.ts";

/** Parses `*value`, the star being the current token. */
export function parseStarred(parser: Parser): Starred {
  const { line, column } = parser;
  parser.next();
  const value = parseOperators(parser, PRECEDENCE_BITWISE_OR);
  return {
    _type: "Starred",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
    ctx: "Load",
  };
}

/** Parses an element of a tuple, list or set display (`star_named_expression`). */
export function parseElement(parser: Parser): Expr {
  return parser.kind === STAR ? parseStarred(parser) : parseNamedExpression(parser);
}

/** Parses the value of a statement: expressions, starred or not, with commas (`star_expressions`). */
export function parseStarExpressions(parser: Parser): Expr {
  const { line, column } = parser;
  const first = parser.kind === STAR ? parseStarred(parser) : parseExpression(parser);
  if (parser.kind !== COMMA) {
    if (first._type === "Starred" && parser.kind !== EQUAL) {
      parser.object("can't use starred expression here", line, column);
    }
    return first;
  }
  return parseRestOfTuple(parser, first, line, column, parseStarOrExpression);
}

function parseStarOrExpression(parser: Parser): Expr {
  return parser.kind === STAR ? parseStarred(parser) : parseExpression(parser);
}

/** Parses the tuple without parentheses whose first element ends before the current token, a comma. */
export function parseRestOfTuple(
  parser: Parser,
  first: Expr,
  line: number,
  column: number,
  parseNext: (parser: Parser) => Expr,
): Tuple {
  const elts = [first];
  while (parser.accept(COMMA)) {
    if (endsList(parser.kind)) break;
    elts.push(parseNext(parser));
  }
  return {
    _type: "Tuple",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    elts,
    ctx: "Load",
  };
}

/** Whether no further expression can follow a comma before a token of this kind. */
function endsList(kind: number): boolean {
  switch (kind) {
    case AUGMENTED_ASSIGNMENT:
    case COLON:
    case EQUAL:
    case EXCLAMATION:
    case FOR:
    case IN:
    case RIGHT_BRACE:
    case RIGHT_BRACKET:
    case RIGHT_PARENTHESIS:
    case SEMICOLON:
      return true;
    default:
      return kind <= DEDENT;
  }
}

/** Parses what can stand right of `=` and in parentheses: `yield` too. */
export function parseYieldOrStarExpressions(parser: Parser): Expr {
  return parser.kind === YIELD ? parseYield(parser) : parseStarExpressions(parser);
}

/** Parses `yield`, `yield value` or `yield from value`. */
export function parseYield(parser: Parser): Expr {
  const { line, column, scope } = parser;
  if (scope === "module" || scope === "class") {
    parser.object("'yield' outside function", line, column);
  }
  parser.yields++;
  parser.next();
  if (parser.kind === FROM) {
    if (scope === "async function") {
      parser.object("'yield from' inside async function", line, column);
    }
    parser.next();
    const value = parseExpression(parser);
    return {
      _type: "YieldFrom",
      lineno: line,
      col_offset: column,
      end_lineno: parser.prevEndLine,
      end_col_offset: parser.prevEndColumn,
      value,
    };
  }
  const value = endsList(parser.kind) ? null : parseStarExpressions(parser);
  return {
    _type: "Yield",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
  };
}

/** Parses the targets between `for` and `in`, which are still in Load context. */
export function parseTargetList(parser: Parser): Expr {
  const { line, column } = parser;
  const first = parseTarget(parser);
  return parser.kind === COMMA ? parseRestOfTuple(parser, first, line, column, parseTarget) : first;
}

/** Parses one target, which ends before `in`: it is no comparison. */
export function parseTarget(parser: Parser): Expr {
  return parser.kind === STAR
    ? parseStarred(parser)
    : parseOperators(parser, PRECEDENCE_BITWISE_OR);
}
