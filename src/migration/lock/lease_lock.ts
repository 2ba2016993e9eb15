import type { Connection, QueryResult } from "../../database/connection.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import { DatabaseError, LockError } from "../../errors/mod.ts";
import { lookAtWorker } from "./activity.ts";
import { Heartbeat } from "./heartbeat.ts";
import { LEASE_TABLE } from "./lease_table.ts";
import { lockLost, notAcquired, openForLock, tableText } from "./lock_errors.ts";
import type { LockHolder } from "./lock_holder.ts";
import { poll } from "./polling.ts";
import type { Blocker, HeldLock, LockedTable, LockRequest, RunLock } from "./run_lock.ts";

/** How a lease is kept. */
export interface LeaseTimes {
  /** Milliseconds that a lease is good for after it was last renewed. */
  readonly duration: number;
  /** Milliseconds between renewals. */
  readonly renewEvery: number;
}

const TIMES: LeaseTimes = { duration: 60_000, renewEvery: 10_000 };

/** SQLSTATEs of two sessions that make the table at once, and of one that comes too early. */
const UNDEFINED_TABLE = "42P01";
const MADE_BY_ANOTHER = ["23505", "42P07", "42710"];

/**
 * A lease: a row that says who works until when. Each statement on it stands alone, so that it works
 * through any pooler. It is renewed while the run lasts; who does not renew it in time has lost it,
 * so that a crash blocks others for no longer than {@link LeaseTimes.duration}.
 *
 * Whether the lease is still good is judged by our own clock since the last renewal was sent, which is
 * on the safe side, and by the server where that leaves a doubt. Times in the row are the server's.
 */
export function leaseLock(
  connect: () => Promise<Connection>,
  dialect: Pick<Dialect, "quote" | "literal">,
  times: LeaseTimes = TIMES,
): RunLock {
  return {
    acquire: async (request) => {
      const connection = await openForLock(connect);
      const lease = new Lease(connection, dialect, request, times);
      try {
        const taken = await poll(async () => await lease.take() ? true : null, {
          wait: request.wait,
          signal: request.signal,
          onWaiting: async (waited) => request.onWaiting(await lease.holder(), waited),
        });
        if (taken === null) throw notAcquired(request, await lease.holder());
        return new HeldLease(lease, request, times);
      } catch (error) {
        await connection.close().catch(() => {});
        throw error;
      }
    },
  };
}

/** Who has the lease of a version table; `null` where it is free. Nothing is taken. */
export async function leaseHolder(
  connection: Connection,
  dialect: Pick<Dialect, "quote" | "literal">,
  table: LockedTable,
): Promise<LockHolder | null> {
  const lease = new Lease(connection, dialect, { table }, TIMES);
  return await lease.tableExists() ? await lease.holder() : null;
}

/** The row, and what is said about it. */
class Lease {
  readonly connection: Connection;
  readonly #table: string;
  readonly #tableLiteral: string;
  readonly #key: string;
  readonly #token: string;
  readonly #until: string;
  readonly #now = "pg_catalog.clock_timestamp()";
  /** When the last statement that made the lease good was sent. */
  renewedAt = -Infinity;

  constructor(
    connection: Connection,
    { quote, literal }: Pick<Dialect, "quote" | "literal">,
    { table }: Pick<LockRequest, "table">,
    { duration }: LeaseTimes,
  ) {
    this.connection = connection;
    this.#table = table.schema ? `${quote(table.schema)}.${LEASE_TABLE}` : LEASE_TABLE;
    this.#tableLiteral = literal(this.#table);
    this.#key = literal(table.name);
    this.#token = literal(crypto.randomUUID());
    this.#until = `${this.#now} + interval '${duration} milliseconds'`;
  }

  /** Takes the lease if it is free or has run out; makes the table if it is not there. */
  async take(): Promise<boolean> {
    const sql = `INSERT INTO ${this.#table} AS lease
  (version_table, token, holder, acquired_at, expires_at)
VALUES (${this.#key}, ${this.#token}, pg_catalog.current_setting('application_name'),
  ${this.#now}, ${this.#until})
ON CONFLICT (version_table) DO UPDATE
  SET token = excluded.token, holder = excluded.holder,
    acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
  WHERE lease.expires_at < ${this.#now}`;
    try {
      return await this.#change(sql);
    } catch (error) {
      if (!isState(error, [UNDEFINED_TABLE])) throw error;
    }
    try {
      await this.connection.execute({
        sql: `CREATE TABLE IF NOT EXISTS ${this.#table} (
  version_table text PRIMARY KEY,
  token text NOT NULL,
  holder text NOT NULL,
  acquired_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
)`,
      });
    } catch (error) {
      if (!isState(error, MADE_BY_ANOTHER)) throw error;
    }
    return await this.#change(sql);
  }

