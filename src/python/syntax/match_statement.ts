import type { Expr, Match, MatchCase } from "./ast.ts";
import { parseElement, parseRestOfTuple } from "./expression_lists.ts";
import { parseNamedExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";
import { checkPattern, isIrrefutable } from "./pattern_checks.ts";
import { parsePatterns } from "./patterns.ts";
import { enterBlock, parseBlock } from "./statements.ts";
import { COLON, COMMA, DEDENT, IF, NAME, NEWLINE } from "./tokens.ts";

/** Parses a `match` statement; null when the name `match`, the current token, is used otherwise. */
export function parseMatch(parser: Parser): Match | null {
  if (isPlainName(parser)) return null;
  const { line, column } = parser;
  const subject = parser.attempt(() => parseSubject(parser));
  if (subject === null) return null;
  enterBlock(parser, "'match' statement", line);
  const cases: MatchCase[] = [];
  do cases.push(parseCase(parser)); while (parser.kind !== DEDENT);
  parser.next();
  checkReachable(parser, cases);
  return {
    _type: "Match",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    subject,
    cases,
  };
}

/** Tells the commonest uses of `match` as a variable apart without trying to parse more. */
function isPlainName(parser: Parser): boolean {
  const { source } = parser;
  let pos = parser.end;
  while (source.charCodeAt(pos) === 0x20) pos++;
  const code = source.charCodeAt(pos);
  if (code === 0x2e /* . */) return source.charCodeAt(pos + 1) !== 0x2e;
  // "=", ",", ")", ":" and the line's end
  return code === 0x3d || code === 0x2c || code === 0x29 || code === 0x3a || code === 0x0a;
}

/** Parses `match subject:` to the line's end behind it, which alone tells it from an annotation. */
function parseSubject(parser: Parser): Expr {
  parser.next();
  const { line, column } = parser;
  let subject = parseElement(parser);
  if (parser.kind === COMMA) {
    subject = parseRestOfTuple(parser, subject, line, column, parseElement);
  } else if (subject._type === "Starred") {
    parser.unexpected();
  }
  parser.expect(COLON);
  if (parser.kind !== NEWLINE) parser.unexpected();
  return subject;
}

function parseCase(parser: Parser): MatchCase {
  const { line } = parser;
  if (parser.kind !== NAME || parser.name !== "case") parser.unexpected();
  parser.next();
  const pattern = parsePatterns(parser);
  checkPattern(parser, pattern);
  const guard = parser.accept(IF) ? parseNamedExpression(parser) : null;
  const body = parseBlock(parser, "'case' statement", line);
  return { _type: "match_case", pattern, guard, body };
}

function checkReachable(parser: Parser, cases: readonly MatchCase[]): void {
  for (const { pattern, guard } of cases.slice(0, -1)) {
    if (guard !== null || !isIrrefutable(pattern)) continue;
    const what = pattern._type === "MatchAs" && pattern.name !== null
      ? `name capture '${pattern.name}'`
      : "wildcard";
    parser.object(
      `${what} makes remaining patterns unreachable`,
      pattern.lineno,
      pattern.col_offset,
    );
  }
}
