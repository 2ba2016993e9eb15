import type { Expr } from "./ast.ts";
import { parseComprehensions, startsComprehension } from "./comprehensions.ts";
import { parseElement, parseYield } from "./expression_lists.ts";
import { parseExpression, parseOperators } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import {
  COLON,
  COMMA,
  DOUBLE_STAR,
  FALSE,
  FSTRING,
  LAMBDA,
  NAME,
  NONE,
  NUMBER,
  PRECEDENCE_BITWISE_OR,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
  STAR,
  STRING,
  TRUE,
  YIELD,
} from "./tokens.ts";

/** Parses a parenthesized expression, a tuple, or a generator expression. */
export function parseParentheses(parser: Parser): Expr {
  const { line, column, yields, stray } = parser;
  parser.next();
  if (parser.kind === YIELD) {
    const node = parseYield(parser);
    expectClosing(parser, RIGHT_PARENTHESIS, node.lineno, node.col_offset);
    return node;
  }
  const elts: Expr[] = [];
  if (parser.kind !== RIGHT_PARENTHESIS) {
    const firstLine = parser.line;
    const firstColumn = parser.column;
    const first = parseElement(parser);
    if (startsComprehension(parser.kind)) {
      const generators = parseComprehensions(parser, first, "generator expression", yields);
      parser.stray = stray;
      expectClosing(parser, RIGHT_PARENTHESIS, firstLine, firstColumn);
      return {
        _type: "GeneratorExp",
        lineno: line,
        col_offset: column,
        end_lineno: parser.prevEndLine,
        end_col_offset: parser.prevEndColumn,
        elt: first,
        generators,
      };
    }
    if (parser.kind !== COMMA) {
      expectClosing(parser, RIGHT_PARENTHESIS, firstLine, firstColumn);
      if (first._type === "Starred") {
        parser.rejectNode("cannot use starred expression here", first);
      }
      return first;
    }
    elts.push(first);
    parser.next();
    parseElements(parser, elts, RIGHT_PARENTHESIS);
  }
  parser.next();
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

/** Parses a list display or a list comprehension. */
export function parseBrackets(parser: Parser): Expr {
  const { line, column, yields } = parser;
  parser.next();
  const elts: Expr[] = [];
  if (parser.kind !== RIGHT_BRACKET) {
    const firstLine = parser.line;
    const firstColumn = parser.column;
    const first = parseElement(parser);
    if (startsComprehension(parser.kind)) {
      const generators = parseComprehensions(parser, first, "list comprehension", yields);
      expectClosing(parser, RIGHT_BRACKET, firstLine, firstColumn);
      return {
        _type: "ListComp",
        lineno: line,
        col_offset: column,
        end_lineno: parser.prevEndLine,
        end_col_offset: parser.prevEndColumn,
        elt: first,
        generators,
      };
    }
    elts.push(first);
    if (!parser.accept(COMMA) && parser.kind !== RIGHT_BRACKET) {
      expectClosing(parser, RIGHT_BRACKET, firstLine, firstColumn);
    }
    parseElements(parser, elts, RIGHT_BRACKET);
  }
  parser.next();
  return {
    _type: "List",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    elts,
    ctx: "Load",
  };
}

/** Parses a dict or set display or comprehension. */
export function parseBraces(parser: Parser): Expr {
  const { line, column, yields } = parser;
  parser.next();
  if (parser.kind === RIGHT_BRACE || parser.kind === DOUBLE_STAR) {
    return parseDict(parser, [], [], line, column);
  }
  const firstLine = parser.line;
  const firstColumn = parser.column;
  const first = parseElement(parser);
  if (parser.kind === COLON && first._type !== "Starred") {
    parser.next();
    const value = parseValue(parser);
    if (!startsComprehension(parser.kind)) {
      if (!parser.accept(COMMA) && parser.kind !== RIGHT_BRACE) {
        expectClosing(parser, RIGHT_BRACE, value.lineno, value.col_offset);
      }
      return parseDict(parser, [first], [value], line, column);
    }
    const generators = parseComprehensions(parser, first, "dict comprehension", yields);
    expectClosing(parser, RIGHT_BRACE, firstLine, firstColumn);
    return {
      _type: "DictComp",
      lineno: line,
      col_offset: column,
      end_lineno: parser.prevEndLine,
      end_col_offset: parser.prevEndColumn,
      key: first,
      value,
      generators,
    };
  }
  if (startsComprehension(parser.kind)) {
    const generators = parseComprehensions(parser, first, "set comprehension", yields);
    expectClosing(parser, RIGHT_BRACE, firstLine, firstColumn);
    return {
      _type: "SetComp",
      lineno: line,
      col_offset: column,
      end_lineno: parser.prevEndLine,
      end_col_offset: parser.prevEndColumn,
      elt: first,
      generators,
    };
  }
  const elts = [first];
  if (!parser.accept(COMMA) && parser.kind !== RIGHT_BRACE) {
    expectClosing(parser, RIGHT_BRACE, firstLine, firstColumn);
  }
  parseElements(parser, elts, RIGHT_BRACE);
  parser.next();
  return {
    _type: "Set",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    elts,
  };
}

/** Parses the rest of a dict display behind the items already in `keys` and `values`. */
function parseDict(
  parser: Parser,
  keys: (Expr | null)[],
  values: Expr[],
  line: number,
  column: number,
): Expr {
  while (parser.kind !== RIGHT_BRACE) {
    if (parser.accept(DOUBLE_STAR)) {
      keys.push(null);
      values.push(parseOperators(parser, PRECEDENCE_BITWISE_OR));
      if (startsComprehension(parser.kind)) {
        parser.unexpected("dict unpacking cannot be used in dict comprehension");
      }
    } else {
      keys.push(parseExpression(parser));
      if (parser.kind === COMMA || parser.kind === RIGHT_BRACE) {
        parser.unexpected("':' expected after dictionary key");
      }
      parser.expect(COLON);
      values.push(parseValue(parser));
    }
    if (!parser.accept(COMMA) && parser.kind !== RIGHT_BRACE) {
      const last = values.at(-1)!;
      expectClosing(parser, RIGHT_BRACE, last.lineno, last.col_offset);
    }
  }
  parser.next();
  return {
    _type: "Dict",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    keys,
    values,
  };
}

function parseValue(parser: Parser): Expr {
  if (parser.kind === COMMA || parser.kind === RIGHT_BRACE) {
    parser.unexpected("expression expected after dictionary key and ':'");
  }
  if (parser.kind === STAR) {
    parser.unexpected("cannot use a starred expression in a dictionary value");
  }
  return parseExpression(parser);
}

/** Parses the remaining elements of a display, up to its closing bracket. */
function parseElements(parser: Parser, elts: Expr[], closing: number): void {
  while (parser.kind !== closing) {
    const { line, column } = parser;
    elts.push(parseElement(parser));
    if (parser.kind === COMMA) parser.next();
    else if (parser.kind !== closing) expectClosing(parser, closing, line, column);
  }
}

/**
 * Moves over a closing bracket. Where there is something else, the comma may be missing behind the
 * expression that begins at `line` and `column`.
 */
export function expectClosing(
  parser: Parser,
  closing: number,
  line: number,
  column: number,
): void {
  if (parser.kind === closing) {
    parser.next();
    return;
  }
  if (startsOperand(parser.kind)) {
    parser.reject("invalid syntax. Perhaps you forgot a comma?", line, column);
  }
  parser.unexpected();
}

/** Whether a token of this kind can only begin an operand, and not go on with an expression. */
export function startsOperand(kind: number): boolean {
  switch (kind) {
    case NAME:
    case NUMBER:
    case STRING:
    case FSTRING:
    case NONE:
    case TRUE:
    case FALSE:
    case LAMBDA:
      return true;
    default:
      return false;
  }
}
