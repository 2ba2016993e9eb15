export {
  type CommandOptions,
  currentCommand,
  type CurrentRevisions,
  downgradeCommand,
  ensureVersionCommand,
  type HistoryInspection,
  laterCommand,
  resolveCommand,
  stampCommand,
  startingRows,
  upgradeCommand,
} from "./commands.ts";
export { MigrationContext } from "./context.ts";
export type {
  BodyLoader,
  ContextOwner,
  ContextSettings,
  MigrationCommand,
  MigrationTarget,
  RunResult,
  VersionApplied,
} from "./context_settings.ts";
export { type ContextTransaction } from "./context_transaction.ts";
export {
  type AppliedStep,
  logLines,
  type MigrationEvent,
  type MigrationLogLine,
  type Reporter,
  type RunFailure,
} from "./events.ts";
export {
  type DatabaseState,
  type HistoryState,
  type LastRun,
  type ProgressRow,
  readDatabaseState,
} from "./history/state.ts";
export {
  appliedRevisions,
  changedFiles,
  missingRevisions,
  type UnfinishedStep,
  unfinishedSteps,
} from "./history/unfinished.ts";
export { migrate, type MigrateSettings, migrationOptions } from "./migrate.ts";
export {
  offlineItems,
  offlineScript,
  type OfflineSettings,
  type RevisionFunction,
  stepOf,
} from "./offline_function.ts";
export {
  Preview,
  type PreviewedStatement,
  type PreviewedStep,
  type PreviewSettings,
} from "./preview.ts";
export { defaultOptions, type MigrationOptions } from "./options.ts";
export type { Activity, HeldLock, LockRequest, RunLock } from "./lock/mod.ts";
export { type Protection } from "./run_guard.ts";
export { planDowngrade, planUpgrade } from "./plan.ts";
export { planStamp } from "./plan_stamp.ts";
export { rowsAfter } from "./version_table.ts";
export { describeStep, type PlannedStep, type RevisionStep, type StampStep } from "./plan_step.ts";
