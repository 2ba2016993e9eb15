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
  graph: RevisionGraph,
): Promise<unknown> {
  if (!(error instanceof UnknownRowError) || connection === null || sql === null) return error;
  let parents: Map<string, readonly string[]>;
  try {
    const { rows } = await connection.execute({ sql: sql.ancestry });
    parents = new Map(rows.map(([id, down]) => [id!, JSON.parse(down!) as string[]]));
  } catch {
    // There is no history, or this role may not read it.
    return error;
  }
  const row = error.argument;
  if (!parents.has(row)) return error;
  const { beyond, reached } = walkDown(row, parents, graph);
  return new UnknownRowError(row, { hint: hintFor(row, beyond, reached, graph), cause: error });
}

/** The revisions without files from a row down, and those with files that they stand on. */
function walkDown(
  row: string,
  parents: ReadonlyMap<string, readonly string[]>,
  graph: RevisionGraph,
): { readonly beyond: ReadonlySet<string>; readonly reached: ReadonlySet<string> } {
  const beyond = new Set([row]);
  const reached = new Set<string>();
  for (const id of beyond) {
    for (const down of parents.get(id) ?? []) {
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
  const from = reached.size === 0 ? "at the base" : `at ${[...reached].join(", ")}`;
  return `${where}: by its history it is on another branch, which leaves these files ${from} and has ` +
    `${count} of its own; get the files of that branch`;
}
