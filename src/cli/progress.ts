import type { Terminal } from "../platform/mod.ts";

/**
 * One line on standard error that counts, and is gone at the end. Where standard error is no terminal, nothing is
 * written.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #label: string;
  #shown = "";

  constructor(terminal: Terminal, label: string) {
    this.#terminal = terminal;
    this.#label = label;
  }

  /** Shows how far it is; only whole percents, so that writing costs nothing. */
  update(done: number, total: number): void {
    if (!this.#terminal.stderrIsTerminal) return;
    const text = progressText(this.#label, done, total);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#terminal.writeErr(`\r${text}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown !== "") this.#terminal.writeErr(`\r${" ".repeat(this.#shown.length)}\r`);
    this.#shown = "";
  }
}

/** The line at a moment: `Evaluating revisions  42 %`. */
export function progressText(label: string, done: number, total: number): string {
  const percent = total === 0 ? 100 : Math.floor(done * 100 / total);
  return `${label} ${String(percent).padStart(3)} %`;
}
