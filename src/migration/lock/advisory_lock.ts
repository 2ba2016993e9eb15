import type { Connection } from "../../database/connection.ts";
import { DatabaseError, LockError } from "../../errors/mod.ts";
import { lookAtWorker } from "./activity.ts";
import { Heartbeat } from "./heartbeat.ts";
import { lockLost, notAcquired, openForLock, tableText } from "./lock_errors.ts";
import { activityColumns, holderFrom, type LockHolder } from "./lock_holder.ts";
import { commitKey, lockKey } from "./lock_key.ts";
import { poll } from "./polling.ts";
import { backendPid, findPooling, requireSession } from "./pooling.ts";
import type {
  Blocker,
  HeldLock,
  LockedTable,
  LockRequest,
  LockWitness,
  RunLock,
  Worker,
} from "./run_lock.ts";

/**
 * A session advisory lock on a connection of its own, on which each statement stands alone. The server
 * gives it back when that session ends, however it ends, so that it never outlives a crash.
 */
export function advisoryLock(connect: () => Promise<Connection>): RunLock {
  return {
    acquire: async (request) => {
      const [connection, keys] = await Promise.all([
        openForLock(connect),
        keysOf(request.table),
      ]);
      try {
        return await take(new AdvisoryConnection(connection, keys), connect, request);
      } catch (error) {
        await connection.close().catch(() => {});
        throw isWithout(error) ? withoutAdvisoryLocks(error) : error;
      }
    },
  };
}

/** Who has the advisory lock of a version table; `null` where it is free. Nothing is taken. */
export async function advisoryLockHolder(
  connection: Connection,
  table: LockedTable,
): Promise<LockHolder | null> {
  return await new AdvisoryConnection(connection, await keysOf(table)).holder();
}

/** The numbers that the locks of a version table have. */
interface LockKeys {
  readonly run: bigint;
  readonly commit: bigint;
}

async function keysOf(table: LockedTable): Promise<LockKeys> {
  const [run, commit] = await Promise.all([lockKey(table), commitKey(table)]);
  return { run, commit };
}

/** SQLSTATEs of servers that have no advisory locks, or do not let this role take one. */
const WITHOUT = ["0A000", "42501", "42883"];

function isWithout(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && WITHOUT.includes(error.report.sqlstate ?? "");
}

function withoutAdvisoryLocks(error: DatabaseError): LockError {
  return new LockError("lock_unusable", `no advisory lock can be taken: ${error.message}`, {
    cause: error,
    hint: "keep the lock in a table, with --lock=lease or migrator.lock = lease",
  });
}

async function take(
  lock: AdvisoryConnection,
  connect: () => Promise<Connection>,
  request: LockRequest,
): Promise<HeldLock> {
  let pid: number | null = null;
  let pooled = false;
  const attempt = async () => {
    if (!pooled) {
      const found = await lock.tryDirectly();
      if (found !== null) return found ? true : null;
      // The backend is not the one that the session was begun with: something is in between.
      pooled = true;
      requireSession(await findPooling(lock.connection, connect));
      pid = await backendPid(lock.connection);
    }
    return await lock.try() ? true : null;
  };
  let holder: LockHolder | null = null;
  const taken = await poll(attempt, {
    wait: request.wait,
    signal: request.signal,
    onWaiting: async (waited) => {
      holder = await lock.holder();
      request.onWaiting(holder, waited);
    },
  });
  if (taken === null) throw notAcquired(request, await lock.holder() ?? holder);
  const held = new HeldAdvisoryLock(lock, request, pid);
  if (pooled) await held.verify();
  return held;
}

/** The lock's connection, and what is said on it. */
class AdvisoryConnection {
  readonly connection: Connection;
  readonly #keys: LockKeys;

  constructor(connection: Connection, keys: LockKeys) {
    this.connection = connection;
    this.#keys = keys;
  }

  /**
   * Takes the lock if it is free and the backend is the one that the server named when the session
   * began; `null` where it is another one, and nothing is taken.
   */
  async tryDirectly(): Promise<boolean | null> {
    const named = this.connection.backendPid;
    if (named === null) return null;
    const { rows: [row] } = await this.connection.execute({
      sql: `SELECT CASE WHEN pid = ${named} THEN ${this.#attempt} END
FROM pg_catalog.pg_backend_pid() AS pid`,
    });
    return row![0] === null ? null : row![0] === "t";
  }

  async try(): Promise<boolean> {
    return await this.#flag(`SELECT ${this.#attempt}`);
  }

  async unlock(): Promise<boolean> {
    return await this.#flag(`SELECT pg_catalog.pg_advisory_unlock(${this.#keys.run})`);
  }

  /** The backend that answers, if the lock is its own. */
  async ownBackend(): Promise<number | null> {
    const { rows } = await this.connection.execute({
      sql: `SELECT l.pid FROM pg_catalog.pg_locks l
WHERE ${this.#inLocks("l")} AND l.pid = pg_catalog.pg_backend_pid()`,
    });
    return rows.length === 0 ? null : Number(rows[0]![0]);
  }

  /** Who has the lock; what it runs is told of the session that works under it, if that is named. */
  async holder(): Promise<LockHolder | null> {
    const { rows } = await this.connection.execute({
      sql: `SELECT ${activityColumns("h", "(coalesce(w, h))", "h.backend_start")}
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_stat_activity h ON h.pid = l.pid
LEFT JOIN pg_catalog.pg_stat_activity w ON w.datid = h.datid AND w.usesysid = h.usesysid
  AND w.pid::text = pg_catalog.substring(h.application_name, '${WORKER_PATTERN}')
WHERE ${this.#inLocks("l")}`,
    });
    return rows.length === 0 ? null : holderFrom(rows[0]!);
  }

