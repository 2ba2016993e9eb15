import type { PlannedStep } from "../../src/migration/plan_step.ts";

/** The version rows that steps lead to, sorted. A write to a row that is not there is an error. */
export function rowsAfter(rows: readonly string[], steps: readonly PlannedStep[]): string[] {
  const table = new Set(rows);
  const remove = (version: string) => {
    if (!table.delete(version)) throw new Error(`there is no row ${version}`);
  };
  const insert = (version: string) => {
    if (table.has(version)) throw new Error(`there is a row ${version} already`);
    table.add(version);
  };
  for (const write of steps.flatMap(({ writes }) => writes)) {
    if (write.kind === "insert") insert(write.version);
    else if (write.kind === "delete") remove(write.version);
    else {
      remove(write.from);
      insert(write.to);
    }
  }
  return [...table].sort();
}
