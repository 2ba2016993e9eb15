/**
 * Python's notions of white space and of a quoted string, where they differ from JavaScript's and
 * the files that the program reads were written with Python's in mind.
 */

// str.isspace(): unlike String.prototype.trim it knows \x1c-\x1f and \x85, and not \ufeff.
const WHITESPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${WHITESPACE}]+`);
const SPACE = new RegExp(`[${WHITESPACE}]`);

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  return text.slice(0, endOfContent(text, 0));
}

/** `str.strip()`. */
export function strip(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  return text.slice(start, endOfContent(text, start));
}

// An expression for trailing white space would begin anew at every space of the text.
function endOfContent(text: string, start: number): number {
  let end = text.length;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

function isSpace(unit: number): boolean {
  if (unit > 0x20) return unit > 0x7f && SPACE.test(String.fromCharCode(unit));
  return unit >= 0x1c || unit >= 0x09 && unit <= 0x0d;
}

/** The number of white space characters that `text` starts with. */
export function indentation(text: string): number {
  return LEADING.exec(text)?.[0].length ?? 0;
}

/** The lines of a text as Python's text files give them: `\n`, `\r\n` and `\r` end a line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `repr(text)` for texts of printable characters, tabs and line ends: how Python's messages quote. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  // deno-lint-ignore no-control-regex -- control characters are what must be escaped
  const body = text.replace(/[\\\n\r\t]|[\x00-\x1f\x7f-\xa0]/g, (found) => {
    if (found === "\\") return "\\\\";
    return ESCAPES[found] ?? `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
}
