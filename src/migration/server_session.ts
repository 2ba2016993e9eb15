import type { Connection } from "../database/connection.ts";
import { DatabaseError } from "../errors/mod.ts";
import type { Worker } from "./lock/mod.ts";
import type { Timeouts } from "./timeouts.ts";

/** How often a server looks whether the client of a running statement is still there. */
const CHECK_INTERVAL = 2000;

/** What a run must know of the session that it works on. */
export interface ServerSession extends Worker {
  /** The limits that the session has of its own; 0 is none. */
  readonly limits: Timeouts & { readonly lock: number; readonly statement: number };
  /** For each transaction: what could not be set for the session as a whole. */
  readonly prologue: readonly string[];
}

/**
 * Asks a session who it is and what limits it has, and makes the server end its statements when this
 * program is gone, where the server can (PostgreSQL 14 and later): else a killed client leaves its
 * statement running, and holding its locks, to the end.
 */
export async function readServerSession(connection: Connection): Promise<ServerSession> {
  const setting = (name: string) => `pg_catalog.max(setting) FILTER (WHERE name = '${name}')`;
  const { rows: [row] } = await connection.execute({
    sql: `SELECT pg_catalog.pg_backend_pid(), ${setting("lock_timeout")}, ${
      setting("statement_timeout")
    }, ${setting("client_connection_check_interval")} FROM pg_catalog.pg_settings`,
  });
  const [pid, lock, statement, interval] = row!.map((text) => text === null ? null : Number(text));
  const direct = pid === connection.backendPid;
  const prologue: string[] = [];
  if (interval === 0) {
    const set = `client_connection_check_interval = ${CHECK_INTERVAL}`;
    // Through a pooler the setting must not stay behind on a backend that is not ours.
    if (!direct) prologue.push(`SET LOCAL ${set}`);
    else if (connection.transactionStatus === "idle") await trySetting(connection, set);
  }
  return { pid: pid!, direct, limits: { lock: lock!, statement: statement! }, prologue };
}

/** Some systems that a server runs on cannot look; then it refuses the setting. */
async function trySetting(connection: Connection, set: string): Promise<void> {
  try {
    await connection.execute({ sql: `SET ${set}` });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.report.sqlstate === undefined) throw error;
  }
}
