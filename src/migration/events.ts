import type { Notice } from "../database/connection.ts";
import { formatDuration } from "../config/duration.ts";
import { describeHolder, type LockHolder } from "./lock/lock_holder.ts";
import type { Activity, LockedTable } from "./lock/mod.ts";
import { describeStep, type PlannedStep } from "./plan_step.ts";

/** A step that has run to its end. */
export interface AppliedStep {
  readonly step: PlannedStep;
  /** Time between its start and the answer to its last statement. */
  readonly milliseconds: number;
  /** Statements of its body, without those on the version table. */
  readonly statements: number;
}

/** What the engine tells while it works, in the order in which it happens. */
export type MigrationEvent =
  | { readonly kind: "configured"; readonly offline: boolean; readonly transactionalDdl: boolean }
  | {
    /** The run begins: these are the steps that it is to make. */
    readonly kind: "planned";
    readonly steps: readonly PlannedStep[];
  }
  | { readonly kind: "step-started"; readonly step: PlannedStep }
  | { readonly kind: "writing-version"; readonly step: PlannedStep }
  | { readonly kind: "step-finished"; readonly applied: AppliedStep }
  | {
    readonly kind: "waiting-for-lock";
    readonly table: LockedTable;
    /** Who has it; `null` where that cannot be seen. */
    readonly holder: LockHolder | null;
    /** Milliseconds since the first attempt. */
    readonly waited: number;
  }
  | {
    readonly kind: "retrying";
    readonly error: unknown;
    readonly step: PlannedStep | null;
    /** The how-manieth time it is, of how many, and the milliseconds until then. */
    readonly attempt: number;
    readonly retries: number;
    readonly delay: number;
  }
  | {
    /** What is done will not be remembered, because the role may not write (or make) the table. */
    readonly kind: "history-not-kept";
    /** The table's name as SQL writes it, and whether it exists. */
    readonly table: string;
    readonly exists: boolean;
  }
  | {
    /** A session of an earlier run, which was cut off, still runs a statement of the step. */
    readonly kind: "waiting-for-session";
    readonly pid: number;
    readonly query: string;
  }
  | {
    /** What the session of the run is doing, as the session of the lock sees it. */
    readonly kind: "activity";
    readonly activity: Activity;
  }
  | { readonly kind: "resuming"; readonly step: PlannedStep; readonly records: number }
  | { readonly kind: "notice"; readonly notice: Notice; readonly step: PlannedStep | null }
  | {
    readonly kind: "failed";
    readonly error: unknown;
    /** The step that was running, or `null` before the first. */
    readonly step: PlannedStep | null;
    /** Steps that stay applied, because what they did was committed before. */
    readonly kept: readonly AppliedStep[];
    /** Steps that had run and are undone. */
    readonly undone: readonly AppliedStep[];
    readonly notRun: readonly PlannedStep[];
    /** The step, failed or undone, that committed something inside itself, which stays. */
    readonly partlyKept: PlannedStep | null;
    /** Whether that is recorded, so that the next run goes on behind it. */
    readonly recorded: boolean;
    /** Whether what failed was rolled back whole in a transaction that the engine had begun. */
    readonly retryable: boolean;
    /** The version rows before the run; `null` where they had not been read. */
    readonly rowsBefore: readonly string[] | null;
    /** The version rows that the database is left with; `null` where they had not been read. */
    readonly rows: readonly string[] | null;
  };

/** The event of a run that came to an end by an error. */
export type RunFailure = Extract<MigrationEvent, { readonly kind: "failed" }>;

/** The failure of a run before it was known what there is to do. */
export function failureBeforeSteps(error: unknown, retryable: boolean): RunFailure {
  return {
    kind: "failed",
    error,
    step: null,
    kept: [],
    undone: [],
    notRun: [],
    partlyKept: null,
    recorded: false,
    retryable,
    rowsBefore: null,
    rows: null,
  };
}

/** Hears of what the engine does. */
export type Reporter = (event: MigrationEvent) => void;

/** A line for the logger `alembic.runtime.migration`. */
export interface MigrationLogLine {
  readonly level: "debug" | "info" | "warning";
  readonly message: string;
}

/** What Alembic logs at an event, and what is ours to say; nothing for other events. */
export function logLines(event: MigrationEvent): readonly MigrationLogLine[] {
  const info = (message: string): MigrationLogLine => ({ level: "info", message });
  switch (event.kind) {
    case "configured":
      return [
        info("Context impl PostgresqlImpl."),
        ...(event.offline ? [info("Generating static SQL")] : []),
        info(`Will assume ${event.transactionalDdl ? "" : "non-"}transactional DDL.`),
      ];
    case "step-started":
      return [info(describeStep(event.step))];
    case "resuming":
      return [
        info(
          `Revision ${event.step.revision?.id} is unfinished: what is recorded of it is not done again`,
        ),
      ];
    case "waiting-for-session":
      return [
        info(
          `Waiting for session ${event.pid} of an earlier run, which still runs: ${event.query}`,
        ),
      ];
    case "writing-version": {
      const message = describeWrites(event.step);
      return message === null ? [] : [{ level: "debug", message }];
    }
    case "waiting-for-lock":
      return [{ level: "warning", message: describeWaiting(event) }];
    case "retrying":
      return [{ level: "warning", message: describeRetry(event) }];
    default:
      return [];
  }
}

function describeWaiting(
  { table, holder, waited }: Extract<MigrationEvent, { readonly kind: "waiting-for-lock" }>,
): string {
  const name = table.schema ? `${table.schema}.${table.name}` : table.name;
  const who = holder === null ? "another runner" : describeHolder(holder);
  const since = waited < 1000 ? "" : ` for ${formatDuration(waited)}`;
  return `Waiting${since} for the lock of ${name}, held by ${who}`;
}

function describeRetry(
  { error, step, attempt, retries, delay }: Extract<
    MigrationEvent,
    { readonly kind: "retrying" }
  >,
): string {
  const what = step === null ? "" : `${step.revision?.id ?? step.toText}: `;
  const why = error instanceof Error ? error.message : String(error);
  return `${what}${why}; rolled back, trying again in ${
    formatDuration(delay)
  } (${attempt} of ${retries})`;
}

/** Alembic's debug line about the changes to the version table: one a step, lists in Python's form. */
function describeWrites({ direction, writes }: PlannedStep): string | null {
  const last = writes.at(-1);
  if (last === undefined) return null;
  const others = writes.slice(0, -1).map((write) =>
    `'${write.kind === "update" ? write.to : write.version}'`
  );
  if (last.kind === "delete") return `branch delete ${last.version}`;
  if (last.kind === "insert") return `new branch insert ${last.version}`;
  const update = `update ${last.from} to ${last.to}`;
  if (others.length === 0) return update;
  return direction === "upgrade" || writes[0]!.kind === "delete"
    ? `merge, delete [${others.join(", ")}], ${update}`
    : `unmerge, insert (${others.join(", ")}${others.length === 1 ? "," : ""}), ${update}`;
}
