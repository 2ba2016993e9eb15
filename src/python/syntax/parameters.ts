import type { Arg, Arguments, Expr } from "./ast.ts";
import { parseStarred } from "./expression_lists.ts";
import { parseExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import {
  COLON,
  COMMA,
  DOUBLE_STAR,
  EQUAL,
  LEFT_PARENTHESIS,
  NAME,
  RIGHT_PARENTHESIS,
  SLASH,
  STAR,
} from "./tokens.ts";

/** Parses a function's parameters with their parentheses. */
export function parseFunctionParameters(parser: Parser): Arguments {
  parser.expect(LEFT_PARENTHESIS, "expected '('");
  const parameters = parseParameters(parser, RIGHT_PARENTHESIS);
  parser.expect(RIGHT_PARENTHESIS);
  return parameters;
}

/** Parses a lambda's parameters, up to its colon. */
export function parseLambdaParameters(parser: Parser): Arguments {
  return parseParameters(parser, COLON);
}

/**
 * Parses parameters up to a token of the kind `end` (Python reference, "Function definitions"); only
 * those in parentheses have annotations.
 */
function parseParameters(parser: Parser, end: number): Arguments {
  const annotated = end === RIGHT_PARENTHESIS;
  let posonlyargs: Arg[] = [];
  let args: Arg[] = [];
  let vararg: Arg | null = null;
  const kwonlyargs: Arg[] = [];
  const kw_defaults: (Expr | null)[] = [];
  let kwarg: Arg | null = null;
  const defaults: Expr[] = [];
  let starred = false;
  /** The place of a star without a name; a named parameter must follow it. */
  let bareStar: { readonly line: number; readonly column: number } | null = null;
  while (parser.kind !== end) {
    const { kind, line, column } = parser;
    if (kwarg !== null) parser.unexpected("arguments cannot follow var-keyword argument");
    if (kind === SLASH) {
      if (starred) parser.unexpected("/ must be ahead of *");
      if (posonlyargs.length > 0) parser.unexpected("/ may appear only once");
      if (args.length === 0) parser.unexpected("at least one argument must precede /");
      parser.next();
      posonlyargs = args;
      args = [];
    } else if (kind === STAR) {
      if (starred) parser.unexpected("* argument may appear only once");
      starred = true;
      parser.next();
      if (parser.kind === NAME) {
        vararg = parseParameter(parser, annotated, true);
        if (parser.kind === EQUAL) {
          parser.unexpected("var-positional argument cannot have default value");
        }
      } else {
        bareStar = { line, column };
      }
    } else if (kind === DOUBLE_STAR) {
      if (bareStar !== null && kwonlyargs.length === 0) break;
      parser.next();
      kwarg = parseParameter(parser, annotated, false);
      if (parser.kind === EQUAL) {
        parser.unexpected("var-keyword argument cannot have default value");
      }
    } else {
      if (parser.kind === LEFT_PARENTHESIS) rejectParentheses(parser, annotated);
      const parameter = parseParameter(parser, annotated, false);
      const value = parseDefault(parser);
      if (starred) {
        kwonlyargs.push(parameter);
        kw_defaults.push(value);
      } else {
        args.push(parameter);
        if (value !== null) {
          defaults.push(value);
        } else if (defaults.length > 0) {
          parser.reject(
            "parameter without a default follows parameter with a default",
            line,
            column,
          );
        }
      }
    }
    if (parser.kind !== end) parser.expect(COMMA);
  }
  if (bareStar !== null && kwonlyargs.length === 0) {
    parser.reject("named arguments must follow bare *", bareStar.line, bareStar.column);
  }
  const parameters: Arguments = {
    _type: "arguments",
    posonlyargs,
    args,
    vararg,
    kwonlyargs,
    kw_defaults,
    kwarg,
    defaults,
  };
  checkDuplicates(parser, parameters);
  return parameters;
}

function parseParameter(parser: Parser, annotated: boolean, starAnnotation: boolean): Arg {
  const { line, column } = parser;
  const arg = parser.expectName();
  let annotation: Expr | null = null;
  if (annotated && parser.accept(COLON)) {
    annotation = starAnnotation && parser.kind === STAR
      ? parseStarred(parser)
      : parseExpression(parser);
  }
  return {
    _type: "arg",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    arg,
    annotation,
  };
}

function parseDefault(parser: Parser): Expr | null {
  if (!parser.accept(EQUAL)) return null;
  if (parser.kind === RIGHT_PARENTHESIS || parser.kind === COMMA || parser.kind === COLON) {
    parser.unexpected("expected default value expression");
  }
  return parseExpression(parser);
}

function rejectParentheses(parser: Parser, annotated: boolean): never {
  const owner = annotated ? "Function" : "Lambda expression";
  parser.unexpected(`${owner} parameters cannot be parenthesized`);
}

function checkDuplicates(parser: Parser, parameters: Arguments): void {
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = parameters;
  if (
    posonlyargs.length + args.length + kwonlyargs.length < 2 && vararg === null && kwarg === null
  ) {
    return;
  }
  const names = new Set<string>();
  for (const parameter of [...posonlyargs, ...args, ...kwonlyargs, vararg, kwarg]) {
    if (parameter === null) continue;
    if (names.has(parameter.arg)) {
      parser.object(
        `duplicate argument '${parameter.arg}' in function definition`,
        parameter.lineno,
        parameter.col_offset,
      );
    }
    names.add(parameter.arg);
  }
}
