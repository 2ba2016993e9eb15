/**
 * Keeps what comes from outside (names, messages, what a server says) from steering the terminal. What is shown to a
 * person passes through here; JSON and scripts stay as they are.
 */

// Controls, halves of characters, and what cannot be seen: marks that turn the direction of writing, blanks without
// a width, tags. What joins characters (U+200C, U+200D) is needed to write some languages and emoji.
const SPECIAL =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Colours and weights of characters; none that hides them or moves anything. */
const COLOR =
  // deno-lint-ignore no-control-regex -- the sequences begin with a control character
  /(\x1b\[(?:0|1|2|4|22|24|39|3[1-7]|9[0-7])?(?:;(?:0|1|2|4|22|24|39|3[1-7]|9[0-7]))*m)/;

/**
 * A text from outside as a terminal may show it: characters that move the cursor, colour, ring, turn the
 * direction of writing or cannot be seen are written as escapes. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(SPECIAL, (character) => {
    if (character === "\n" || character === "\t") return character;
    const code = character.codePointAt(0)!;
    const digits = code.toString(16);
    if (code > 0xffff) return `\\u{${digits}}`;
    return code < 256 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
  });
}

/** The same on one line: line breaks and tabs are blanks. */
export function printableLine(text: string): string {
  return printable(text.replace(/[\r\n\t]+/g, " "));
}

/** The same of a text that may have colours. */
export function printableInColor(text: string): string {
  return text.split(COLOR).map((part, index) => index % 2 === 0 ? printable(part) : part).join("");
}

/** JSON that means the same, written with escapes where the characters would steer a terminal. */
export function printableJson(json: string): string {
  return json.replace(SPECIAL, (characters) => {
    if (characters === "\n") return characters;
    const units = Array.from({ length: characters.length }, (_, at) => characters.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

/** Shows what evaluated code prints: as it is where that goes into a file or a pipe. */
export function showPrinted(
  terminal: { readonly stdoutIsTerminal: boolean; writeOut(text: string): void },
  text: string,
): void {
  terminal.writeOut(terminal.stdoutIsTerminal ? printableInColor(text) : text);
}
