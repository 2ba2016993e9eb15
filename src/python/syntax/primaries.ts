import type { Attribute, Call, Constant, Expr, Keyword, Name, Subscript } from "./ast.ts";
import { parseArguments } from "./call_arguments.ts";
import { parseBraces, parseBrackets, parseParentheses } from "./displays.ts";
import { parseNumber } from "./numbers.ts";
import type { Parser } from "./parser.ts";
import { parseStrings } from "./strings.ts";
import { parseSubscript } from "./subscripts.ts";
import {
  DOT,
  ELLIPSIS,
  FALSE,
  FSTRING,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  NAME,
  NONE,
  NUMBER,
  STRING,
  TRUE,
} from "./tokens.ts";

/** Parses an atom with the attributes, subscripts and calls that follow it (`primary`). */
export function parsePrimary(parser: Parser): Expr {
  const { line, column } = parser;
  let node = parseAtom(parser);
  for (;;) {
    const { kind } = parser;
    if (kind === DOT) node = parseAttribute(parser, node, line, column);
    else if (kind === LEFT_PARENTHESIS) node = parseCall(parser, node, line, column);
    else if (kind === LEFT_BRACKET) node = parseSubscription(parser, node, line, column);
    else return node;
  }
}

function parseAttribute(parser: Parser, value: Expr, line: number, column: number): Attribute {
  parser.next();
  const attr = parser.expectName();
  return {
    _type: "Attribute",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
    attr,
    ctx: "Load",
  };
}

function parseCall(parser: Parser, func: Expr, line: number, column: number): Call {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  parseArguments(parser, args, keywords, true);
  return {
    _type: "Call",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    func,
    args,
    keywords,
  };
}

function parseSubscription(parser: Parser, value: Expr, line: number, column: number): Subscript {
  const slice = parseSubscript(parser);
  return {
    _type: "Subscript",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    value,
    slice,
    ctx: "Load",
  };
}

function parseAtom(parser: Parser): Expr {
  switch (parser.kind) {
    case NAME:
      return parseName(parser);
    case STRING:
    case FSTRING:
      return parseStrings(parser);
    case NUMBER:
      return parseNumber(parser);
    case LEFT_PARENTHESIS:
      return parseParentheses(parser);
    case LEFT_BRACKET:
      return parseBrackets(parser);
    case LEFT_BRACE:
      return parseBraces(parser);
    case NONE:
      return parseConstant(parser, "NoneType", null);
    case TRUE:
      return parseConstant(parser, "bool", true);
    case FALSE:
      return parseConstant(parser, "bool", false);
    case ELLIPSIS:
      return parseConstant(parser, "ellipsis", null);
    default:
      parser.unexpected();
  }
}

/** Parses the name that is the current token. */
export function parseName(parser: Parser): Name {
  const node: Name = {
    _type: "Name",
    lineno: parser.line,
    col_offset: parser.column,
    end_lineno: parser.endLine,
    end_col_offset: parser.endColumn,
    id: parser.name,
    ctx: "Load",
  };
  parser.next();
  return node;
}

/** Parses the current token, which is a constant of its own. */
function parseConstant(
  parser: Parser,
  type: "NoneType" | "bool" | "ellipsis",
  value: boolean | null,
): Constant {
  const node = {
    _type: "Constant",
    lineno: parser.line,
    col_offset: parser.column,
    end_lineno: parser.endLine,
    end_col_offset: parser.endColumn,
    value,
    kind: null,
    type,
  } as Constant;
  parser.next();
  return node;
}
