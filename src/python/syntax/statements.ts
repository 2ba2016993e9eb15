import type { Stmt } from "./ast.ts";
import { parseAsync, parseFor, parseIf, parseWhile, parseWith } from "./compound_statements.ts";
import { parseClass, parseDecorated, parseFunction } from "./definitions.ts";
import { parseMatch } from "./match_statement.ts";
import type { Parser } from "./parser.ts";
import { parseSimpleStatement } from "./simple_statements.ts";
import { parseTry } from "./try_statement.ts";
import {
  ASYNC,
  AT,
  CLASS,
  COLON,
  DEDENT,
  DEF,
  FOR,
  IF,
  INDENT,
  NAME,
  NEWLINE,
  SEMICOLON,
  TRY,
  WHILE,
  WITH,
} from "./tokens.ts";

/** Parses a compound statement, or a line of simple statements, and adds what it is to `body`. */
export function parseStatements(parser: Parser, body: Stmt[]): void {
  const compound = parseCompound(parser);
  if (compound !== null) {
    body.push(compound);
  } else {
    parseLine(parser, body);
  }
  parser.settleStray();
}

function parseCompound(parser: Parser): Stmt | null {
  switch (parser.kind) {
    case NAME:
      return parser.name === "match" ? parseMatch(parser) : null;
    case IF:
      return parseIf(parser, "if");
    case DEF:
      return parseFunction(parser, []);
    case FOR:
      return parseFor(parser);
    case WITH:
      return parseWith(parser);
    case TRY:
      return parseTry(parser);
    case CLASS:
      return parseClass(parser, []);
    case AT:
      return parseDecorated(parser);
    case WHILE:
      return parseWhile(parser);
    case ASYNC:
      return parseAsync(parser);
    default:
      return null;
  }
}

/** Parses simple statements with semicolons between them, to behind the end of their line. */
function parseLine(parser: Parser, body: Stmt[]): void {
  body.push(parseSimpleStatement(parser));
  while (parser.kind === SEMICOLON) {
    parser.next();
    if (parser.kind === NEWLINE) break;
    body.push(parseSimpleStatement(parser));
  }
  if (parser.kind !== NEWLINE) rejectRest(parser, body.at(-1)!);
  parser.next();
}

/** Reports what follows a statement on its line. */
function rejectRest(parser: Parser, last: Stmt): never {
  if (last._type === "Expr" && last.value._type === "Name") {
    const { id } = last.value;
    if (id === "print" || id === "exec") {
      parser.rejectNode(
        `Missing parentheses in call to '${id}'. Did you mean ${id}(...)?`,
        last.value,
      );
    }
  }
  parser.unexpected();
}

/** Behind these nothing else than a colon can stand. */
const NEEDS_ONLY_COLON = new Set([
  "'else' statement",
  "'try' statement",
  "'finally' statement",
  "function definition",
]);

/**
 * Parses a colon and the block behind it: indented lines, or simple statements on the same line.
 * `owner` names what the block belongs to, and `line` is where that begins, for errors.
 */
export function parseBlock(parser: Parser, owner: string, line: number): Stmt[] {
  if (parser.kind !== COLON) {
    const certain = parser.kind === NEWLINE || NEEDS_ONLY_COLON.has(owner);
    parser.unexpected(certain ? "expected ':'" : "invalid syntax");
  }
  parser.next();
  const body: Stmt[] = [];
  if (parser.kind !== NEWLINE) {
    parseLine(parser, body);
    return body;
  }
  enterBlock(parser, owner, line);
  while (parser.kind !== DEDENT) parseStatements(parser, body);
  parser.next();
  return body;
}

/** Moves over the line end and the indentation that begin a block. */
export function enterBlock(parser: Parser, owner: string, line: number): void {
  parser.next();
  if (parser.kind !== INDENT) {
    parser.reject(
      `expected an indented block after ${owner} on line ${line}`,
      parser.line,
      parser.column,
      "IndentationError",
    );
  }
  parser.next();
}
