import type { Pattern } from "./ast.ts";
import type { Parser } from "./parser.ts";

/** Whether a pattern matches whatever comes: a capture or a wildcard, alone or as an alternative. */
export function isIrrefutable(pattern: Pattern): boolean {
  if (pattern._type === "MatchAs") {
    return pattern.pattern === null || isIrrefutable(pattern.pattern);
  }
  return pattern._type === "MatchOr" && pattern.patterns.some(isIrrefutable);
}

/**
 * Checks what Python's compiler demands of a pattern beyond the grammar (Python reference, "Patterns"):
 * no name twice, the same names in all alternatives, nothing behind an alternative that always matches.
 */
export function checkPattern(parser: Parser, pattern: Pattern): void {
  // Most patterns are a mere value.
  if (pattern._type !== "MatchValue") collectNames(parser, pattern, new Set());
}

/** Adds the names that a pattern binds to `names`. */
function collectNames(parser: Parser, pattern: Pattern, names: Set<string>): void {
  switch (pattern._type) {
    case "MatchAs":
      if (pattern.pattern !== null) collectNames(parser, pattern.pattern, names);
      bind(parser, pattern, pattern.name, names);
      break;
    case "MatchStar":
      bind(parser, pattern, pattern.name, names);
      break;
    case "MatchMapping":
      collectAll(parser, pattern.patterns, names);
      bind(parser, pattern, pattern.rest, names);
      break;
    case "MatchClass":
      collectAll(parser, pattern.patterns, names);
      collectAll(parser, pattern.kwd_patterns, names);
      checkAttributes(parser, pattern, pattern.kwd_attrs);
      break;
    case "MatchSequence":
      if (pattern.patterns.filter((element) => element._type === "MatchStar").length > 1) {
        object(parser, "multiple starred names in sequence pattern", pattern);
      }
      collectAll(parser, pattern.patterns, names);
      break;
    case "MatchOr":
      collectAlternatives(parser, pattern.patterns, names);
      break;
    default:
  }
}

function collectAll(parser: Parser, patterns: readonly Pattern[], names: Set<string>): void {
  for (const pattern of patterns) collectNames(parser, pattern, names);
}

function collectAlternatives(
  parser: Parser,
  alternatives: readonly Pattern[],
  names: Set<string>,
): void {
  let first: Set<string> | null = null;
  for (const [index, alternative] of alternatives.entries()) {
    if (index < alternatives.length - 1 && isIrrefutable(alternative)) {
      const what = alternative._type === "MatchAs" && alternative.name !== null
        ? `name capture '${alternative.name}'`
        : "wildcard";
      object(parser, `${what} makes remaining patterns unreachable`, alternative);
    }
    const bound = new Set(names);
    collectNames(parser, alternative, bound);
    first ??= bound;
    if (bound.size !== first.size || [...bound].some((name) => !first!.has(name))) {
      object(parser, "alternative patterns bind different names", alternatives[0]!);
    }
  }
  for (const name of first ?? []) names.add(name);
}

function checkAttributes(parser: Parser, pattern: Pattern, attributes: readonly string[]): void {
  const repeated = attributes.find((name, index) => attributes.indexOf(name) < index);
  if (repeated !== undefined) {
    object(parser, `attribute name repeated in class pattern: ${repeated}`, pattern);
  }
}

function bind(parser: Parser, pattern: Pattern, name: string | null, names: Set<string>): void {
  if (name === null) return;
  if (names.has(name)) {
    object(parser, `multiple assignments to name '${name}' in pattern`, pattern);
  }
  names.add(name);
}

function object(parser: Parser, reason: string, pattern: Pattern): void {
  parser.object(reason, pattern.lineno, pattern.col_offset);
}
