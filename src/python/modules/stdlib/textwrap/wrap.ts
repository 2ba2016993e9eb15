import { expandTabs } from "../../../builtins/expand_tabs.ts";
import { valueError } from "../../../runtime/mod.ts";
import { spend } from "../../../runtime/running.ts";
import { sliceText, textLength } from "../../../runtime/text.ts";
import { stripSpace } from "../../../builtins/text_classes.ts";
import { splitChunks } from "./chunks.ts";

/** The attributes of a `textwrap.TextWrapper`. */
export interface WrapOptions {
  readonly width: number;
  readonly initialIndent: string;
  readonly subsequentIndent: string;
  readonly expandTabs: boolean;
  readonly replaceWhitespace: boolean;
  readonly fixSentenceEndings: boolean;
  readonly breakLongWords: boolean;
  readonly dropWhitespace: boolean;
  readonly breakOnHyphens: boolean;
  readonly tabSize: number;
  readonly maxLines: number | null;
  readonly placeholder: string;
}

const isBlank = (text: string) => stripSpace(text, true, true) === "";
const total = (parts: readonly string[]) =>
  parts.reduce((length, part) => length + textLength(part), 0);

/** The lines of a text, none longer than the width where that can be done. */
export function wrapText(text: string, options: WrapOptions): string[] {
  let source = options.expandTabs ? expandTabs(text, options.tabSize) : text;
  if (options.replaceWhitespace) source = source.replace(/[\t\n\v\f\r]/g, " ");
  const chunks = splitChunks(source, options.breakOnHyphens);
  if (options.fixSentenceEndings) widenSentenceEnds(chunks);
  return new LineFiller(options, chunks).lines();
}

/** Two blanks after the end of a sentence: a small letter, `.`, `!` or `?` and perhaps a quote. */
function widenSentenceEnds(chunks: string[]): void {
  for (let index = 0; index < chunks.length - 1; index++) {
    if (chunks[index + 1] === " " && /[a-z][.!?]["']?$/.test(chunks[index]!)) {
      chunks[++index] = "  ";
    }
  }
}

/** Fills lines from chunks that are not to be broken if it can be helped. */
class LineFiller {
  readonly #options: WrapOptions;
  /** What is left, next chunk last. */
  readonly #left: string[];
  readonly #lines: string[] = [];

  constructor(options: WrapOptions, chunks: readonly string[]) {
    const { width, maxLines, placeholder } = options;
    if (width <= 0) throw valueError(`invalid width ${width} (must be > 0)`);
    if (maxLines !== null) {
      const indent = maxLines > 1 ? options.subsequentIndent : options.initialIndent;
      if (textLength(indent) + textLength(stripSpace(placeholder, true, false)) > width) {
        throw valueError("placeholder too large for max width");
      }
    }
    this.#options = options;
    this.#left = [...chunks].reverse();
  }

  lines(): string[] {
    while (this.#left.length > 0) {
      // Indents wider than the line can keep it from ever ending.
      spend(1);
      if (!this.#fillLine()) break;
    }
    return this.#lines;
  }

  /** Adds a line; false if it is the last that may be. */
  #fillLine(): boolean {
    const { dropWhitespace, maxLines } = this.#options;
    const lines = this.#lines;
    const left = this.#left;
    const indent = lines.length > 0 ? this.#options.subsequentIndent : this.#options.initialIndent;
    const room = this.#options.width - textLength(indent);
    const line: string[] = [];
    if (dropWhitespace && lines.length > 0 && isBlank(left.at(-1)!)) left.pop();
    for (let used = 0; left.length > 0; line.push(left.pop()!)) {
      used += textLength(left.at(-1)!);
      if (used > room) break;
    }
    if (left.length > 0 && textLength(left.at(-1)!) > room) this.#breakWord(line, room);
    if (dropWhitespace && line.length > 0 && isBlank(line.at(-1)!)) line.pop();
    if (line.length === 0) return true;
    const atEnd = left.length === 0 ||
      (dropWhitespace && left.length === 1 && isBlank(left[0]!));
    if (
      maxLines === null || lines.length + 1 < maxLines || (atEnd && total(line) <= room)
    ) {
      lines.push(indent + line.join(""));
      return true;
    }
    this.#cut(line, indent, room);
    return false;
  }

  /** Takes as much of a word as there is room for, or the whole of it on a line of its own. */
  #breakWord(line: string[], room: number): void {
    const { breakLongWords, breakOnHyphens } = this.#options;
    const word = this.#left.at(-1)!;
    if (!breakLongWords) {
      if (line.length === 0) line.push(this.#left.pop()!);
      return;
    }
    const space = room < 1 ? 1 : room - total(line);
    let end = space;
    if (breakOnHyphens && textLength(word) > space) {
      const head = sliceText(word, 0, space);
      const hyphen = head.lastIndexOf("-");
      if (hyphen > 0 && /[^-]/.test(head.slice(0, hyphen))) {
        end = textLength(head.slice(0, hyphen)) + 1;
      }
    }
    line.push(sliceText(word, 0, end));
    this.#left[this.#left.length - 1] = sliceText(word, end, textLength(word));
  }

  /** Ends the last line with the placeholder, in place of words if need be. */
  #cut(line: string[], indent: string, room: number): void {
    const { placeholder, width } = this.#options;
    for (; line.length > 0; line.pop()) {
      if (!isBlank(line.at(-1)!) && total(line) + textLength(placeholder) <= room) {
        this.#lines.push(indent + line.join("") + placeholder);
        return;
      }
    }
    const previous = stripSpace(this.#lines.at(-1) ?? "", false, true);
    if (this.#lines.length > 0 && textLength(previous) + textLength(placeholder) <= width) {
      this.#lines[this.#lines.length - 1] = previous + placeholder;
    } else this.#lines.push(indent + stripSpace(placeholder, true, false));
  }
}
