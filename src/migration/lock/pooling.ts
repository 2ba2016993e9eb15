import type { Connection } from "../../database/connection.ts";
import { DatabaseError, LockError } from "../../errors/mod.ts";

/** How a pooler between us and the server hands out backends. */
export type Pooling = "session" | "transaction" | "statement";

/** How long an answer may take that a backend of our own would give at once. */
const PATIENCE = 3000;
const PROBES = 3;

/**
 * Finds out how a pooler hands out backends: while another session keeps one busy in a transaction,
 * ours is asked again and again which one it is. Who keeps its backend answers the same each time.
 * A proxy such as Amazon's RDS Proxy does so only from the first lock on, so one is taken before.
 */
export async function findPooling(
  connection: Connection,
  connect: () => Promise<Connection>,
): Promise<Pooling> {
  const first = await lockBriefly(connection);
  const probe = connect();
  let opened: Connection | null = null;
  try {
    opened = await inTime(probe);
    // A pool that has no backend left for another session has given ours away for good.
    if (opened === null) return "session";
    const busy = await inTime(keepBusy(opened));
    if (busy === null) return "session";
    if (busy === first) return "transaction";
    for (let count = 0; count < PROBES; count++) {
      if (await inTime(backendPid(connection)) !== first) return "transaction";
    }
    return "session";
  } catch (error) {
    if (error instanceof DatabaseError && /statement pooling/i.test(error.message)) {
      return "statement";
    }
    throw error;
  } finally {
    if (opened === null) probe.then((late) => late.close(), () => {});
    else await opened.close().catch(() => {});
  }
}

/** Throws a `LockError` unless a session keeps its backend. */
export function requireSession(pooling: Pooling): void {
  if (pooling === "session") return;
  const direct = "give the server's own address with --direct-url, or as migrator.direct_url in " +
    "the ini";
  throw new LockError(
    "lock_unusable",
    `the connection goes through a pooler with ${pooling} pooling (PgBouncer or its like), where a session lock is left behind on a backend that others use`,
    {
      hint: pooling === "transaction"
        ? `${direct}; or keep the lock in a table, with --lock=lease or migrator.lock = lease`
        : direct,
    },
  );
}

/** The process that really answers. */
export async function backendPid(connection: Connection): Promise<number> {
  const { rows } = await connection.execute({ sql: "SELECT pg_catalog.pg_backend_pid()" });
  return Number(rows[0]![0]);
}

/**
 * Takes a lock that nobody else wants and gives it back in the same statement, so that it stays behind on
 * no backend. Gives the backend.
 */
async function lockBriefly(connection: Connection): Promise<number> {
  const key = BigInt.asUintN(63, crypto.getRandomValues(new BigUint64Array(1))[0]!);
  const { rows } = await connection.execute({
    sql: `SELECT pg_catalog.pg_backend_pid(), CASE WHEN pg_catalog.pg_try_advisory_lock(${key})
THEN pg_catalog.pg_advisory_unlock(${key}) END`,
  });
  return Number(rows[0]![0]);
}

/** Begins a transaction, and gives the backend that has it. */
async function keepBusy(connection: Connection): Promise<number> {
  const results = await connection.executeBatch([
    { sql: "BEGIN" },
    { sql: "SELECT pg_catalog.pg_backend_pid()" },
  ]);
  return Number(results[1]!.rows[0]![0]);
}

/** What a promise gives within {@link PATIENCE}, else `null`. */
async function inTime<T>(promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
