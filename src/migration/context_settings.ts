import type { Connection } from "../database/connection.ts";
import type { Session } from "../database/session.ts";
import type { Dialect } from "../dialect/dialect.ts";
import type { RevisionBody } from "../revision/body.ts";
import type { Revision } from "../script/revision.ts";
import type { AppliedStep, Reporter } from "./events.ts";
import type { HistorySettings } from "./history/settings.ts";
import type { HistoryState, StateRequest } from "./history/state.ts";
import type { MigrationOptions } from "./options.ts";
import type { PlannedStep } from "./plan_step.ts";
import type { RunGuard } from "./run_guard.ts";

/** Reads the two functions of a revision from its file. */
export type BodyLoader = (revision: Revision) => Promise<RevisionBody>;

/** What `on_version_apply` is told after each step, inside its transaction. */
export interface VersionApplied {
  readonly step: PlannedStep;
  readonly heads: ReadonlySet<string>;
}

/** What a command wants of a run: everything but what env.py decides. */
export interface MigrationCommand {
  /** The steps for a database with these version rows. May throw a `CommandError`. */
  readonly plan: (
    rows: readonly string[],
    history?: HistoryState | null,
  ) => readonly PlannedStep[] | Promise<readonly PlannedStep[]>;
  /** What the plan looks at of the history's entries; default: nothing, and nothing is read. */
  readonly readsHistory?: StateRequest["entries"];
  /** Forget what is recorded of an unfinished step. */
  readonly forget?: { readonly revision: string; readonly direction: "upgrade" | "downgrade" };
  /** Empty the version table first (`stamp --purge`). */
  readonly purge?: boolean;
  /** Make the version table even if there is nothing to run (`ensure_version`). */
  readonly ensureTable?: boolean;
  /** Offline: gives the version rows to assume; throws a `CommandError` for an unknown revision. */
  readonly startingRows?: () => readonly string[];
}

/** Where the statements go: to a session, or into a script. */
export type MigrationTarget =
  | { readonly kind: "online"; readonly connection: Connection | Session }
  | { readonly kind: "offline"; readonly write: (text: string) => void };

/**
 * Who begins and ends transactions: the engine as the options say (one that is open already is gone on
 * in and committed), the caller (then the engine neither begins nor ends any), or nobody: each
 * statement stands alone.
 */
export type ContextOwner = "engine" | "caller" | "none";

/** All that a {@link MigrationContext} is made from. */
export interface ContextSettings {
  readonly target: MigrationTarget;
  readonly command: MigrationCommand;
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly loadBody: BodyLoader;
  readonly report: Reporter;
  readonly onVersionApply?: readonly ((info: VersionApplied) => void | Promise<void>)[];
  /** Default: the caller if the connection is in a transaction already, as in Alembic; else the engine. */
  readonly transactionOwner?: ContextOwner;
  /** Keeps other runners away, and limits what is waited for. Without it nothing does. */
  readonly guard?: RunGuard;
  /** Where what is done is remembered. Absent: nowhere but in the version table. */
  readonly history?: HistorySettings;
}

/** What a run has done. */
export interface RunResult {
  readonly applied: readonly AppliedStep[];
  /** Version rows before and after. */
  readonly rowsBefore: readonly string[];
  readonly rows: readonly string[];
}
