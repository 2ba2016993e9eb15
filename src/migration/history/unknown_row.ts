import type { Connection } from "../../database/connection.ts";
import type { HistorySql } from "../../dialect/dialect.ts";
import { UnknownRowError } from "../../script/graph_errors.ts";
import type { RevisionGraph } from "../../script/graph.ts";

/**
 * Tells, of an error about a version row that no file has, what the history knows: whether the
 * database is ahead of the files, or on another branch. Any other error is given back as it is, and so
 * is this one where the history does not know the row or cannot be read.
 */
export async function placeUnknownRow(
  error: unknown,
  connection: Connection | null,
  sql: HistorySql | null,
  graph: () => RevisionGraph | Promise<RevisionGraph>,
): Promise<unknown> {
  if (!(error instanceof UnknownRowError) || connection === null || sql === null) return error;
  let recorded: Map<string, Ancestor>;
  try {
    const { rows } = await connection.execute({ sql: sql.ancestry });
    recorded = new Map(rows.map(([id, down, hasSql]) => [
      id!,
      { downRevisions: JSON.parse(down!), hasDownSql: hasSql === "t" },
    ]));
  } catch {
    // There is no history, or this role may not read it.
    return error;
  }
  const row = error.argument;
  if (!recorded.has(row)) return error;
  const found = await graph();
  if (found.revisions.length === 0) return error;
  const { beyond, reached } = walkDown([row], recorded, found);
  const goesBack = [...beyond].every((id) => recorded.get(id)?.hasDownSql);
  const hint = hintFor(row, beyond, reached, found) + (goesBack ? wayBack(reached) : "");
  return new UnknownRowError(row, { hint, cause: error });
}

/** What is recorded of a revision that was applied. */
interface Ancestor {
  readonly downRevisions: readonly string[];
  readonly hasDownSql: boolean;
}

/**
 * How to come back to what these files have, where that is one place. Not to the base: that would take back all there
 * is, in what may be the database of something else.
 */
function wayBack([target, ...others]: Iterable<string>): string {
  if (target === undefined || others.length > 0) return "";
  return `, or go back to ${target} with the SQL that was recorded: ` +
    `\`migrator downgrade --recorded ${target}\``;
}

/** The revisions without files from these rows down, and those with files that they stand on. */
export function walkDown(
  rows: readonly string[],
  recorded: ReadonlyMap<string, { readonly downRevisions: readonly string[] }>,
  graph: RevisionGraph,
): { readonly beyond: ReadonlySet<string>; readonly reached: ReadonlySet<string> } {
  const beyond = new Set(rows.filter((row) => graph.get(row) === undefined));
  const reached = new Set<string>();
  for (const id of beyond) {
    for (const down of recorded.get(id)?.downRevisions ?? []) {
      (graph.get(down) === undefined ? beyond : reached).add(down);
    }
  }
  return { beyond, reached };
}

function hintFor(
  row: string,
  beyond: ReadonlySet<string>,
  reached: ReadonlySet<string>,
  graph: RevisionGraph,
): string {
  const where = `The database is at ${row}, which no revision file has`;
  const count = beyond.size === 1 ? "1 revision" : `${beyond.size} revisions`;
  const isAhead = graph.heads.some(({ id }) => reached.has(id));
  if (isAhead) {
    return `${where}: by its history it is ahead of these files by ${count}, standing on ${
      [...reached].join(", ")
    }; get the newer files`;
  }
  if (reached.size === 0) {
    return `${where}: by its history it has ${count}, none of which is among these files; see that this is the ` +
      "right database, and that all files are there";
  }
  return `${where}: by its history it is on another branch, which leaves these files at ${
    [...reached].join(", ")
  } and has ${count} of its own; get the files of that branch`;
}
