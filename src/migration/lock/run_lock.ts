import type { DatabaseError, LockError } from "../../errors/mod.ts";
import type { Statement } from "../../sql/statement.ts";
import type { Activity } from "./activity.ts";
import type { LockHolder } from "./lock_holder.ts";

/** The version table that a lock stands for. */
export interface LockedTable {
  readonly name: string;
  readonly schema: string | null;
}

/** The session that is to run the revisions. */
export interface Worker {
  /** Its backend; `null` where that is not known. */
  readonly pid: number | null;
  /** Whether that backend is its own for as long as it lasts, because no pooler is in between. */
  readonly direct: boolean;
}

/** What a lock is told of the run that wants it. */
export interface LockRequest {
  readonly table: LockedTable;
  /** Milliseconds to wait for another runner; 0 gives up after the first attempt. */
  readonly wait: number;
  /** Aborted when the run is to end; then its reason is thrown. */
  readonly signal: AbortSignal;
  readonly worker: Promise<Worker>;
  /** Milliseconds between two looks at the lock, and at who makes the worker wait. */
  readonly interval: number;
  /** Hears soon, and then now and again, that another runner is being waited for. */
  readonly onWaiting: (holder: LockHolder | null, waited: number) => void;
  /** Hears at each look what the worker is doing; left out where nobody wants to know. */
  readonly onActivity?: (activity: Activity) => void;
}

/**
 * What lets one runner at a time work on a database and a version table. There are three: a session
 * advisory lock, a lease in a table, and none.
 */
export interface RunLock {
  /**
   * Waits until the lock is ours. Throws a `LockError` where it is not to be had in time or cannot
   * work here, and the signal's reason if that is aborted.
   */
  acquire(request: LockRequest): Promise<HeldLock>;
}

/** A lock that is ours until it is released. */
export interface HeldLock {
  /** Throws a `LockError` if the lock is ours no more. Asked before each step and each commit. */
  verify(): Promise<void>;
  /** What the server can be asked within a step, to commit it only while the lock is ours; left out where it cannot. */
  readonly witness?: LockWitness;
  /** Who made the worker wait when it was last seen waiting. */
  readonly blockers: readonly Blocker[];
  /** Gives the lock back. Throws a `LockError` where the server says that it was not ours. */
  release(): Promise<void>;
}

/** A statement that the server refuses unless the lock is ours, and that keeps it ours until the transaction ends. */
export interface LockWitness {
  readonly statement: Statement;
  /** The error for its refusal; `null` where it was refused for another reason. */
  explain(refusal: DatabaseError): LockError | null;
}

/** A session that another one waits for. */
export interface Blocker {
  readonly session: LockHolder;
  /** The lock that is waited for, such as `AccessExclusiveLock`. */
  readonly wanted: string;
  /** What it is on, such as `table public.items`; `null` where that cannot be seen. */
  readonly object: string | null;
  /** The locks that the blocker has on it. */
  readonly held: readonly string[];
}

/** For databases that one process has to itself, and for `--no-lock`. */
export const noLock: RunLock = Object.freeze({
  acquire: () =>
    Promise.resolve({
      verify: () => Promise.resolve(),
      blockers: [],
      release: () => Promise.resolve(),
    }),
});
