import type { Alias, Import, ImportFrom } from "./ast.ts";
import type { Parser } from "./parser.ts";
import {
  AS,
  COMMA,
  DOT,
  ELLIPSIS,
  IMPORT,
  LEFT_PARENTHESIS,
  NEWLINE,
  RIGHT_PARENTHESIS,
  STAR,
} from "./tokens.ts";

/** Parses `import a.b as c, d`. */
export function parseImport(parser: Parser): Import {
  const { line, column } = parser;
  const names: Alias[] = [];
  do {
    parser.next();
    if (names.length === 0 && parser.kind === NEWLINE) rejectNoNames(parser);
    names.push(parseAlias(parser, parseDottedName));
  } while (parser.kind === COMMA);
  return {
    _type: "Import",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    names,
  };
}

/** Parses `from a.b import c as d, e`. */
export function parseFromImport(parser: Parser): ImportFrom {
  const { line, column } = parser;
  parser.next();
  let level = 0;
  for (;; parser.next()) {
    if (parser.kind === DOT) level++;
    else if (parser.kind === ELLIPSIS) level += 3;
    else break;
  }
  const module = level > 0 && parser.kind === IMPORT ? null : parseDottedName(parser);
  parser.expect(IMPORT);
  const names = parseImportedNames(parser);
  return {
    _type: "ImportFrom",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    module,
    names,
    level,
  };
}

function parseImportedNames(parser: Parser): Alias[] {
  if (parser.kind === STAR) {
    if (parser.scope !== "module") parser.objectHere("import * only allowed at module level");
    return [parseAlias(parser, parseStar)];
  }
  if (parser.kind === NEWLINE) rejectNoNames(parser);
  const parenthesized = parser.accept(LEFT_PARENTHESIS);
  const names = [parseAlias(parser, parseOneName)];
  while (parser.accept(COMMA)) {
    if (parenthesized && parser.kind === RIGHT_PARENTHESIS) break;
    if (parser.kind === NEWLINE) {
      parser.unexpected("trailing comma not allowed without surrounding parentheses");
    }
    names.push(parseAlias(parser, parseOneName));
  }
  if (parenthesized) parser.expect(RIGHT_PARENTHESIS);
  return names;
}

function rejectNoNames(parser: Parser): never {
  parser.unexpected("Expected one or more names after 'import'");
}

function parseAlias(parser: Parser, parseName: (parser: Parser) => string): Alias {
  const { line, column } = parser;
  const name = parseName(parser);
  const asname = name !== "*" && parser.accept(AS) ? parser.expectName() : null;
  return {
    _type: "alias",
    lineno: line,
    col_offset: column,
    end_lineno: parser.prevEndLine,
    end_col_offset: parser.prevEndColumn,
    name,
    asname,
  };
}

function parseStar(parser: Parser): string {
  parser.next();
  return "*";
}

function parseOneName(parser: Parser): string {
  return parser.expectName();
}

function parseDottedName(parser: Parser): string {
  let name = parser.expectName();
  while (parser.accept(DOT)) name += "." + parser.expectName();
  return name;
}
