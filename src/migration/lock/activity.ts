import type { Connection } from "../../database/connection.ts";
import { readBlockers } from "./blockers.ts";
import { outline } from "./lock_holder.ts";
import type { Blocker, LockRequest } from "./run_lock.ts";

/** What a session is doing, as others see it. Nothing in it is secret. */
export interface Activity {
  /** The beginning of the statement that it runs, without the values in it; `null`: none. */
  readonly query: string | null;
  /** Milliseconds since that statement was begun. */
  readonly milliseconds: number;
  /** How far the index is that it builds. */
  readonly indexBuild: IndexBuild | null;
  /** The sessions that it waits for. */
  readonly blockers: readonly Blocker[];
}

/** A row of `pg_stat_progress_create_index`. */
export interface IndexBuild {
  /** What it is at, in the server's words, such as `building index: scanning table`. */
  readonly phase: string;
  /** How much of that is done; `null` where the phase does not count. */
  readonly percent: number | null;
}

/** The first version of the server that tells how far an index is. */
const COUNTS_INDEXES = 120000;

/** What the session with that backend is doing just now. */
async function readActivity(connection: Connection, worker: number): Promise<Activity> {
  const counts = connection.serverVersion >= COUNTS_INDEXES;
  const { rows: [row] } = await connection.execute({ sql: activitySql(worker, counts) });
  const [query, milliseconds, phase, percent] = row ?? [];
  return {
    query: query ? outline(query) || null : null,
    milliseconds: Number(milliseconds ?? 0),
    indexBuild: phase ? { phase, percent: percent ? Number(percent) : null } : null,
    blockers: await readBlockers(connection, worker),
  };
}

/** PostgreSQL manual, "CREATE INDEX Progress Reporting": each phase counts in one of three units. */
function activitySql(worker: number, countsIndexes: boolean): string {
  const share = (unit: string) =>
    `WHEN p.${unit}_total > 0 THEN 100 * p.${unit}_done / p.${unit}_total`;
  const build = countsIndexes
    ? `p.phase, CASE ${share("blocks")} ${share("tuples")} ${share("lockers")} END`
    : "NULL, NULL";
  const from = countsIndexes
    ? "LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = a.pid"
    : "";
  return `SELECT CASE WHEN a.state = 'active' THEN pg_catalog.left(a.query, 1000) END,
  (1000 * EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.query_start))::bigint, ${build}
FROM pg_catalog.pg_stat_activity a ${from}
WHERE a.pid = ${worker}`;
}

/** A look at the session that does the work: who makes it wait; and all it does, for who wants to hear. */
export async function lookAtWorker(
  connection: Connection,
  worker: number,
  { onActivity }: Pick<LockRequest, "onActivity">,
): Promise<readonly Blocker[]> {
  if (onActivity === undefined) return await readBlockers(connection, worker);
  const activity = await readActivity(connection, worker);
  onActivity(activity);
  return activity.blockers;
}
