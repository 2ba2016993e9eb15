import type { Terminal } from "../platform/mod.ts";
import { wrap } from "./wrap.ts";

/**
 * Standard output as Alembic writes it: result lines as they are; messages and status lines
 * indented and wrapped where standard input is a terminal; nothing at all with `--quiet`.
 */
export class Output {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  /** Writes a result line, or several, as they are. */
  result(text: string): void {
    if (!this.#quiet) this.#terminal.writeOut(`${text}\n`);
  }

  /** Writes the SQL of offline mode; `--quiet` does not silence it. */
  script(text: string): void {
    this.#terminal.writeOut(text);
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
    const shown = columns === null ? text : wrap(text, columns, "  ").join("\n");
    this.#terminal.writeOut(shown + end);
  }
}
