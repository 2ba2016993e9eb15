import { sleep } from "../sleep.ts";

const FIRST_DELAY = 50;
const LONGEST_DELAY = 1000;

/** How often it is said again whom we wait for. */
const TELL_EVERY = 15_000;

/**
 * Milliseconds between an attempt (counted from 1) and the next: half as much again each time up to a
 * second, a quarter more or less by chance, so that many runners do not ask in step. `chance` is from
 * 0 to 1.
 */
export function pollDelay(attempt: number, chance: number): number {
  const delay = Math.min(FIRST_DELAY * 1.5 ** (attempt - 1), LONGEST_DELAY);
  return delay * (0.75 + chance / 2);
}

/** How long to go on trying, and who wants to hear of it. */
export interface Polling {
  readonly wait: number;
  readonly signal: AbortSignal;
  /** Called after the first attempt that failed, and from time to time. */
  readonly onWaiting: (waited: number) => Promise<void>;
}

/**
 * Tries until something comes of it; `null` when `wait` milliseconds are over. Nothing waits inside the
 * server: a statement that does holds a snapshot, and a CREATE INDEX CONCURRENTLY of the runner that
 * has the lock would wait for it, each for the other.
 */
export async function poll<T>(
  attempt: () => Promise<T | null>,
  { wait, signal, onWaiting }: Polling,
): Promise<T | null> {
  const start = performance.now();
  let told = -Infinity;
  for (let count = 1;; count++) {
    signal.throwIfAborted();
    const found = await attempt();
    if (found !== null) return found;
    const waited = performance.now() - start;
    if (waited >= wait) return null;
    if (waited - told >= TELL_EVERY) {
      told = waited;
      await onWaiting(waited);
    }
    await sleep(Math.min(pollDelay(count, Math.random()), wait - waited), signal);
  }
}
