import { characterNamed } from "./character_names.ts";

/** An escape sequence that cannot be decoded; the message is CPython's. */
export class EscapeError extends Error {}

/** The control characters that have a letter behind the backslash. */
export const CONTROL_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const SIMPLE: Readonly<Record<string, string>> = {
  ...CONTROL_ESCAPES,
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const OCTAL = /[0-7]{1,3}/y;
const HEX = /[0-9a-fA-F]*/y;
const NAMED = /\{([^}]+)\}/y;

/**
 * Decodes the escape sequences of a string literal (Python reference, "Escape sequences"). What is not
 * an escape sequence stays as it is, with its backslash.
 *
 * @throws EscapeError
 */
export function decodeString(text: string): string {
  let result = "";
  let from = 0;
  for (;;) {
    const backslash = text.indexOf("\\", from);
    if (backslash < 0) return result + text.slice(from);
    result += text.slice(from, backslash);
    const letter = text[backslash + 1] ?? "";
    const simple = SIMPLE[letter];
    from = backslash + 2;
    if (simple !== undefined) {
      result += simple;
    } else if (letter >= "0" && letter <= "7") {
      const digits = matchAt(OCTAL, text, backslash + 1);
      result += String.fromCharCode(parseInt(digits, 8));
      from = backslash + 1 + digits.length;
    } else if (letter === "x" || letter === "u" || letter === "U") {
      const length = HEX_LENGTH[letter]!;
      const digits = matchAt(HEX, text, from).slice(0, length);
      from += digits.length;
      if (digits.length < length) {
        failUnicode(text, backslash, from, `truncated \\${letter}${"X".repeat(length)} escape`);
      }
      const code = parseInt(digits, 16);
      if (code > 0x10ffff) failUnicode(text, backslash, from, "illegal Unicode character");
      result += String.fromCodePoint(code);
    } else if (letter === "N") {
      NAMED.lastIndex = from;
      const match = NAMED.exec(text);
      if (match === null) failUnicode(text, backslash, from, "malformed \\N character escape");
      from += match[0].length;
      const character = characterNamed(match[1]!);
      if (character === undefined) {
        failUnicode(text, backslash, from, "unknown Unicode character name");
      }
      result += character;
    } else {
      result += "\\" + letter;
    }
  }
}

/**
 * Decodes the text of a bytes literal, which holds only ASCII characters; `raw` leaves escape sequences
 * as they are.
 *
 * @throws EscapeError
 */
export function decodeBytes(text: string, raw: boolean): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const letter = text[index + 1] ?? "";
    const simple = SIMPLE[letter];
    if (raw || text[index] !== "\\") {
      bytes.push(text.charCodeAt(index));
    } else if (simple !== undefined) {
      if (simple !== "") bytes.push(simple.charCodeAt(0));
      index++;
    } else if (letter >= "0" && letter <= "7") {
      const digits = matchAt(OCTAL, text, index + 1);
      bytes.push(parseInt(digits, 8) & 0xff);
      index += digits.length;
    } else if (letter === "x") {
      const digits = matchAt(HEX, text, index + 2).slice(0, 2);
      if (digits.length < 2) {
        throw new EscapeError(`(value error) invalid \\x escape at position ${index}`);
      }
      bytes.push(parseInt(digits, 16));
      index += 3;
    } else {
      bytes.push(0x5c);
    }
  }
  return Uint8Array.from(bytes);
}

function matchAt(pattern: RegExp, text: string, index: number): string {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? "";
}

function failUnicode(text: string, from: number, to: number, problem: string): never {
  const start = escapedLength(text.slice(0, from));
  const end = start + to - from - 1;
  throw new EscapeError(
    "(unicode error) 'unicodeescape' codec can't decode bytes " +
      `in position ${start}-${end}: ${problem}`,
  );
}

/** CPython decodes a form of the text in which characters outside ASCII are ten-byte escapes. */
function escapedLength(text: string): number {
  let length = 0;
  for (const character of text) length += character.charCodeAt(0) < 128 ? 1 : 10;
  return length;
}
