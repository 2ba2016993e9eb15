/**
 * A page of the documentation that shows command lines and what they print. Where it says what it starts
 * from, its blocks are one session, from top to bottom, in a directory of its own:
 *
 *     <!-- start: sample -->            a copy of the sample project; or "empty"
 *
 *     <!-- file: versions/a1.sql -->    the block after it is written to this file
 *     ```sql
 *     …
 *     ```
 *
 *     ```console
 *     $ export NAME=value               holds for the commands after it
 *     $ migrator heads                  run by a shell; below it what it prints, errors included
 *     a1 (head)
 *     ```
 *
 *     <!-- before: migrator stamp a1 -->   run, and not shown
 *
 * In what is printed, `…` stands for any text of a line, and a line of it alone for any lines. {@link DATABASE} is the
 * address of the page's own database.
 */

/** The database as pages write it. */
export const DATABASE = "postgresql://app@db.internal/shop";

/** One thing that a page does. */
export type PageStep =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "preparation"; readonly line: string }
  | {
    readonly kind: "command";
    readonly line: string;
    readonly expected: string;
    readonly at: number;
  };

/** A page, read. */
export interface Page {
  /** What the directory holds at the beginning; null for a page that is not played. */
  readonly start: string | null;
  readonly steps: readonly PageStep[];
}

const START = /^<!-- start: (.+) -->$/;
const FILE = /^<!-- file: (.+) -->$/;
const BEFORE = /^<!-- before: (.+) -->$/;

/** Reads what a page does. */
export function parsePage(text: string): Page {
  const lines = text.split("\n");
  const steps: PageStep[] = [];
  let start: string | null = null;
  let mark: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    start = START.exec(line)?.[1] ?? start;
    const preparation = BEFORE.exec(line)?.[1];
    if (preparation !== undefined) steps.push({ kind: "preparation", line: preparation });
    else if (line.startsWith("<!--")) mark = line;
    if (!line.startsWith("```")) continue;
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the block has no end`);
    const body = lines.slice(at + 1, end);
    const path = mark === null ? undefined : FILE.exec(mark)?.[1];
    if (path !== undefined) steps.push({ kind: "file", path, text: `${body.join("\n")}\n` });
    else if (line === "```console") steps.push(...commandsOf(body, at + 1));
    mark = null;
    at = end;
  }
  return { start, steps };
}

/** `first`: index of the first line of the block in the page. */
function commandsOf(lines: readonly string[], first: number): PageStep[] {
  const starts = lines.flatMap((line, index) => line.startsWith("$ ") ? [index] : []);
  if (starts[0] !== 0) throw new Error(`line ${first + 1}: expected a command ("$ …")`);
  return starts.map((from, index) => ({
    kind: "command",
    line: lines[from]!.slice(2),
    expected: lines.slice(from + 1, starts[index + 1] ?? lines.length).join("\n"),
    at: first + from,
  }));
}

/** The page with what its commands printed; what fits already stays as it is written. */
export function withPrinted(text: string, page: Page, printed: readonly string[]): string {
  const lines = text.split("\n");
  const commands = page.steps.filter((step) => step.kind === "command");
  for (const [index, { expected, at }] of [...commands.entries()].reverse()) {
    const actual = printed[index]!.replace(/\n$/, "");
    if (fits(actual, expected)) continue;
    const length = expected === "" ? 0 : expected.split("\n").length;
    lines.splice(at + 1, length, ...actual === "" ? [] : actual.split("\n"));
  }
  return lines.join("\n");
}

/** Whether a printed text is the one that a page shows. */
export function fits(actual: string, shown: string): boolean {
  const source = shown.split("\n").map((line) =>
    line === "…"
      ? "(?:.*\\n)*?"
      : `${
        line.split("…").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*")
      }\\n`
  ).join("");
  return new RegExp(`^${source}$`).test(actual === "" && shown === "" ? "\n" : `${actual}\n`);
}
