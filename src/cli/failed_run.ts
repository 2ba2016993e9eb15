import { InterruptedError, LockError, type MigratorError } from "../errors/mod.ts";
import { isLostConnection } from "../project/outcome.ts";
import type { PlannedStep, RunFailure } from "../migration/mod.ts";

/** A run on a database that came to an end by an error. */
export interface FailedRun {
  readonly event: RunFailure;
  /** Whether a step had begun: until then nothing has been sent. */
  readonly begun: boolean;
  /** Whether a script was written, and no database changed. */
  readonly offline: boolean;
}

/** How many revisions are named before the rest is counted. */
const NAMED = 6;

/**
 * What state the database is left in: where it stands, and which revisions of the run stay applied,
 * are rolled back or have left something behind. `null` where there is nothing to be said.
 */
export function stateAfter(
  { event, begun, offline }: FailedRun,
  error: MigratorError,
): string | null {
  const { step, kept, undone, partlyKept, recorded, rows } = event;
  if (offline || rows === null || step?.isStamp) return null;
  if (isLostConnection(error)) {
    return "the connection was lost; `migrator current` tells where the database stands";
  }
  const where = `at ${rows.length === 0 ? "base" : rows.join(", ")}`;
  if (!begun) {
    const stopped = error instanceof InterruptedError || error instanceof LockError;
    return step === null && !stopped ? null : `unchanged, ${where}: nothing was run`;
  }
  const rolledBack = [...undone.map((applied) => applied.step), ...step === null ? [] : [step]]
    .filter((each) => each !== partlyKept);
  const remarks = [
    kept.length === 0
      ? null
      : `${names(kept.map((applied) => applied.step))} stay${kept.length === 1 ? "s" : ""} ${
        kept[0]!.step.direction === "upgrade" ? "applied" : "taken back"
      }`,
    rolledBack.length === 0
      ? null
      : `${names(rolledBack)} ${rolledBack.length === 1 ? "is" : "are"} rolled back`,
    partlyKept &&
    (recorded
      ? `what ${
        name(partlyKept)
      } had committed stays and is recorded: the next run goes on behind it`
      : `what ${name(partlyKept)} had committed stays, though it is not recorded`),
  ];
  return `${where}: ${remarks.filter((remark) => remark !== null).join("; ")}`;
}

function name(step: PlannedStep): string {
  return step.revision?.id ?? step.toText;
}

function names(steps: readonly PlannedStep[]): string {
  const named = steps.slice(0, NAMED).map(name);
  if (steps.length > NAMED) named.push(`${steps.length - NAMED} more`);
  if (named.length === 1) return named[0]!;
  return `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}
