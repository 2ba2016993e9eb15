const SPECIAL = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * A text from outside as a terminal may show it: characters that move the cursor, colour, ring or turn the
 * direction of writing are written as escapes. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(SPECIAL, (character) => {
    if (character === "\n" || character === "\t") return character;
    const code = character.charCodeAt(0);
    return code < 256
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
