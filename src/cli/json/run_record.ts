import type { AppliedStep, PlannedStep, RunResult } from "../../migration/mod.ts";
import type { Database } from "../database.ts";
import { type FailedRun, isLostConnection } from "../failed_run.ts";
import type { RunRecord, StepRecord, StepStatus } from "./records.ts";

/** A run that came to its end: every step applied or, offline, written into the script. */
export function finishedRun(
  { applied, rowsBefore, rows }: RunResult,
  database: Database,
  offline: boolean,
): RunRecord {
  return {
    url: urlOf(database),
    from: rowsBefore,
    to: rows,
    steps: applied.map((each) => appliedStep(each, offline ? "written" : "applied")),
  };
}

/**
 * A run that ended by an error, in the order of its plan. What the server made of the last message of
 * a connection that was lost is not known.
 */
export function failedRun({ event, offline }: FailedRun, database: Database): RunRecord {
  const { kept, undone, notRun, step, rowsBefore, rows, error } = event;
  const lost = isLostConnection(error);
  const unfinished = offline ? "written" : lost ? "unknown" : "rolled_back";
  return {
    url: urlOf(database),
    from: rowsBefore,
    to: lost ? null : rows,
    steps: [
      ...kept.map((each) => appliedStep(each, "applied")),
      ...undone.map((each) => appliedStep(each, unfinished)),
      ...step === null ? [] : [stepRecord(step, "failed")],
      ...notRun.map((each) => stepRecord(each, "not_run")),
    ],
  };
}

/**
 * A run whose transaction was env.py's own, and env.py failed before it ended: what it applied may not
 * have been committed.
 */
export function uncertainRun(run: RunRecord): RunRecord {
  return {
    ...run,
    to: null,
    steps: run.steps.map((step) =>
      step.status === "applied" ? { ...step, status: "unknown" } : step
    ),
  };
}

/** The URL of a database as people may see it; `null` offline where there is none. */
export function urlOf({ shownUrl }: Database): string | null {
  return shownUrl === "" ? null : shownUrl;
}

function appliedStep({ step, milliseconds, statements }: AppliedStep, status: StepStatus) {
  return stepRecord(step, status, status === "written" ? null : milliseconds, statements);
}

function stepRecord(
  step: PlannedStep,
  status: StepStatus,
  milliseconds: number | null = null,
  statements: number | null = null,
): StepRecord {
  const upgrade = step.direction === "upgrade";
  return {
    kind: step.isStamp ? "stamp" : step.direction,
    revision: step.revision?.id ?? null,
    message: step.revision?.doc ?? null,
    path: step.revision?.path ?? null,
    from: upgrade ? step.downRevisions : step.upRevisions,
    to: upgrade ? step.upRevisions : step.downRevisions,
    status,
    duration_ms: milliseconds === null ? null : Math.round(milliseconds * 1000) / 1000,
    statements,
  };
}