  /** Whether the lease is ours; if so it is good for its whole duration again. */
  async renew(): Promise<boolean> {
    return await this.#change(
      `UPDATE ${this.#table} SET expires_at = ${this.#until} WHERE ${this.#ours}`,
    );
  }

  /** Whether it was ours to be given back. */
  async give(): Promise<boolean> {
    return await this.#change(`DELETE FROM ${this.#table} WHERE ${this.#ours}`);
  }

  async tableExists(): Promise<boolean> {
    const { rows: [row] } = await this.connection.execute({
      sql: `SELECT pg_catalog.to_regclass(${this.#tableLiteral}) IS NOT NULL`,
    });
    return row![0] === "t";
  }

  /** Who has the lease, unless it has run out. */
  async holder(): Promise<LockHolder | null> {
    const { rows: [row] } = await this.connection.execute({
      sql: `SELECT holder, pg_catalog.to_char(acquired_at, 'YYYY-MM-DD HH24:MI:SS TZ'),
  (1000 * EXTRACT(epoch FROM ${this.#now} - acquired_at))::bigint,
  'lease good until ' || pg_catalog.to_char(expires_at, 'HH24:MI:SS')
FROM ${this.#table} WHERE version_table = ${this.#key} AND expires_at >= ${this.#now}`,
    });
    if (row === undefined) return null;
    const [application, since, milliseconds, state] = row;
    return {
      pid: null,
      application: application ?? null,
      user: null,
      client: null,
      since: since ?? null,
      milliseconds: milliseconds ? Number(milliseconds) : null,
      state: state ?? null,
      query: null,
    };
  }

  get #ours(): string {
    return `version_table = ${this.#key} AND token = ${this.#token}`;
  }

  async #change(sql: string): Promise<boolean> {
    const sentAt = performance.now();
    const { rowCount }: QueryResult = await this.connection.execute({ sql });
    if (rowCount !== 1) return false;
    this.renewedAt = sentAt;
    return true;
  }
}

class HeldLease implements HeldLock {
  readonly #lease: Lease;
  readonly #request: LockRequest;
  readonly #times: LeaseTimes;
  readonly #heartbeat: Heartbeat;
  #blockers: readonly Blocker[] = [];

  constructor(lease: Lease, request: LockRequest, times: LeaseTimes) {
    this.#lease = lease;
    this.#request = request;
    this.#times = times;
    this.#heartbeat = new Heartbeat(
      () => this.#beat(),
      Math.min(request.interval, times.renewEvery),
    );
  }

  get blockers(): readonly Blocker[] {
    return this.#blockers;
  }

  async verify(): Promise<void> {
    // A process that was stopped for a while finds its lease old, and asks before it goes on.
    const left = this.#lease.renewedAt + this.#times.duration - performance.now();
    if (left < this.#times.duration / 3) await this.#renewNow();
    const { failure } = this.#heartbeat;
    if (failure === null) return;
    throw failure.error instanceof LockError
      ? failure.error
      : lockLost(this.#request.table, failure.error);
  }

  async release(): Promise<void> {
    await this.#heartbeat.stop();
    try {
      if (this.#heartbeat.failure !== null) return;
      if (await this.#lease.give()) return;
    } finally {
      await this.#lease.connection.close().catch(() => {});
    }
    throw new LockError(
      "lock_not_released",
      `the lease of ${tableText(this.#request.table)} was not ours when it was given back`,
      { hint: "it had run out, and another runner took it; see `migrator current`" },
    );
  }

  async #renewNow(): Promise<void> {
    this.#lease.renewedAt = -Infinity;
    await this.#heartbeat.now();
  }

  async #beat(): Promise<void> {
    const { table, worker } = this.#request;
    if (performance.now() - this.#lease.renewedAt >= this.#times.renewEvery / 2) {
      if (!await this.#lease.renew()) {
        throw lockLost(table, null, "the lease ran out, and another runner has taken it");
      }
    }
    const { pid, direct } = await worker;
    if (pid === null || !direct) return;
    const found = await lookAtWorker(this.#lease.connection, pid, this.#request);
    if (found.length > 0) this.#blockers = found;
  }
}

function isState(error: unknown, states: readonly string[]): boolean {
  return error instanceof DatabaseError && states.includes(error.report.sqlstate ?? "");
}
