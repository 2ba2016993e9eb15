import type { RunResult } from "../../migration/mod.ts";
import { failedOutcome, finishedOutcome, type StepOutcome } from "../../project/outcome.ts";
import type { Database } from "../database.ts";
import type { FailedRun } from "../failed_run.ts";
import type { RunRecord, StepRecord } from "./records.ts";

/** A run that came to its end: every step applied or, offline, written into the script. */
export function finishedRun(result: RunResult, database: Database, offline: boolean): RunRecord {
  const { from, to, steps } = finishedOutcome(result, offline);
  return { url: urlOf(database), from, to, steps: steps.map(stepRecord) };
}

/** A run that ended by an error, in the order of its plan. */
export function failedRun({ event, offline }: FailedRun, database: Database): RunRecord {
  const { from, to, steps } = failedOutcome(event, offline);
  return { url: urlOf(database), from, to, steps: steps.map(stepRecord) };
}

/** The URL of a database as people may see it; `null` offline where there is none. */
export function urlOf({ shownUrl }: Database): string | null {
  return shownUrl === "" ? null : shownUrl;
}

function stepRecord({ step, status, milliseconds, statements }: StepOutcome): StepRecord {
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
