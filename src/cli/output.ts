import { printable, printableInColor } from "../config/printable.ts";
import type { Terminal } from "../platform/mod.ts";
import { wrap } from "./wrap.ts";

/**
 * Standard output as Alembic writes it: result lines; messages and status lines
 * indented and wrapped where standard input is a terminal; nothing at all with `--quiet`. What a text has
 * that would steer the terminal is written as escapes.
 */
export class Output {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  /** Writes a result line, or several. */
  result(text: string): void {
    if (!this.#quiet) this.#terminal.writeOut(`${printable(text)}\n`);
  }

  /** Writes result lines that have colours where there is a terminal. */
  styled(text: string): void {
    if (!this.#terminal.stdoutIsTerminal) this.result(text);
    else if (!this.#quiet) this.#terminal.writeOut(`${printableInColor(text)}\n`);
  }

  /**
   * Writes what is to be kept or run, such as the SQL of offline mode: as it is, but for a terminal, where somebody
   * looks at it. `--quiet` does not silence it.
   */
  script(text: string): void {
    this.#terminal.writeOut(this.#terminal.stdoutIsTerminal ? printable(text) : text);
  }

  /** Writes a message such as `FAILED: …`. */
  message(text: string): void {
    this.#message(text, "\n");
  }

  /** Writes `<text> ...`, runs `work`, and ends the line with `done` or `FAILED`. */
  async status<T>(text: string, work: () => T | Promise<T>, newline = false): Promise<T> {
    this.#message(`${text} ...`, newline ? "\n" : "");
    try {
      const value = await work();
      if (!this.#quiet) this.#terminal.writeOut("  done\n");
      return value;
    } catch (error) {
      if (!this.#quiet) this.#terminal.writeOut("  FAILED\n");
      throw error;
    }
  }

  #message(text: string, end: string): void {
    if (this.#quiet) return;
    const columns = this.#terminal.stdinIsTerminal ? this.#terminal.columns() : null;
    const safe = printable(text);
    const shown = columns === null ? safe : wrap(safe, columns, "  ").join("\n");
    this.#terminal.writeOut(shown + end);
  }
}
