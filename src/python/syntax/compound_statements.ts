import type { Expr, If, Stmt, While, WithItem } from "./ast.ts";
import { parseFunction } from "./definitions.ts";
import { parseStarExpressions, parseTarget, parseTargetList } from "./expression_lists.ts";
import { parseExpression, parseNamedExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { parseBlock } from "./statements.ts";
import { setStoreContext } from "./targets.ts";
import {
  AS,
  COLON,
  COMMA,
  DEF,
  ELIF,
  ELSE,
  FOR,
  IN,
  LEFT_PARENTHESIS,
  NEWLINE,
  RIGHT_PARENTHESIS,
  WITH,
} from "./tokens.ts";

/** Parses an `if` statement, or the rest of one from an `elif` on. */
export function parseIf(parser: Parser, keyword: "if" | "elif"): If {
  const { line, column } = parser;
  parser.next();
  const test = parseNamedExpression(parser);
  const body = parseBlock(parser, `'${keyword}' statement`, line);
  const orelse = parser.kind === ELIF ? [parseIf(parser, "elif")] : parseElse(parser);
  return {
    _type: "If",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    test,
    body,
    orelse,
  };
}

/** Parses an `else` block where there is one. */
export function parseElse(parser: Parser): Stmt[] {
  const { kind, line } = parser;
  if (kind !== ELSE) return [];
  parser.next();
  return parseBlock(parser, "'else' statement", line);
}

export function parseWhile(parser: Parser): While {
  const { line, column, inLoop } = parser;
  parser.next();
  const test = parseNamedExpression(parser);
  parser.inLoop = true;
  const body = parseBlock(parser, "'while' statement", line);
  parser.inLoop = inLoop;
  const orelse = parseElse(parser);
  return {
    _type: "While",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    test,
    body,
    orelse,
  };
}

/** Parses a `for` statement; an `async` before it begins at the place that is given. */
export function parseFor(parser: Parser, asyncLine = 0, asyncColumn = 0): Stmt {
  const { line, column, inLoop } = parser;
  parser.next();
  const target = parseTargetList(parser);
  setStoreContext(parser, target);
  parser.expect(IN);
  const iter = parseStarExpressions(parser);
  parser.inLoop = true;
  const body = parseBlock(parser, "'for' statement", line);
  parser.inLoop = inLoop;
  const orelse = parseElse(parser);
  return {
    _type: asyncLine > 0 ? "AsyncFor" : "For",
    lineno: asyncLine > 0 ? asyncLine : line,
    col_offset: asyncLine > 0 ? asyncColumn : column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    target,
    iter,
    body,
    orelse,
  };
}

/** Parses a `with` statement; an `async` before it begins at the place that is given. */
export function parseWith(parser: Parser, asyncLine = 0, asyncColumn = 0): Stmt {
  const { line, column } = parser;
  parser.next();
  const items =
    (parser.kind === LEFT_PARENTHESIS
      ? parser.attempt(() => parseParenthesizedItems(parser))
      : null) ?? parseItems(parser);
  const body = parseBlock(parser, "'with' statement", line);
  return {
    _type: asyncLine > 0 ? "AsyncWith" : "With",
    lineno: asyncLine > 0 ? asyncLine : line,
    col_offset: asyncLine > 0 ? asyncColumn : column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    items,
    body,
  };
}

/** Parses `(a as b, c):`; where this is possible the parentheses are none of an expression. */
function parseParenthesizedItems(parser: Parser): WithItem[] {
  const items: WithItem[] = [];
  parser.next();
  do {
    if (items.length > 0 && parser.kind === RIGHT_PARENTHESIS) break;
    items.push(parseItem(parser));
  } while (parser.accept(COMMA));
  parser.expect(RIGHT_PARENTHESIS);
  // At the line's end only the colon is missing, whatever the parentheses are.
  if (parser.kind !== COLON && parser.kind !== NEWLINE) parser.unexpected();
  return items;
}

function parseItems(parser: Parser): WithItem[] {
  const items: WithItem[] = [];
  do items.push(parseItem(parser)); while (parser.accept(COMMA));
  return items;
}

function parseItem(parser: Parser): WithItem {
  const context_expr = parseExpression(parser);
  let optional_vars: Expr | null = null;
  if (parser.accept(AS)) {
    optional_vars = parseTarget(parser);
    setStoreContext(parser, optional_vars);
  }
  return { _type: "withitem", context_expr, optional_vars };
}

/** Parses the statement that begins with `async`. */
export function parseAsync(parser: Parser): Stmt {
  const { line, column } = parser;
  parser.next();
  const { kind } = parser;
  if (kind === DEF) return parseFunction(parser, [], line, column);
  if (kind !== FOR && kind !== WITH) parser.unexpected();
  if (parser.scope !== "async function") {
    const keyword = kind === FOR ? "for" : "with";
    parser.object(`'async ${keyword}' outside async function`, line, column);
  }
  return kind === FOR ? parseFor(parser, line, column) : parseWith(parser, line, column);
}
