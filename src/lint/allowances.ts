import type { Place } from "../errors/mod.ts";

/** A comment that silences a rule. */
export interface Allowance {
  readonly rule: string;
  readonly line: number;
  /** Whether it is for the whole file (`allow-file`). */
  readonly wholeFile: boolean;
  /** What is written behind the rules; empty if nothing is. */
  readonly reason: string;
}

const comment =
  /(?:#|\/\/|--)\s*migrator:\s*(allow|allow-file)\s+([a-z-]+(?:\s*,\s*[a-z-]+)*)[ \t]*(.*)$/;
const onlyComment = /^\s*(?:#|\/\/|--)/;

/**
 * The comments of a revision file that silence rules, whatever language it is in:
 * `# migrator: allow drop-column because …`. Such a comment counts for the statement in whose lines it
 * stands, or below whose comment lines the statement begins; with `allow-file` for all of the file.
 */
export class Allowances {
  readonly all: readonly Allowance[];
  readonly #lines: readonly string[];

  constructor(source: string) {
    this.#lines = source.split("\n");
    this.all = this.#lines.flatMap((text, index) => {
      const match = comment.exec(text);
      if (match === null) return [];
      const reason = match[3]!.replace(/^because\s+/, "").trim();
      return match[2]!.split(",").map((rule) => ({
        rule: rule.trim(),
        line: index + 1,
        wholeFile: match[1] === "allow-file",
        reason,
      }));
    });
  }

  /**
   * The comment that silences a rule at a statement of this file. `next` is the line where the next
   * statement begins, if one does.
   */
  find(rule: string, place: Place | undefined, next: number | undefined): Allowance | null {
    const own = this.all.filter((each) => each.rule === rule);
    return own.find(({ wholeFile }) => wholeFile) ??
      own.find(({ line }) => place?.line !== undefined && this.#isAt(line, place.line, next)) ??
      null;
  }

  #isAt(line: number, start: number, next: number | undefined): boolean {
    if (line < start) {
      // Nothing but comments between it and the statement.
      return this.#lines.slice(line - 1, start - 1).every((text) => onlyComment.test(text));
    }
    if (line === start) return true;
    if (next !== undefined && next > start && line >= next) return false;
    // Behind the beginning only at the end of a line of the statement, before the next one and an empty line.
    const between = this.#lines.slice(start, line - 1);
    return !onlyComment.test(this.#lines[line - 1]!) &&
      between.every((text) => text.trim() !== "");
  }
}
