// White space is ASCII's only here: a no-break space does not break.
const BLANK = /^[\t\n\v\f\r ]$/;
const LETTER = /^\p{L}$/u;
const WORD = /^[\p{L}\p{N}_]$/u;
const isBlank = (character: string | undefined) => character !== undefined && BLANK.test(character);
// Python's [^\d\W]: what may stand in a word but is no decimal digit.
const isLetter = (character: string | undefined) =>
  character !== undefined && (LETTER.test(character) || /^[\p{Nl}\p{No}_]$/u.test(character));
const isWord = (character: string | undefined) => character !== undefined && WORD.test(character);
const isWordOrMark = (character: string | undefined) =>
  isWord(character) || (character !== undefined && `!"'&.,?`.includes(character));

/**
 * The parts of a text that stay together: runs of white space, words, the parts of hyphenated words
 * (`well-`, `known`) and dashes (`--`) between words.
 */
export function splitChunks(text: string, onHyphens: boolean): string[] {
  const characters = [...text];
  const chunks: string[] = [];
  for (let at = 0; at < characters.length;) {
    const end = isBlank(characters[at])
      ? endOfRun(characters, at, isBlank)
      : onHyphens
      ? endOfPart(characters, at)
      : endOfRun(characters, at, (character) => !isBlank(character));
    chunks.push(characters.slice(at, end).join(""));
    at = end;
  }
  return chunks;
}

function endOfRun(
  characters: readonly string[],
  from: number,
  belongs: (character: string | undefined) => boolean,
): number {
  let at = from;
  while (at < characters.length && belongs(characters[at])) at++;
  return at;
}

/** The end of a dash of two hyphens or more between words; -1 where there is none. */
function endOfDash(characters: readonly string[], at: number): number {
  if (!isWordOrMark(characters[at - 1])) return -1;
  const end = endOfRun(characters, at, (character) => character === "-");
  return end - at >= 2 && isWord(characters[end]) ? end : -1;
}

function endOfPart(characters: readonly string[], start: number): number {
  const dash = endOfDash(characters, start);
  if (dash >= 0) return dash;
  for (let at = start + 1;; at++) {
    if (characters[at] === "-" && mayBreakAfter(characters, at)) return at + 1;
    if (at >= characters.length || isBlank(characters[at]) || endOfDash(characters, at) >= 0) {
      return at;
    }
  }
}

/** Whether a hyphen stands inside a word of letters: `well-known`, `e-m-ail`, but not `e-mail`. */
function mayBreakAfter(characters: readonly string[], hyphen: number): boolean {
  const before = (distance: number) => characters[hyphen - distance];
  const after = (distance: number) => characters[hyphen + distance];
  const left = (isLetter(before(1)) && isLetter(before(2))) ||
    (isLetter(before(1)) && before(2) === "-" && isLetter(before(3)));
  const right = isLetter(after(1)) &&
    (isLetter(after(2)) || (after(2) === "-" && isLetter(after(3))));
  return left && right;
}
