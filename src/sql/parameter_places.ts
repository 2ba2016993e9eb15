/**
 * Puts texts in the places `$1`, `$2`, … of a statement. Places inside string constants, quoted names, dollar quotes
 * and comments are none (PostgreSQL manual, 4.1.2 and 4.1.5). `replacement` gets the number of a place.
 */
export function replacePlaces(sql: string, replacement: (place: number) => string): string {
  return sql.replace(tokens, (token, tag: string | undefined, place: string | undefined) => {
    if (tag !== undefined || place === undefined) return token;
    return replacement(Number(place));
  });
}

/**
 * What may hold a `$1` that is none, and the places themselves: constants with escapes, plain ones, quoted names,
 * dollar quotes, comments of one line, and comments (nested ones to a depth that nobody writes).
 */
const tokens = new RegExp(
  [
    String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`(?<![\p{L}\p{N}_$])(\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?\1`,
    String.raw`--[^\n]*`,
    String.raw`\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/)*\*\/`,
    String.raw`(?<![\p{L}\p{N}_$])\$(\d+)`,
  ].join("|"),
  "gu",
);
