import { ConnectionError, DatabaseError } from "../errors/mod.ts";
import type { AppliedStep, PlannedStep, RunFailure, RunResult } from "../migration/mod.ts";

/** What became of a step. */
export type StepStatus = "applied" | "written" | "failed" | "rolled_back" | "not_run" | "unknown";

/** A step of a run, and what became of it. */
export interface StepOutcome {
  readonly step: PlannedStep;
  readonly status: StepStatus;
  /** `null` where it has not run to its end, or was only written. */
  readonly milliseconds: number | null;
  /** The statements of its body; `null` where it has not run to its end. */
  readonly statements: number | null;
}

/** What became of a run on one database. */
export interface RunOutcome {
  /** The version rows before; `null` where they had not been read. */
  readonly from: readonly string[] | null;
  /** The version rows after; `null` where they are not known. */
  readonly to: readonly string[] | null;
  /** In the order of the plan. */
  readonly steps: readonly StepOutcome[];
}

/** A run that came to its end: every step applied or, offline, written into the script. */
export function finishedOutcome(
  { applied, rowsBefore, rows }: RunResult,
  offline: boolean,
): RunOutcome & { readonly from: readonly string[] } {
  const steps = applied.map((each) => ended(each, offline ? "written" : "applied"));
  return { from: rowsBefore, to: rows, steps };
}

/**
 * A run that ended by an error. What the server made of the last message of a connection that was lost
 * is not known.
 */
export function failedOutcome(
  { kept, undone, notRun, step, rowsBefore, rows, error }: RunFailure,
  offline: boolean,
): RunOutcome {
  const lost = isLostConnection(error);
  const unfinished = offline ? "written" : lost ? "unknown" : "rolled_back";
  return {
    from: rowsBefore,
    to: lost ? null : rows,
    steps: [
      ...kept.map((each) => ended(each, "applied")),
      ...undone.map((each) => ended(each, unfinished)),
      ...step === null ? [] : [without(step, "failed")],
      ...notRun.map((each) => without(each, "not_run")),
    ],
  };
}

/**
 * A run whose transaction was env.py's own, and env.py failed before it ended: what it applied may not
 * have been committed.
 */
export function uncertainRun<
  Step extends { readonly status: StepStatus },
  Run extends { readonly to: readonly string[] | null; readonly steps: readonly Step[] },
>(run: Run): Run {
  const steps = run.steps.map((step) =>
    step.status === "applied" ? { ...step, status: "unknown" } : step
  );
  return { ...run, to: null, steps };
}

/** Whether it is unknown what the server made of the last message. */
export function isLostConnection(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof DatabaseError)) return false;
  const { sqlstate } = error.report;
  return sqlstate === undefined || sqlstate.startsWith("08");
}

function ended({ step, milliseconds, statements }: AppliedStep, status: StepStatus): StepOutcome {
  return {
    step,
    status,
    milliseconds: status === "written" ? null : milliseconds,
    statements,
  };
}

function without(step: PlannedStep, status: StepStatus): StepOutcome {
  return { step, status, milliseconds: null, statements: null };
}
