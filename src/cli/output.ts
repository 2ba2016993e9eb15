import type { Terminal } from "../platform/mod.ts";

/** Breaks `text` into lines of at most `width` characters, each indented, as Python's textwrap does. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    let rest = word;
    if (line !== "" && indent.length + line.length + 1 + rest.length > width) {
      lines.push(indent + line);
      line = "";
    }
    // A word longer than a line is cut, as textwrap's break_long_words does.
    const room = Math.max(1, width - indent.length);
    while (line === "" && rest.length > room) {
      lines.push(indent + rest.slice(0, room));
      rest = rest.slice(room);
    }
    line = line === "" ? rest : `${line} ${rest}`;
  }
  if (line !== "" || lines.length === 0) lines.push(indent + line);
  return lines;
}

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
