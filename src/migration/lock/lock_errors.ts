import { formatDuration } from "../../config/duration.ts";
import { ConnectionError, LockError } from "../../errors/mod.ts";
import type { Connection } from "../../database/connection.ts";
import { describeHolder, type LockHolder } from "./lock_holder.ts";
import { type LockedTable, type LockRequest } from "./run_lock.ts";

/** The version table for people. */
export function tableText({ name, schema }: LockedTable): string {
  return schema === null || schema === "" ? name : `${schema}.${name}`;
}

/** The error for a lock that was not free in time. */
export function notAcquired(
  { table, wait }: LockRequest,
  holder: LockHolder | null,
): LockError {
  const when = wait === 0 ? "" : ` and was not given back within ${formatDuration(wait)}`;
  const who = holder === null ? "another runner" : describeHolder(holder);
  return new LockError(
    "lock_not_acquired",
    `the lock of ${tableText(table)} is held by ${who}${when}`,
    { hint: "wait until the other runner has ended, or give a longer --lock-wait" },
  );
}

/** The error for a lock that is ours no more. */
export function lockLost(table: LockedTable, cause: unknown, why?: string): LockError {
  const reason = why ?? (cause instanceof Error ? cause.message : String(cause));
  return new LockError(
    "lock_lost",
    `the lock of ${tableText(table)} was lost while the run went on: ${reason}`,
    {
      cause,
      hint:
        "another runner may have begun since; see `migrator current`, then run the command again",
    },
  );
}

/** Opens the lock's connection; the error says what it was for. */
export async function openForLock(connect: () => Promise<Connection>): Promise<Connection> {
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw new ConnectionError(`for the lock, ${error.message}`, {
      cause: error,
      sqlstate: error.sqlstate,
      hint: error.hint ??
        "the lock takes a connection of its own; make room for one, or run with --no-lock",
    });
  }
}
