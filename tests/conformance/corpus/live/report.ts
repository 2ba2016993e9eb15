/** What came of histories, as a table for people. */
import type { HistoryResult, LegResult } from "./race.ts";

/** The table in Markdown: a line a history. */
export function table(results: readonly HistoryResult[]): string {
  return [
    "| history | revisions | upgrade | downgrade |",
    "|---|---:|---|---|",
    ...results.map(({ history, revisions, upgrade, downgrade }) =>
      `| ${history.name} | ${revisions} | ${cell(upgrade)} | ${
        downgrade === null ? "" : cell(downgrade)
      } |`
    ),
  ].join("\n");
}

/** What differs, whole, and where Alembic stopped. */
export function details({ history, upgrade, downgrade }: HistoryResult): readonly string[] {
  return [["upgrade", upgrade] as const, ["downgrade", downgrade] as const].flatMap(
    ([leg, result]) => {
      if (result === null) return [];
      const title = `${history.name}, ${leg}`;
      const { stopped, refused, difference } = result;
      return [
        ...stopped === null ? [] : [`${title}: Alembic stops at ${stopped.at}: ${stopped.reason}`],
        ...refused === null ? [] : [`${title}: migrator begins nothing: ${refused}`],
        ...difference === null ? [] : [`${title}: different\n${difference}\n`],
      ];
    },
  );
}

/** How long both took for the ways up, of which all work is a part: start, reading files, statements. */
export function times(results: readonly HistoryResult[]): string {
  const sum = (of: "alembic" | "migrator") =>
    results.reduce((total, { upgrade }) => total + upgrade.seconds[of], 0).toFixed(1);
  return `upgrades: Alembic ${sum("alembic")} s, migrator ${sum("migrator")} s`;
}

function cell({ transactions, stopped, refused, difference }: LegResult): string {
  if (refused !== null) return `Alembic stops at ${stopped?.at}, migrator before it begins`;
  return [
    difference === null ? "same" : "different",
    ...transactions === "each" ? ["a transaction a revision"] : [],
    ...stopped === null ? [] : [`both stop at ${stopped.at}`],
  ].join(", ");
}
