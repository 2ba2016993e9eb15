import type { Expr, Keyword, Starred } from "./ast.ts";
import { parseComprehensions, startsComprehension } from "./comprehensions.ts";
import { expectClosing } from "./displays.ts";
import { parseAssigned, parseExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { describe } from "./targets.ts";
import { COMMA, DOUBLE_STAR, EQUAL, RIGHT_PARENTHESIS, STAR, WALRUS } from "./tokens.ts";

/**
 * Parses the arguments of a call or the bases of a class, from the opening parenthesis to behind the
 * closing one, into `args` and `keywords` (Python reference, "Calls"). Only a call may have a generator
 * expression without parentheses of its own.
 */
export function parseArguments(
  parser: Parser,
  args: Expr[],
  keywords: Keyword[],
  generators: boolean,
): void {
  const openLine = parser.line;
  const openColumn = parser.column;
  let unpacked = false;
  parser.next();
  while (parser.kind !== RIGHT_PARENTHESIS) {
    const { kind, line, column, yields, stray } = parser;
    if (kind === STAR) {
      if (unpacked) {
        parser.unexpected("iterable argument unpacking follows keyword argument unpacking");
      }
      args.push(parseUnpacked(parser));
    } else if (kind === DOUBLE_STAR) {
      unpacked = true;
      parser.next();
      keywords.push(keyword(parser, null, parseExpression(parser), line, column));
    } else {
      const expression = parseExpression(parser);
      const node = parser.kind === WALRUS
        ? parseAssigned(parser, expression, line, column)
        : expression;
      if (parser.kind === EQUAL) {
        keywords.push(parseKeyword(parser, node, line, column));
      } else if (startsComprehension(parser.kind)) {
        if (!generators) parser.unexpected();
        const single = args.length + keywords.length === 0;
        const clauses = parseComprehensions(parser, node, "generator expression", yields);
        parser.stray = stray;
        if (!single || parser.kind !== RIGHT_PARENTHESIS) {
          parser.reject("Generator expression must be parenthesized", line, column);
        }
        parser.next();
        args.push({
          _type: "GeneratorExp",
          lineno: openLine,
          col_offset: openColumn,
          end_lineno: parser.prevEndLine,
          end_col_offset: parser.prevEndColumn,
          elt: node,
          generators: clauses,
        });
        return;
      } else {
        if (keywords.length > 0) {
          parser.unexpected(
            `positional argument follows keyword argument${unpacked ? " unpacking" : ""}`,
          );
        }
        args.push(node);
      }
    }
    if (parser.kind === COMMA) parser.next();
    else if (parser.kind !== RIGHT_PARENTHESIS) {
      expectClosing(parser, RIGHT_PARENTHESIS, line, column);
    }
  }
  parser.next();
  if (keywords.length > 1) checkRepeated(parser, keywords);
}

/** Parses `*value` where the value can be any expression, the star being the current token. */
export function parseUnpacked(parser: Parser): Starred {
  const { line, column } = parser;
  parser.next();
  const value = parseExpression(parser);
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

/** Parses the rest of `name=value`, the `=` being the current token. */
function parseKeyword(parser: Parser, name: Expr, line: number, column: number): Keyword {
  if (name._type === "Constant" && (name.type === "bool" || name.type === "NoneType")) {
    parser.rejectNode(`cannot assign to ${describe(name)}`, name);
  }
  // A name in parentheses begins before its node does.
  if (name._type !== "Name" || name.col_offset !== column || name.lineno !== line) {
    parser.reject(
      'expression cannot contain assignment, perhaps you meant "=="?',
      line,
      column,
    );
  }
  parser.next();
  if (parser.kind === COMMA || parser.kind === RIGHT_PARENTHESIS) {
    parser.unexpected("expected argument value expression");
  }
  return keyword(parser, name.id, parseExpression(parser), line, column);
}

function keyword(
  parser: Parser,
  arg: string | null,
  value: Expr,
  line: number,
  column: number,
): Keyword {
  return {
    _type: "keyword",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    arg,
    value,
  };
}

function checkRepeated(parser: Parser, keywords: readonly Keyword[]): void {
  const names = new Set<string>();
  for (const { arg, lineno, col_offset } of keywords) {
    if (arg === null) continue;
    if (names.has(arg)) parser.object(`keyword argument repeated: ${arg}`, lineno, col_offset);
    names.add(arg);
  }
}
