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
