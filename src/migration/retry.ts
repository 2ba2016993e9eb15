import { DatabaseError } from "../errors/mod.ts";

/** What came of one attempt at a run. */
export interface FailedAttempt {
  readonly error: unknown;
  /** Whether what failed has been rolled back whole, so that it can be run again. */
  readonly undone: boolean;
  /** How often the same step has failed before, without one being finished in between. */
  readonly failuresBefore: number;
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

/** Whether the server gave up waiting for a lock (`lock_not_available`). */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.report.sqlstate === "55P03";
}

/**
 * Milliseconds to wait before the run goes on again, or `null` where it does not: only a wait for a
 * lock that took too long is worth another attempt, and only if nothing of it stayed behind. The
 * pauses double, from one second to half a minute, a quarter more or less by chance (0 to 1): in
 * them, those who queued up behind us get their turn.
 */
export function retryDelay(
  { error, undone, failuresBefore }: FailedAttempt,
  retries: number,
  chance: number,
): number | null {
  if (!undone || !isLockTimeout(error) || failuresBefore >= retries) return null;
  return Math.min(FIRST_DELAY * 2 ** failuresBefore, LONGEST_DELAY) * (0.75 + chance / 2);
}
