import { CommandError } from "../../errors/mod.ts";
import type { RevisionGraph } from "../../script/graph.ts";
import type { Revision } from "../../script/revision.ts";
import type { PlannedStep } from "../plan_step.ts";
import { walkDown } from "./unknown_row.ts";
import type { HistoryState, ProgressRow } from "./state.ts";

/** A step of which some statements are recorded, and not its end. */
export interface UnfinishedStep {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** In the order of its statements. */
  readonly rows: readonly ProgressRow[];
}

/** The steps that an earlier run has left unfinished, by the record of their statements. */
export function unfinishedSteps(history: HistoryState | null): readonly UnfinishedStep[] {
  const found = new Map<string, ProgressRow[]>();
  for (const row of history?.progress ?? []) {
    const key = JSON.stringify([row.revision, row.direction]);
    found.set(key, [...found.get(key) ?? [], row]);
  }
  return [...found.values()].map((rows) => ({
    revision: rows[0]!.revision,
    direction: rows[0]!.direction,
    rows,
  }));
}

/**
 * Throws if a step is unfinished that these steps do not go on with: what they do would stand on half
 * of it. Where there is nothing to run, nothing is refused.
 */
export function refuseUnfinished(
  graph: RevisionGraph,
  rows: readonly string[],
  steps: readonly PlannedStep[],
  history: HistoryState | null,
): void {
  if (steps.length === 0) return;
  for (const { revision, direction } of unfinishedSteps(history)) {
    const goesOn = steps.some((step) =>
      step.revision?.id === revision && step.direction === direction
    );
    // Somebody else has finished it: with Alembic, or by a stamp.
    if (goesOn || isApplied(graph, rows, revision) === (direction === "upgrade")) continue;
    throw new CommandError(
      "unfinished_step",
      `The ${direction} of revision ${revision} is unfinished: part of it has been committed`,
      {
        hint: `Go on with it first, or see what is known with \`migrator resolve ${revision}\``,
      },
    );
  }
}

/** The applied revisions whose files have changed since they ran, by their checksums. */
export function changedFiles(
  graph: RevisionGraph,
  rows: readonly string[],
  history: HistoryState | null,
  checksumOf: (revision: Revision) => string,
): readonly Revision[] {
  if (history === null || history.checksums.size === 0) return [];
  const changed = new Set<Revision>();
  for (const [id, checksum] of history.checksums) {
    const revision = graph.get(id);
    if (revision !== undefined && checksumOf(revision) !== checksum) changed.add(revision);
  }
  // Mostly there are none, and then it need not be known what is applied.
  if (changed.size === 0) return [];
  return appliedRevisions(graph, rows).filter((revision) => changed.has(revision));
}

/** The revisions that a database with these version rows has and no file: its rows, and what the history has below. */
export function missingRevisions(
  graph: RevisionGraph,
  rows: readonly string[],
  history: HistoryState | null,
): readonly string[] {
  return [...walkDown(rows, history?.last ?? new Map(), graph).beyond];
}

/** The revisions that a database with these version rows has, as far as there are files of them. */
export function appliedRevisions(
  { core }: RevisionGraph,
  rows: readonly string[],
): readonly Revision[] {
  const numbers = rows.map((row) => core.numberOf.get(row)).filter((number) =>
    number !== undefined
  );
  return [...core.ancestors(numbers, true).members].map((number) => core.revisions[number]!);
}

function isApplied(graph: RevisionGraph, rows: readonly string[], revision: string): boolean {
  return appliedRevisions(graph, rows).some(({ id }) => id === revision);
}
