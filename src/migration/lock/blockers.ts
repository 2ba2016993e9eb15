import type { Connection } from "../../database/connection.ts";
import { activityColumns, describeHolder, holderFrom } from "./lock_holder.ts";
import type { Blocker } from "./run_lock.ts";

/** The sessions that a backend waits for, with the lock that it wants and those that they have. */
export async function readBlockers(
  connection: Connection,
  worker: number,
): Promise<readonly Blocker[]> {
  const { rows } = await connection.execute({ sql: blockersSql(worker) });
  return rows.map((row) => ({
    session: holderFrom(row),
    wanted: row[8] ?? "a lock",
    object: row[9] ?? null,
    held: row[10]?.split(",") ?? [],
  }));
}

function blockersSql(worker: number): string {
  return `SELECT ${activityColumns("b", "b", "b.query_start")}, w.mode,
  CASE w.locktype
    WHEN 'relation' THEN (
      SELECT pg_catalog.format('%s %I.%I',
        CASE c.relkind WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
          WHEN 'm' THEN 'materialized view' ELSE 'table' END, n.nspname, c.relname)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = w.relation)
    WHEN 'transactionid' THEN 'a row that its transaction changed'
    ELSE w.locktype END,
  (SELECT pg_catalog.string_agg(DISTINCT h.mode, ',') FROM pg_catalog.pg_locks h
    WHERE h.pid = b.pid AND h.granted AND h.locktype = w.locktype
      AND h.database IS NOT DISTINCT FROM w.database AND h.relation IS NOT DISTINCT FROM w.relation)
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(${worker})) AS blocking (pid)
LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = blocking.pid
LEFT JOIN pg_catalog.pg_locks w ON w.pid = ${worker} AND NOT w.granted`;
}

/** A blocker for people: which session, and what it has on what. */
export function describeBlocker({ session, wanted, object, held }: Blocker): string {
  const has = held.length === 0 ? "stands before it in the queue" : `holds ${held.join(", ")}`;
  return `blocked by ${describeHolder(session)}; it ${has}${
    object === null ? "" : ` on ${object}`
  }, and ${wanted} was wanted`;
}
