import type { Terminal } from "../platform/mod.ts";

/** Back to the beginning of the line, and what stands on it is gone. */
const ERASE = "\r\x1b[K";

/**
 * The last line of a terminal, which says how things stand now. What is printed through
 * {@link StatusLine.terminal} comes above it, so that neither tears the other.
 */
export class StatusLine {
  /** The terminal, to be used by all that print. */
  readonly terminal: Terminal;
  readonly #inner: Terminal;
  #text = "";
  /** Whether the cursor stands at the beginning of a line, where the status may be shown. */
  #free = true;

  constructor(inner: Terminal) {
    this.#inner = inner;
    this.terminal = {
      stdinIsTerminal: inner.stdinIsTerminal,
      stdoutIsTerminal: inner.stdoutIsTerminal,
      stderrIsTerminal: inner.stderrIsTerminal,
      columns: () => inner.columns(),
      // What goes into a file or a pipe leaves the terminal as it is.
      writeOut: (text) =>
        inner.stdoutIsTerminal ? this.#above(text, "writeOut") : inner.writeOut(text),
      writeErr: (text) => this.#above(text, "writeErr"),
      readLine: () => {
        const line = inner.readLine();
        // The end of what was typed has moved the cursor on.
        this.#free = true;
        return line;
      },
    };
  }

  /** Shows a text in place of the one before; an empty one takes the line away. */
  show(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    if (this.#free) this.#inner.writeErr(`${ERASE}${text}`);
  }

  #above(text: string, write: "writeOut" | "writeErr"): void {
    if (text === "") return;
    if (this.#free && this.#text !== "") this.#inner.writeErr(ERASE);
    this.#inner[write](text);
    this.#free = text.endsWith("\n");
    if (this.#free && this.#text !== "") this.#inner.writeErr(this.#text);
  }
}
