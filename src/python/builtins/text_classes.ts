/** Python's white space for str (str.isspace): Unicode White_Space and the separators 0x1c–0x1f. */
export const SPACE =
  "\\t\\n\\v\\f\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const LEADING = new RegExp(`^[${SPACE}]+`, "u");
const TRAILING = new RegExp(`[${SPACE}]+$`, "u");

/** The text without white space at its ends. */
export function stripSpace(text: string, left: boolean, right: boolean): string {
  let result = text;
  if (left) result = result.replace(LEADING, "");
  if (right) {
    // Scanning from the end keeps a long run of inner spaces from being tried at each of them.
    let end = result.length;
    while (end > 0 && TRAILING.test(result[end - 1]!)) end--;
    result = result.slice(0, end);
  }
  return result;
}

/** The text without the given characters at its ends. */
export function stripCharacters(
  text: string,
  characters: string,
  left: boolean,
  right: boolean,
): string {
  const set = new Set(characters);
  const all = [...text];
  let from = 0;
  let to = all.length;
  if (left) { while (from < to && set.has(all[from]!)) from++; }
  if (right) { while (to > from && set.has(all[to - 1]!)) to--; }
  return all.slice(from, to).join("");
}

// deno-lint-ignore no-control-regex -- they are what str.splitlines splits at
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Splits at line ends as `str.splitlines` knows them. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const match of text.matchAll(LINE_END)) {
    const to = match.index + (keepEnds ? match[0].length : 0);
    lines.push(text.slice(from, to));
    from = match.index + match[0].length;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

/** Splits at runs of white space, at most `limit` times (-1: always). */
export function splitSpace(text: string, limit: number): string[] {
  const words = stripSpace(text, true, false);
  const parts: string[] = [];
  const gap = new RegExp(`[${SPACE}]+`, "gu");
  let from = 0;
  for (const match of words.matchAll(gap)) {
    if (limit >= 0 && parts.length >= limit) break;
    parts.push(words.slice(from, match.index));
    from = match.index + match[0].length;
  }
  const rest = words.slice(from);
  if (rest !== "") parts.push(rest);
  return parts;
}

/** Splits at white space from the right. */
export function splitSpaceRight(text: string, limit: number): string[] {
  const reversed = [...text].reverse().join("");
  return splitSpace(reversed, limit).map((part) => [...part].reverse().join("")).reverse();
}

/** The title case of a character: that of the few digraphs is not their upper case. */
export function toTitle(character: string): string {
  const digraphs = ["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"];
  return digraphs.find((forms) => character !== "" && forms.includes(character))?.[1] ??
    (character === "ß" ? "Ss" : character.toUpperCase());
}

/** `str.title()`: a letter after a non-letter is upper case, others lower. */
export function titleCase(text: string): string {
  let previousCased = false;
  let result = "";
  for (const character of text) {
    const cased = /\p{L}/u.test(character) && character.toLowerCase() !== character.toUpperCase();
    result += previousCased ? character.toLowerCase() : toTitle(character);
    previousCased = cased;
  }
  return result;
}

/** `str.istitle()`. */
export function isTitle(text: string): boolean {
  let previousCased = false;
  let any = false;
  for (const character of text) {
    const upper = /[\p{Lu}\p{Lt}]/u.test(character);
    const lower = /\p{Ll}/u.test(character);
    if ((upper && previousCased) || (lower && !previousCased)) return false;
    previousCased = upper || lower;
    any ||= previousCased;
  }
  return any;
}
