import { CommandError } from "../errors/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { RangeEnd } from "../script/graph_range.ts";
import type { Revision } from "../script/revision.ts";

/** The revisions that `-r` means. */
export interface HistoryRange {
  /** Whether an end of it is `current`. */
  readonly needsDatabase: boolean;
  /** The revisions, newest first, where the database has these version rows. */
  read(rows: readonly string[] | null): readonly Revision[];
}

/** Reads `-r [start]:[end]`: all revisions if it is not given, a side that is left out is the end there. */
export function rangeReader(graph: RevisionGraph, range: string | undefined): HistoryRange {
  const [start, end] = splitRange(range);
  return {
    needsDatabase: start === "current" || end === "current",
    read(rows) {
      // As in Alembic, one side can be `current`, the end before the start.
      const [from, to]: readonly [RangeEnd, RangeEnd] = rows !== null && end === "current"
        ? [start, rows]
        : rows !== null && start === "current"
        ? [rows, end]
        : [start, end];
      // No rows count as nothing said, as in Alembic: `:current` on an empty database shows all there is.
      return graph.history(from.length === 0 ? "base" : from, to.length === 0 ? "heads" : to);
    },
  };
}

function splitRange(range: string | undefined): readonly [string, string] {
  if (range === undefined) return ["", ""];
  const parts = range.trim().split(":");
  if (parts.length !== 2) {
    throw new CommandError(
      "history_range",
      "History range requires [start]:[end], [start]:, or :[end]",
    );
  }
  return [parts[0]!, parts[1]!];
}
