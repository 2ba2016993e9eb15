/** Figures as a table of text, and what they say of the aims. */
import type { Task } from "./tasks.ts";

/** Milliseconds (or MiB) by task and contestant. */
export type Figures = ReadonlyMap<Task, ReadonlyMap<string, number>>;

/** Prints a row for each task and a column for each contestant, then the ratios that matter. */
export function print(title: string, figures: Figures, names: readonly string[]): void {
  const ours = names.includes("binary") ? "binary" : "source";
  const others = names.filter((name) => name !== "source" && name !== "binary");
  const rows = [[title, ...names, ...others.map((name) => `${name} / ${ours}`)]];
  for (const [task, byName] of figures) {
    const ratio = (name: string) => {
      const [other, own] = [byName.get(name), byName.get(ours)];
      return other === undefined || own === undefined ? "-" : (other / own).toFixed(2);
    };
    rows.push([
      task.name,
      ...names.map((name) => byName.get(name)?.toFixed(byName.get(name)! < 100 ? 1 : 0) ?? "-"),
      ...others.map(ratio),
    ]);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, n) =>
      n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)
    );
    console.log(cells.join("  "));
  }
  console.log("");
}

/** Says of each aim whether the executable (or the program from source, without one) has reached it. */
export function judge(times: Figures): void {
  for (const [task, byName] of times) {
    const ours = byName.get("binary") ?? byName.get("source");
    if (ours === undefined) continue;
    const say = (limit: number | undefined, name: string, aim: string, value: number) => {
      if (limit === undefined || !byName.has(name)) return;
      console.log(`${value <= limit ? "reached    " : "NOT REACHED"}  ${task.name}: ${aim}`);
    };
    const { fasterThanAlembic, timesDbmate, timesPsql } = task;
    const share = fasterThanAlembic === undefined ? undefined : 1 / fasterThanAlembic;
    const times = (name: string) => ours / byName.get(name)!;
    say(
      share,
      "alembic",
      `at least ${fasterThanAlembic} times faster than Alembic`,
      times("alembic"),
    );
    say(timesDbmate, "dbmate", `at most ${timesDbmate} times dbmate's time`, times("dbmate"));
    say(timesPsql, "psql", `at most ${timesPsql} times psql's time`, times("psql"));
  }
}
