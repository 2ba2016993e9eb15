import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";

/** What the version rows of a database say of a revision. */
export interface Applied {
  /** Whether the version table holds it. */
  readonly isCurrent: boolean;
  /** Whether the version table holds it or something that stands on it. */
  readonly isApplied: boolean;
}

/** Gives what version rows say of each revision; rows that no file has say nothing. */
export function appliedBy(
  graph: RevisionGraph,
  rows: readonly string[],
): (revision: Revision) => Applied {
  const { core } = graph;
  const current = new Set(rows);
  const numbers = rows.map((row) => core.numberOf.get(row)).filter((each) => each !== undefined);
  const applied = core.ancestors(numbers, true);
  return ({ id }) => ({
    isCurrent: current.has(id),
    isApplied: applied.has(core.numberOf.get(id)!),
  });
}
