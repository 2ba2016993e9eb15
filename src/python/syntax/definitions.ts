import type { Expr, Keyword, Name, Stmt, TypeAlias } from "./ast.ts";
import { parseArguments } from "./call_arguments.ts";
import { parseExpression, parseNamedExpression } from "./expressions.ts";
import { parseFunctionParameters } from "./parameters.ts";
import type { Parser } from "./parser.ts";
import { parseName } from "./primaries.ts";
import { parseBlock } from "./statements.ts";
import { setStoreContext } from "./targets.ts";
import { parseTypeParameters } from "./type_parameters.ts";
import { ARROW, ASYNC, AT, CLASS, DEF, EQUAL, LEFT_PARENTHESIS, NAME, NEWLINE } from "./tokens.ts";

/** Parses decorators and the function or class that they belong to. */
export function parseDecorated(parser: Parser): Stmt {
  const decorators: Expr[] = [];
  while (parser.accept(AT)) {
    decorators.push(parseNamedExpression(parser));
    parser.expect(NEWLINE);
  }
  const { kind, line, column } = parser;
  if (kind === DEF) return parseFunction(parser, decorators);
  if (kind === CLASS) return parseClass(parser, decorators);
  parser.expect(ASYNC);
  if (parser.kind !== DEF) parser.unexpected();
  return parseFunction(parser, decorators, line, column);
}

/** Parses a function definition; an `async` before it begins at the place that is given. */
export function parseFunction(
  parser: Parser,
  decorator_list: Expr[],
  asyncLine = 0,
  asyncColumn = 0,
): Stmt {
  const { line, column, scope, inLoop } = parser;
  const isAsync = asyncLine > 0;
  parser.next();
  const name = parser.expectName();
  const type_params = parseTypeParameters(parser);
  const args = parseFunctionParameters(parser);
  const returns = parser.accept(ARROW) ? parseExpression(parser) : null;
  parser.scope = isAsync ? "async function" : "function";
  parser.inLoop = false;
  const body = parseBlock(parser, "function definition", line);
  parser.scope = scope;
  parser.inLoop = inLoop;
  return {
    _type: isAsync ? "AsyncFunctionDef" : "FunctionDef",
    lineno: isAsync ? asyncLine : line,
    col_offset: isAsync ? asyncColumn : column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    name,
    args,
    body,
    decorator_list,
    returns,
    type_params,
  };
}

export function parseClass(parser: Parser, decorator_list: Expr[]): Stmt {
  const { line, column, scope, inLoop } = parser;
  parser.next();
  const name = parser.expectName();
  const type_params = parseTypeParameters(parser);
  const bases: Expr[] = [];
  const keywords: Keyword[] = [];
  if (parser.kind === LEFT_PARENTHESIS) parseArguments(parser, bases, keywords, false);
  parser.scope = "class";
  parser.inLoop = false;
  const body = parseBlock(parser, "class definition", line);
  parser.scope = scope;
  parser.inLoop = inLoop;
  return {
    _type: "ClassDef",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    name,
    bases,
    keywords,
    body,
    decorator_list,
    type_params,
  };
}

/** Parses `type Name[…] = value`; null when the name `type`, the current token, is used otherwise. */
export function parseTypeAlias(parser: Parser): TypeAlias | null {
  const { line, column } = parser;
  const name = parser.attempt((): Name => {
    parser.next();
    if (parser.kind !== NAME) parser.unexpected();
    return parseName(parser);
  });
  if (name === null) return null;
  setStoreContext(parser, name);
  const type_params = parseTypeParameters(parser);
  parser.expect(EQUAL);
  const value = parseExpression(parser);
  return {
    _type: "TypeAlias",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    name,
    type_params,
    value,
  };
}
