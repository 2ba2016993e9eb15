import { UnsupportedConstructError } from "../../../runtime/errors.ts";
import type { PatternParser } from "./parser.ts";
import type { PatternSource } from "./pattern_source.ts";
import type { Category, Node, SetMember } from "./syntax_tree.ts";

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const CATEGORIES: Readonly<Record<string, Category>> = { d: "digit", s: "space", w: "word" };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const OCTAL = /^[0-7]$/;

function category(letter: string, ascii: boolean): SetMember | null {
  const found = CATEGORIES[letter.toLowerCase()];
  return found === undefined ? null : { category: found, negative: letter < "a", ascii };
}

/** The code of `\xhh`, `\uhhhh`, `\Uhhhhhhhh`; null for other letters. */
function hexEscape(source: PatternSource, letter: string): number | null {
  const size = HEX_DIGITS[letter];
  if (size === undefined || (letter !== "x" && !source.isText)) return null;
  const digits = source.takeSome(size, /^[0-9a-fA-F]$/);
  const text = `\\${letter}${digits}`;
  if (digits.length !== size) throw source.error(`incomplete escape ${text}`, text.length);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw source.error(`bad escape ${text}`, text.length);
  return code;
}

function refuseName(source: PatternSource, letter: string): void {
  if (letter === "N" && source.isText && source.next === "{") {
    throw new UnsupportedConstructError(
      "\\N{…} in a pattern",
      "\\N{…} in a pattern: characters are not known by name here",
      { hint: "write the character itself" },
    );
  }
}

function badEscape(source: PatternSource, text: string) {
  return source.error(`bad escape ${text}`, text.length);
}

function octal(source: PatternSource, digits: string): number {
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) {
    throw source.error(
      `octal escape value \\${digits} outside of range 0-0o377`,
      digits.length + 1,
    );
  }
  return code;
}

/** An escape inside `[…]`. */
export function classEscape(source: PatternSource, token: string, ascii: boolean): SetMember {
  const letter = token.slice(1);
  const one = (code: number): SetMember => ({ from: code, to: code });
  const control = CONTROLS[letter];
  if (control !== undefined) return one(control);
  const found = category(letter, ascii);
  if (found !== null) return found;
  const hex = hexEscape(source, letter);
  if (hex !== null) return one(hex);
  refuseName(source, letter);
  if (OCTAL.test(letter)) return one(octal(source, letter + source.takeSome(2, OCTAL)));
  if (/^[0-9A-Za-z]$/.test(letter)) throw badEscape(source, token);
  return one(letter.codePointAt(0)!);
}

/** An escape outside of sets. */
export function escape(parser: PatternParser, token: string, flags: number): Node {
  const { source } = parser;
  const letter = token.slice(1);
  const folding = parser.folding(flags);
  const ascii = parser.isAscii(flags);
  switch (letter) {
    case "A":
      return { kind: "position", at: "start" };
    case "Z":
      return { kind: "position", at: "end" };
    case "b":
      return { kind: "position", at: ascii ? "ascii boundary" : "unicode boundary" };
    case "B":
      return { kind: "position", at: ascii ? "ascii inside" : "unicode inside" };
  }
  const found = category(letter, ascii);
  if (found !== null) return { kind: "set", negative: false, members: [found], folding: "none" };
  const one = (code: number): Node => ({ kind: "character", code, folding });
  const control = CONTROLS[letter];
  if (control !== undefined) return one(control);
  const hex = hexEscape(source, letter);
  if (hex !== null) return one(hex);
  refuseName(source, letter);
  if (letter === "0") return one(octal(source, letter + source.takeSome(2, OCTAL)));
  if (/^[1-9]$/.test(letter)) return numbered(parser, letter, flags, one);
  if (/^[A-Za-z]$/.test(letter)) throw badEscape(source, token);
  return one(letter.codePointAt(0)!);
}

/** `\1` to `\99`, or a character by three octal digits. */
function numbered(
  parser: PatternParser,
  first: string,
  flags: number,
  one: (code: number) => Node,
): Node {
  const { source } = parser;
  let digits = first + source.takeSome(1, /^[0-9]$/);
  if (/^[0-7]{2}$/.test(digits) && source.next !== undefined && OCTAL.test(source.next)) {
    digits += source.get();
    return one(octal(source, digits));
  }
  const group = Number(digits);
  if (group <= parser.groupCount) return parser.reference(group, flags, digits.length + 1);
  throw source.error(`invalid group reference ${group}`, digits.length);
}
