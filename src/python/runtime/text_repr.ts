import { convertText } from "./limits.ts";

const NEEDS_ESCAPE = /[^ -[\]-~]/u;
// What str.isprintable refuses: categories Other and Separator, other than the space.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

/** `repr(str)`. */
export function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (!NEEDS_ESCAPE.test(text) && !text.includes(quote)) return quote + text + quote;
  convertText(text.length);
  let body = "";
  for (const character of text) body += escapeCharacter(character, quote, false);
  return quote + body + quote;
}

/** `ascii(str)`. */
export function asciiText(text: string): string {
  convertText(text.length);
  let result = "";
  for (const character of text) {
    result += character > "\u007e" ? escapeCode(character.codePointAt(0)!) : character;
  }
  return result;
}

function escapeCharacter(character: string, quote: string, bytes: boolean): string {
  switch (character) {
    case "\\":
      return "\\\\";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    case quote:
      return `\\${quote}`;
    case " ":
      return " ";
  }
  const code = character.codePointAt(0)!;
  if (bytes ? code < 32 || code > 126 : UNPRINTABLE.test(character)) return escapeCode(code);
  return character;
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

/** `repr(bytes)`. */
export function reprBytes(data: Uint8Array): string {
  const quote = data.includes(39) && !data.includes(34) ? '"' : "'";
  convertText(data.length);
  let body = "";
  for (const byte of data) body += escapeCharacter(String.fromCharCode(byte), quote, true);
  return `b${quote}${body}${quote}`;
}
