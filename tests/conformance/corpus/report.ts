/** What was measured, as tables for people and as data for programs. */
import { constructOf, errorText } from "./construct.ts";
import type { DirectoryResult, FunctionResult } from "./measure.ts";

/** How many functions came to which end. */
export interface Counts {
  readonly files: number;
  /** Those for which Alembic writes SQL. */
  readonly functions: number;
  readonly same: number;
  /** Different as docs/differences.md says. */
  readonly documented: number;
  readonly different: number;
  readonly error: number;
}

/** A line of the table: a directory, a project or all together. */
export interface Line extends Counts {
  readonly name: string;
}

/** Counts over directories: functions that Alembic writes SQL for. */
export function count(results: readonly DirectoryResult[]): Counts {
  const functions = results.flatMap((result) => result.functions).filter(counts);
  const of = (kind: string) => functions.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    files: results.reduce((sum, { files }) => sum + files, 0),
    functions: functions.length,
    same: of("same"),
    documented: of("documented"),
    different: of("different"),
    error: of("error"),
  };
}

/** A line for each project, in the order of the first directory of each, and one for all. */
export function lines(results: readonly DirectoryResult[]): readonly Line[] {
  const projects = Map.groupBy(results, ({ directory }) => directory.name);
  return [
    ...[...projects].map(([name, of]) => ({ name, ...count(of) })),
    { name: "all together", ...count(results) },
  ];
}

/** The table in Markdown. */
export function table(results: readonly DirectoryResult[]): string {
  const header = ["project", "files", "functions", "same", "on purpose", "different", "error", "%"];
  const rows = lines(results).map((line) => {
    const { name, files, functions, same, documented, different, error } = line;
    return [name, files, functions, same, documented, different, error, percent(same, functions)]
      .map(String);
  });
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => i === 0 ? cell.padEnd(width) : cell.padStart(10)).join(" | ")} |`;
  const rule = `|${"-".repeat(width + 2)}|${`${"-".repeat(11)}:|`.repeat(header.length - 1)}`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** What is not the same, grouped by its cause, most frequent first. */
export function causes(results: readonly DirectoryResult[]): readonly string[] {
  const found = results.flatMap(({ directory, functions }) =>
    functions.filter(({ outcome }) => !["same", "no-yardstick"].includes(outcome.kind))
      .map((result) => ({ ...result, name: directory.name }))
  );
  const groups = [...Map.groupBy(found, ({ outcome }) => constructOf(outcome) ?? "")]
    .sort(([, a], [, b]) => b.length - a.length);
  return groups.map(([cause, [first, ...more]]) =>
    `${String(more.length + 1).padStart(5)}  ${cause}\n` +
    `       ${first!.name} ${first!.file} ${first!.direction}()` +
    (first!.outcome.kind === "error" ? `: ${errorText(first!.outcome.error)}` : "")
  );
}

/** Everything, for programs. */
export function data(results: readonly DirectoryResult[]): unknown {
  return {
    total: count(results),
    seconds: results.reduce((sum, { speed }) => sum + speed.seconds, 0),
    alembicSeconds: results.reduce((sum, { speed }) => sum + (speed.alembicSeconds ?? 0), 0),
    directories: results.map((result) => ({
      name: result.directory.name,
      path: result.directory.path,
      ...count([result]),
      headers: result.headers,
      functions: result.functions.map(({ file, direction, outcome, empty }) => ({
        file,
        direction,
        outcome: outcome.kind,
        empty,
        ...(constructOf(outcome) === null ? {} : { construct: constructOf(outcome) }),
        ...("error" in outcome && outcome.error !== undefined
          ? { error: errorText(outcome.error) }
          : {}),
        ...(outcome.kind === "no-yardstick" ? { alembic: outcome.reason } : {}),
      })),
    })),
  };
}

/** Where Alembic writes SQL; a function that does nothing counts only where migrator does not agree. */
function counts({ outcome, empty }: FunctionResult): boolean {
  if (outcome.kind === "no-yardstick") return false;
  return !empty || outcome.kind !== "same";
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "" : (Math.floor(part / whole * 10000) / 100).toFixed(2);
}