  /**
   * Makes the session last: no time limit ends it while it idles, and the server notices within a
   * minute when this machine is gone. Its name says for whom it is there.
   */
  async settle({ pid }: Worker): Promise<void> {
    const settings = ["tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10"];
    settings.push("tcp_keepalives_count = 3");
    if (this.connection.serverVersion >= 140000) settings.push("idle_session_timeout = 0");
    const name = pid === null
      ? ""
      : `; SELECT pg_catalog.set_config('application_name', pg_catalog.left(pg_catalog.current_setting('application_name'), 40) || ' lock for pid ${pid}', false)`;
    const sql = settings.map((setting) => `SET ${setting}`).join("; ") + name;
    await this.connection.execute({ sql });
  }

  /** What is refused in a transaction of another session unless this one has the lock. */
  witness(table: LockedTable): LockWitness {
    const pid = this.connection.backendPid;
    const lost = `backend ${pid} does not hold it any more`;
    // Each WHEN is looked at when those before it are done with; what cannot be a number is refused then.
    const sql = `SELECT CASE
  WHEN pg_catalog.pg_advisory_xact_lock_shared(${this.#keys.commit}) IS NULL THEN 0
  WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE ${this.#isRunLock("l")} AND l.pid = ${pid})
  THEN 1 ELSE pg_catalog.concat('${lost}')::int END`;
    return {
      statement: { sql, isRepeated: true },
      explain: (refusal) => refusal.message.includes(lost) ? lockLost(table, refusal, lost) : null,
    };
  }

  /**
   * Takes the lock if it is free; then waits until no runner before this one can commit anything any more, which
   * takes no longer than one commit. Waiting here deadlocks with no CREATE INDEX CONCURRENTLY: who is waited for commits.
   */
  get #attempt(): string {
    const { run, commit } = this.#keys;
    return `CASE WHEN pg_catalog.pg_try_advisory_lock(${run}) ` +
      `THEN pg_catalog.pg_advisory_xact_lock(${commit}) IS NOT NULL ELSE false END`;
  }

  async #flag(sql: string): Promise<boolean> {
    const { rows } = await this.connection.execute({ sql });
    return rows[0]![0] === "t";
  }

  #inLocks(alias: string): string {
    return `${this.#isRunLock(alias)}
  AND ${alias}.database = (SELECT oid FROM pg_catalog.pg_database
    WHERE datname = pg_catalog.current_database())`;
  }

  /** In whatever database. */
  #isRunLock(alias: string): string {
    const high = BigInt.asUintN(32, this.#keys.run >> 32n);
    const low = BigInt.asUintN(32, this.#keys.run);
    return `${alias}.locktype = 'advisory' AND ${alias}.granted AND ${alias}.objsubid = 1
  AND ${alias}.classid = ${high} AND ${alias}.objid = ${low}`;
  }
}

const WORKER_PATTERN = "lock for pid (\\d+)$";

class HeldAdvisoryLock implements HeldLock {
  readonly #lock: AdvisoryConnection;
  readonly #table: LockedTable;
  /** Behind a pooler the backend that has the lock; it is asked for before each step. */
  readonly #pooledPid: number | null;
  readonly #heartbeat: Heartbeat;
  readonly witness?: LockWitness;
  #worker: Worker | null = null;
  #blockers: readonly Blocker[] = [];

  constructor(lock: AdvisoryConnection, request: LockRequest, pooledPid: number | null) {
    this.#lock = lock;
    this.#table = request.table;
    this.#pooledPid = pooledPid;
    if (pooledPid === null) this.witness = lock.witness(request.table);
    this.#heartbeat = new Heartbeat(() => this.#beat(request), request.interval);
    // Not waited for: the run has better things to do.
    this.#heartbeat.now();
  }

  get blockers(): readonly Blocker[] {
    return this.#blockers;
  }

  async verify(): Promise<void> {
    if (this.#pooledPid !== null) await this.#heartbeat.now();
    const { failure } = this.#heartbeat;
    if (failure === null) return;
    throw failure.error instanceof LockError ? failure.error : lockLost(this.#table, failure.error);
  }

  async release(): Promise<void> {
    await this.#heartbeat.stop();
    try {
      // With its session the server has given the lock back already.
      if (this.#heartbeat.failure !== null) return;
      if (await this.#lock.unlock()) return;
    } finally {
      await this.#lock.connection.close().catch(() => {});
    }
    throw new LockError(
      "lock_not_released",
      `the lock of ${tableText(this.#table)} was not ours when it was given back`,
      {
        hint: "a pooler may have changed the backend; look for a session that holds an advisory " +
          "lock in pg_locks, and use --direct-url",
      },
    );
  }

  async #beat(request: LockRequest): Promise<void> {
    if (this.#worker === null) {
      this.#worker = await request.worker;
      if (this.#pooledPid === null) await this.#lock.settle(this.#worker);
    }
    const own = await this.#lock.ownBackend();
    if (own === null || (this.#pooledPid !== null && own !== this.#pooledPid)) {
      const why = "the server says that another backend has it, or none";
      throw lockLost(this.#table, null, why);
    }
    const { pid } = this.#worker;
    if (pid === null) return;
    const found = await lookAtWorker(this.#lock.connection, pid, request);
    if (found.length > 0) this.#blockers = found;
  }
}
