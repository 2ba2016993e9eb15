import type { ExceptHandler, Expr, Stmt } from "./ast.ts";
import { parseElse } from "./compound_statements.ts";
import { parseRestOfTuple } from "./expression_lists.ts";
import { parseExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { parseBlock } from "./statements.ts";
import { AS, COLON, COMMA, EXCEPT, FINALLY, NEWLINE, STAR } from "./tokens.ts";

/** Parses a `try` statement with either `except` or `except*` clauses. */
export function parseTry(parser: Parser): Stmt {
  const { line, column } = parser;
  parser.next();
  const body = parseBlock(parser, "'try' statement", line);
  const handlers: ExceptHandler[] = [];
  let starred = false;
  while (parser.kind === EXCEPT) {
    const exceptLine = parser.line;
    const exceptColumn = parser.column;
    parser.next();
    const star = parser.accept(STAR);
    if (handlers.length === 0) starred = star;
    else if (star !== starred) {
      parser.reject(
        "cannot have both 'except' and 'except*' on the same 'try'",
        exceptLine,
        exceptColumn,
      );
    }
    if (handlers.at(-1)?.type === null) {
      const { lineno, col_offset } = handlers.at(-1)!;
      parser.object("default 'except:' must be last", lineno, col_offset);
    }
    handlers.push(parseHandler(parser, star, exceptLine, exceptColumn));
  }
  const orelse = handlers.length > 0 ? parseElse(parser) : [];
  const finalbody = parseFinally(parser);
  if (handlers.length + finalbody.length === 0) {
    parser.unexpected("expected 'except' or 'finally' block");
  }
  return {
    _type: starred ? "TryStar" : "Try",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    body,
    handlers,
    orelse,
    finalbody,
  };
}

function parseFinally(parser: Parser): Stmt[] {
  const { line } = parser;
  return parser.accept(FINALLY) ? parseBlock(parser, "'finally' statement", line) : [];
}

/** Parses an exception handler behind its `except` or `except*`, which begins at `line` and `column`. */
function parseHandler(
  parser: Parser,
  star: boolean,
  line: number,
  column: number,
): ExceptHandler {
  let type: Expr | null = null;
  let name: string | null = null;
  if (parser.kind !== COLON) {
    if (parser.kind === NEWLINE) {
      parser.unexpected(star ? "expected one or more exception types" : "expected ':'");
    }
    type = parseTypes(parser);
    if (parser.accept(AS)) name = parser.expectName();
  } else if (star) {
    parser.unexpected("expected one or more exception types");
  }
  const body = parseBlock(parser, star ? "'except*' statement" : "'except' statement", line);
  return {
    _type: "ExceptHandler",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    type,
    name,
    body,
  };
}

/** Several types may do without parentheses when no name follows (PEP 758, Python 3.14). */
function parseTypes(parser: Parser): Expr {
  const { line, column } = parser;
  const first = parseExpression(parser);
  if (parser.kind !== COMMA) return first;
  const types = parseRestOfTuple(parser, first, line, column, parseExpression);
  if (parser.kind !== COLON) {
    parser.reject("multiple exception types must be parenthesized", line, column);
  }
  return types;
}
