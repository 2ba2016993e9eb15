// What ends a line for Python's `str` are a few characters more than for JavaScript.
// deno-lint-ignore no-control-regex
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** `str.splitlines()`: no empty line after a final line end, none at all for empty text. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnd);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/** Tells in which lines of a text offsets lie. Each is counted from the one before, as offsets mostly rise. */
export class LineCounter {
  #offset = 0;
  #line: number;

  /** `first`: the line in which the text begins. */
  constructor(readonly text: string, readonly first = 1) {
    this.#line = first;
  }

  /** The number of the line that holds an offset. */
  lineOf(offset: number): number {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = this.first;
    }
    for (
      let at = this.text.indexOf("\n", this.#offset);
      at >= 0 && at < offset;
      at = this.text.indexOf("\n", at + 1)
    ) {
      this.#line++;
    }
    this.#offset = offset;
    return this.#line;
  }
}
