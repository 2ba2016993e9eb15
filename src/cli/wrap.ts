/** Whitespace as Python's `textwrap` knows it: others, such as a no-break space, hold words together. */
const whitespace = "\\t\\n\\v\\f\\r ";
const wordsAndGaps = new RegExp(`[${whitespace}]+|[^${whitespace}]+`, "g");
const gap = new RegExp(`^[${whitespace}]`);

/** A letter, and what may stand before a dash between words. */
const letter = "[\\p{L}_]";
const wordEnd = `[\\p{L}\\p{N}_!"'&.,?]`;

/** The places inside a word where a line may end: behind the hyphen of a compound word, around a dash. */
const breaks = new RegExp(
  [
    `(?<=${letter}{2}-)(?=${letter}-?${letter})`,
    `(?<=${letter}-${letter}-)(?=${letter}-?${letter})`,
    `(?<=${wordEnd})(?=-{2,}[\\p{L}\\p{N}_])`,
    `(?<=${wordEnd}-{2,})(?=[\\p{L}\\p{N}_])`,
  ].join("|"),
  "u",
);

/**
 * Breaks `text` into lines of at most `width` characters, each indented: Python's `textwrap.wrap`
 * with its defaults, which is how Alembic shows its messages on a terminal (Python library
 * reference, "textwrap"). No lines for a text without words.
 */
export function wrap(text: string, width: number, indent: string): string[] {
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line: string[] = [];
  let length = 0;
  /** Whether the blanks before the first word of the line have been left out: one part, as in Python. */
  let begun = true;
  const endLine = () => {
    if (isGap(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(indent + line.join(""));
    line = [];
    length = 0;
    begun = lines.length === 0;
  };
  const add = (part: string) => {
    line.push(part);
    length += size(part);
  };
  for (const part of parts(expandTabs(text))) {
    let rest = part;
    while (true) {
      const leading = !begun && isGap(rest);
      begun = true;
      if (leading) break;
      if (length + size(rest) <= room) {
        add(rest);
        break;
      }
      if (size(rest) <= room) {
        endLine();
        continue;
      }
      // Longer than any line: as much of it as fits goes here, behind a hyphen if there is one.
      const characters = [...rest];
      const cut = cutLength(characters, room - length);
      add(characters.slice(0, cut).join(""));
      rest = characters.slice(cut).join("");
      endLine();
    }
  }
  endLine();
  return lines;
}

/** Whether there is nothing to see in a part, which then does not begin or end a line. */
function isGap(part: string | undefined): boolean {
  return part !== undefined && part.trim() === "";
}

/** Length in code points, as Python counts. */
function size(text: string): number {
  return [...text].length;
}

/** The text in what lines are made of: gaps of whitespace, and words or parts of them. */
function parts(text: string): string[] {
  return (text.match(wordsAndGaps) ?? []).flatMap((part) =>
    gap.test(part) ? [" ".repeat(part.length)] : part.split(breaks)
  );
}

/** Tabs become blanks up to the next multiple of eight. */
function expandTabs(text: string): string {
  let column = 0;
  return [...text].map((character) => {
    if (character === "\n" || character === "\r") column = -1;
    const blanks = character === "\t" ? 8 - column % 8 : 1;
    column += blanks;
    return character === "\t" ? " ".repeat(blanks) : character;
  }).join("");
}

/** How many characters of a word that is longer than any line go into the room that is left. */
function cutLength(characters: readonly string[], room: number): number {
  const hyphen = characters.slice(0, room).lastIndexOf("-");
  const wordBefore = characters.slice(0, Math.max(0, hyphen)).some((each) => each !== "-");
  return wordBefore ? hyphen + 1 : room;
}
