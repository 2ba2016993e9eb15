import type { MigrationCommand, RunResult } from "./context_settings.ts";
import type { AppliedStep, MigrationEvent, Reporter, RunFailure } from "./events.ts";
import { isLockTimeout, retryDelay } from "./retry.ts";
import type { RunGuard } from "./run_guard.ts";
import { sleep } from "./sleep.ts";
import { CommandError, DatabaseError } from "../errors/mod.ts";

/** One attempt at a run: it reports, and says whether what failed in it has been undone whole. */
export type Attempt = (command: MigrationCommand, report: Reporter) => Promise<RunResult>;

/**
 * Runs a command, and what is left of it again where a step had to wait too long for a lock. Steps
 * that are committed stay; the one that failed has been rolled back with all that ran in its
 * transaction, and its body is evaluated anew.
 */
export async function withRetries(
  command: MigrationCommand,
  guard: RunGuard,
  report: Reporter,
  attempt: Attempt,
): Promise<RunResult> {
  const { lockRetries, signal } = guard.protection;
  const kept: AppliedStep[] = [];
  let rest = command;
  let rowsBefore: readonly string[] | null = null;
  let failures = 0;
  for (let first = true;; first = false) {
    let failure: RunFailure | null = null;
    const hear = (event: MigrationEvent) => {
      if (event.kind === "failed") failure = event;
      else if (first || event.kind !== "configured") report(event);
    };
    try {
      const result = await attempt(rest, hear);
      const before = rowsBefore ?? result.rowsBefore;
      return Object.freeze({
        ...result,
        applied: [...kept, ...result.applied],
        rowsBefore: before,
      });
    } catch (error) {
      const failed = failure as RunFailure | null;
      if (failed === null) throw error;
      const whole = () => ({ kept: [...kept], rowsBefore: rowsBefore ?? failed.rowsBefore });
      if (failed.kept.length > 0) failures = 0;
      const again = { error, undone: failed.retryable, failuresBefore: failures };
      const delay = retryDelay(again, lockRetries, Math.random());
      kept.push(...failed.kept);
      if (delay === null) {
        const named = await nameBlockers(error, guard);
        report({ ...failed, ...whole(), error: named });
        throw named;
      }
      failures++;
      rowsBefore ??= failed.rowsBefore;
      rest = remaining(command, failed);
      const { step } = failed;
      report({ kind: "retrying", error, step, attempt: failures, retries: lockRetries, delay });
      try {
        await sleep(delay, signal);
      } catch (reason) {
        report({ ...failed, ...whole(), error: reason });
        throw reason;
      }
    }
  }
}

/** The steps that a failed attempt left, for a database that is where it left it. */
function remaining(command: MigrationCommand, failed: RunFailure): MigrationCommand {
  const steps = [
    ...failed.undone.map(({ step }) => step),
    ...failed.step === null ? [] : [failed.step],
    ...failed.notRun,
  ];
  const wanted = failed.rows ?? [];
  return {
    ...command,
    purge: command.purge && failed.kept.length === 0,
    plan: (rows) => {
      const found = new Set(rows);
      if (found.size === wanted.length && wanted.every((row) => found.has(row))) return steps;
      throw new CommandError(
        "version_rows_changed",
        `The version rows were changed by someone else: expected ${list(wanted)}, found ${
          list(rows)
        }`,
      );
    },
  };
}

function list(rows: readonly string[]): string {
  return rows.length === 0 ? "none" : rows.join(", ");
}

/** Adds to the end of a wait for a lock who it was that had it. */
async function nameBlockers(error: unknown, { blockers }: RunGuard): Promise<unknown> {
  if (!isLockTimeout(error) || !(error instanceof DatabaseError) || blockers.length === 0) {
    return error;
  }
  const { describeBlocker } = await import("./lock/blockers.ts");
  const hint = [
    ...blockers.map(describeBlocker),
    "wait until it has ended, or give --lock-timeout and --lock-retries",
  ].join("\n");
  return Object.assign(error, { hint });
}
