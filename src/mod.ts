/**
 * What revisions written in TypeScript need, which is types alone, and the engine for programs that run their own
 * migrations: {@link Migrator}.
 *
 * ```ts ignore
 * import type { Operations } from "migrator";
 *
 * export const revision = "3f2a9c1d7e5b";
 * export const downRevision = null;
 *
 * export async function upgrade(op: Operations) {
 *   op.createTable("users", [op.column("id", op.types.integer(), { primaryKey: true })]);
 * }
 *
 * export async function downgrade(op: Operations) {
 *   op.dropTable("users");
 * }
 * ```
 *
 * A revision imports types, which are gone before it runs: it loads nothing of this.
 *
 * @module
 */
export type { Operations } from "./revision/typescript_api.ts";
export type * from "./revision/typescript_schema_api.ts";
export type * from "./revision/typescript_values_api.ts";
export { Migrator } from "./library/migrator.ts";
export { MigrationError } from "./library/migration_error.ts";
export type {
  EmbeddedPglite,
  MigratorEvent,
  MigratorOptions,
  PostgresqlClient,
  RunOptions,
  UpgradeOptions,
} from "./library/options.ts";
export type {
  DatabasePosition,
  DatabaseRun,
  PlannedRevision,
  PlannedRun,
  PlannedStatement,
  PlanResult,
  Position,
  RevisionInfo,
  RunResult,
  StepResult,
} from "./library/results.ts";
export {
  CommandError,
  ConnectionError,
  DatabaseError,
  type ErrorDetails,
  FileError,
  LockError,
  MigratorError,
  type Place,
  type PositionInSql,
  RevisionError,
  type ServerReport,
  StatementError,
} from "./errors/mod.ts";
