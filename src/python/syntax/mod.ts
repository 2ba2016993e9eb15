/**
 * A parser for Python 3.12 and later: source text in, the syntax tree of CPython's `ast` module out.
 *
 * @module
 */

import type { Expr, Module, Stmt } from "./ast.ts";
import { parseStarExpressions } from "./expression_lists.ts";
import { Parser } from "./parser.ts";
import { parseStatements } from "./statements.ts";
import { END_OF_FILE, NEWLINE } from "./tokens.ts";

export type * from "./ast.ts";
export { decodeSource } from "./source_encoding.ts";
export { PythonSyntaxError, type SyntaxErrorKind } from "./syntax_error.ts";

/**
 * Parses a file. `path` is only for errors.
 *
 * @throws PythonSyntaxError where CPython's parser, or the first checks of its compiler, would raise a
 * SyntaxError, IndentationError or TabError.
 */
export function parseModule(source: string, path: string): Module {
  const parser = new Parser(source, path);
  return guardDepth(parser, () => {
    parser.next();
    const body: Stmt[] = [];
    while (parser.kind !== END_OF_FILE) parseStatements(parser, body);
    parser.checkObjections();
    return { _type: "Module", body };
  });
}

/**
 * Parses one expression, as `eval` takes it: white space before it does not count. `startLine` is the
 * number of the source's first line, in nodes and in errors.
 *
 * @throws PythonSyntaxError
 */
export function parseExpression(source: string, path: string, startLine = 1): Expr {
  const parser = new Parser(source, path, startLine);
  return guardDepth(parser, () => {
    parser.skipIndentation();
    parser.next();
    const expression = parseStarExpressions(parser);
    while (parser.kind === NEWLINE) parser.next();
    if (parser.kind !== END_OF_FILE) parser.unexpected();
    parser.checkObjections();
    return expression;
  });
}

/** Makes a syntax error of a source so deeply nested that the parser runs out of stack. */
function guardDepth<T>(parser: Parser, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    parser.fail("too many nested expressions", parser.line, parser.column);
  }
}
