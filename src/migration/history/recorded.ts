import type { Connection } from "../../database/connection.ts";
import type { HistorySql } from "../../dialect/dialect.ts";
import { CommandError } from "../../errors/mod.ts";
import type { RevisionBody } from "../../revision/body.ts";
import { RevisionGraph } from "../../script/graph.ts";
import { makeRevision, type Revision } from "../../script/revision.ts";
import type { BodyLoader } from "../context_settings.ts";
import type { RevisionStep } from "../plan_step.ts";
import { walkDown } from "./unknown_row.ts";

/** What the history says of the last upgrade to a revision. */
export interface RecordedUpgrade {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly description: string;
  /** The name of its file, and the SHA-256 of what it held then. */
  readonly file: string | null;
  readonly checksum: string | null;
  readonly client: string;
  /** As the server writes a time in JSON. */
  readonly finishedAt: string;
  /** The SQL that takes it back, or why there is none. */
  readonly sql: string | null;
  readonly missing: string | null;
}

/** The revisions that a database has and no file; by their ids. */
export type RecordedRevisions = ReadonlyMap<string, RecordedUpgrade>;

type RawUpgrade =
  & Omit<RecordedUpgrade, "downRevisions" | "finishedAt">
  & { readonly down_revisions: readonly string[]; readonly finished_at: string };

/**
 * Reads what is recorded of the revisions without files on which a database with these version rows stands. Of
 * what nothing is recorded there is nothing in it. Throws the server's error where the history cannot be read.
 */
export async function readRecorded(
  connection: Pick<Connection, "execute">,
  sql: HistorySql,
  graph: RevisionGraph,
  rows: readonly string[],
): Promise<RecordedRevisions> {
  const ancestry = new Map(
    (await connection.execute({ sql: sql.ancestry })).rows.map(([id, down]) => [
      id!,
      { downRevisions: JSON.parse(down!) as string[] },
    ]),
  );
  const beyond = [...walkDown(rows, ancestry, graph).beyond].filter((id) => ancestry.has(id));
  if (beyond.length === 0) return new Map();
  const found = await connection.execute({ sql: sql.recorded(beyond) });
  return new Map(found.rows.map(([json]) => {
    const { down_revisions, finished_at, ...rest } = JSON.parse(json!) as RawUpgrade;
    return [rest.revision, { ...rest, downRevisions: down_revisions, finishedAt: finished_at }];
  }));
}

/** The files' graph, and above it the revisions that only the history knows. */
export function withRecorded(graph: RevisionGraph, recorded: RecordedRevisions): RevisionGraph {
  return new RevisionGraph([...graph.revisions, ...[...recorded.values()].map(revisionOf)]);
}

/** The steps of a plan whose revision only the history knows, with what it says of them. */
export function recordedSteps(
  steps: readonly RevisionStep[],
  recorded: RecordedRevisions,
): readonly RecordedUpgrade[] {
  return steps.map(({ revision }) => recorded.get(revision.id)).filter((each) =>
    each !== undefined
  );
}

/**
 * Gives the recorded downgrades as bodies, and all others from their files. A `CommandError` where no SQL is
 * recorded of one: it is thrown before anything is run.
 */
export function recordedLoader(load: BodyLoader, recorded: RecordedRevisions): BodyLoader {
  return async (revision) => {
    const found = recorded.get(revision.id);
    return found === undefined ? await load(revision) : await recordedBody(found);
  };
}

async function recordedBody(upgrade: RecordedUpgrade): Promise<RevisionBody> {
  const { revision, sql, missing } = upgrade;
  if (sql === null) {
    throw new CommandError(
      "nothing_recorded",
      `The downgrade of ${revision}, which no revision file has, was not recorded: ${missing}`,
      { hint: "Get its file, or take it back by hand and set the row right with `migrator stamp`" },
    );
  }
  const { recordedSqlBody } = await import("../../revision/sql.ts");
  return recordedSqlBody(sql, pathOf(upgrade));
}

function revisionOf(upgrade: RecordedUpgrade): Revision {
  const { revision, downRevisions, description } = upgrade;
  return makeRevision(
    { id: revision, downRevisions, branchLabels: [], dependsOn: [], docstring: description },
    "sql",
    pathOf(upgrade),
  );
}

/** What stands for the file in messages and in the history's own entry, which takes the part behind the slash. */
function pathOf({ file, revision }: RecordedUpgrade): string {
  return `<recorded>/${file ?? revision}`;
}
