import { FileError } from "../errors/mod.ts";

/**
 * Python's `shlex.split`: words as a POSIX shell sees them; with `posix` false quotes stay and
 * backslashes mean nothing, as on Windows. A `FileError` for quotes that do not end.
 */
export function splitShellWords(text: string, posix: boolean): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let pos = 0;
  while (pos < text.length) {
    const character = text[pos]!;
    if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
      pos++;
    } else if (character === "'" || character === '"') {
      const { value, end } = quoted(text, pos, posix);
      word = (word ?? "") + value;
      pos = end;
    } else if (character === "\\" && posix) {
      if (pos + 1 >= text.length) throw broken("No escaped character", text);
      word = (word ?? "") + text[pos + 1];
      pos += 2;
    } else {
      word = (word ?? "") + character;
      pos++;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

function quoted(text: string, start: number, posix: boolean): { value: string; end: number } {
  const quote = text[start]!;
  let value = posix ? "" : quote;
  for (let pos = start + 1; pos < text.length; pos++) {
    const character = text[pos]!;
    if (character === quote) return { value: posix ? value : value + quote, end: pos + 1 };
    const next = text[pos + 1];
    if (posix && quote === '"' && character === "\\" && (next === '"' || next === "\\")) {
      value += next;
      pos++;
    } else value += character;
  }
  throw broken("No closing quotation", text);
}

function broken(message: string, text: string): FileError {
  return new FileError("bad_hook", `${message} in the options of a post write hook: ${text}`);
}
