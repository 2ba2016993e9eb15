import type { Session } from "../database/session.ts";
import type { Reporter } from "./events.ts";
import type { Blocker, HeldLock, LockedTable, LockWitness, RunLock } from "./lock/mod.ts";
import { readServerSession } from "./server_session.ts";
import { noTimeouts, type Timeouts, timeoutStatements } from "./timeouts.ts";

/** The `lock_timeout` of a step where nobody says anything else. */
export const DEFAULT_LOCK_TIMEOUT = 5000;

/** The longest time between two looks at the lock. */
const LONGEST_INTERVAL = 5000;

/** What protects a run on a live database, and others from it. */
export interface Protection {
  readonly lock: RunLock;
  /** Milliseconds to wait for another runner. */
  readonly lockWait: number;
  /**
   * `lock_timeout` and `statement_timeout` of each transaction. Where nothing is said, the session's
   * own `lock_timeout` counts, or {@link DEFAULT_LOCK_TIMEOUT}.
   */
  readonly timeouts: Timeouts;
  /** How often a step is run again that had to wait too long for a lock. */
  readonly lockRetries: number;
  /** At most so many milliseconds between two looks at what the run is doing; left out: nobody wants to know. */
  readonly watchEvery?: number;
  /** Aborted, with the error to throw, when the run is to end. */
  readonly signal: AbortSignal;
}

/**
 * Keeps other runners away while a run changes a database, from the moment when it is known that
 * there is something to do: before that, nothing is taken and nothing is set.
 */
export class RunGuard {
  readonly protection: Protection;
  readonly #table: LockedTable;
  readonly #report: Reporter;
  readonly #released = new AbortController();
  readonly #signal: AbortSignal;
  #acquiring: Promise<HeldLock> | null = null;
  #held: HeldLock | null = null;
  #timeouts: Timeouts = noTimeouts;
  #usual: Timeouts = noTimeouts;
  #prologue: readonly string[] = [];
  #direct = false;

  constructor(protection: Protection, table: LockedTable, report: Reporter) {
    this.protection = protection;
    this.#table = table;
    this.#report = report;
    this.#signal = AbortSignal.any([protection.signal, this.#released.signal]);
  }

  /** Whether the lock is ours already. */
  get entered(): boolean {
    return this.#held !== null;
  }

  /** What is sent behind each BEGIN. */
  get prologue(): readonly string[] {
    return [...timeoutStatements(this.#timeouts), ...this.#prologue];
  }

  /**
   * What the server can be asked within each step; `null` where only this program can look after the lock, or where
   * a pooler stands before the session.
   */
  get witness(): LockWitness | null {
    return this.#direct ? this.#held?.witness ?? null : null;
  }

  /** The limits that a transaction has where its step says nothing. */
  get usualTimeouts(): Timeouts {
    return this.#usual;
  }

  /** Who made us wait when that was last seen. */
  get blockers(): readonly Blocker[] {
    return this.#held?.blockers ?? [];
  }

  /** Takes the lock, and meanwhile gets to know the session that will do the work. */
  async enter({ connection }: Session): Promise<void> {
    if (this.#held !== null) return;
    const { lock, lockWait, timeouts, watchEvery } = this.protection;
    // The embedded database has no backend, and nobody else in it.
    const session = connection.backendPid === null ? null : readServerSession(connection);
    const worker = session ?? Promise.resolve({ pid: null, direct: true });
    worker.catch(() => {});
    const table = this.#table;
    this.#acquiring = lock.acquire({
      table,
      wait: lockWait,
      signal: this.#signal,
      worker,
      interval: Math.min(
        (timeouts.lock || DEFAULT_LOCK_TIMEOUT) / 2,
        watchEvery ?? LONGEST_INTERVAL,
        LONGEST_INTERVAL,
      ),
      onWaiting: (holder, waited) =>
        this.#report({ kind: "waiting-for-lock", table, holder, waited }),
      ...watchEvery === undefined
        ? {}
        : { onActivity: (activity) => this.#report({ kind: "activity", activity }) },
    });
    const [known, held] = await Promise.all([session, this.#acquiring]);
    this.#held = held;
    if (known === null) return;
    const { limits } = known;
    this.#timeouts = {
      lock: timeouts.lock ?? (limits.lock || DEFAULT_LOCK_TIMEOUT),
      statement: timeouts.statement,
    };
    this.#usual = {
      lock: this.#timeouts.lock,
      statement: timeouts.statement ?? limits.statement,
    };
    this.#prologue = known.prologue;
    this.#direct = known.direct;
  }

  /** Throws if the run is to end, or if the lock is ours no more. */
  async checkpoint(): Promise<void> {
    this.protection.signal.throwIfAborted();
    await this.#held?.verify();
  }

  /** Gives the lock back, also one that is still being waited for. */
  async release(): Promise<void> {
    this.#released.abort(new Error("the run has ended"));
    const held = await this.#acquiring?.catch(() => null);
    await held?.release();
  }
}
