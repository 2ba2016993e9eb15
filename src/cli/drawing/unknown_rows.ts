import type { RevisionGraph } from "../../script/graph.ts";

/**
 * Says that a database is at revisions that no file has, where a drawing is to show its position: it
 * would look as if nothing, or less, were applied.
 */
export function warnOfUnknownRows(
  graph: RevisionGraph,
  rows: readonly string[],
  warn: (message: string) => void,
): void {
  const unknown = rows.filter((row) => graph.get(row) === undefined);
  if (unknown.length === 0) return;
  warn(
    `the database is at ${unknown.join(", ")}, which no revision file has: what is applied below ` +
      "cannot be shown",
  );
}
