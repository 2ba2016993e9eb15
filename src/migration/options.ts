import type { CompileOptions } from "../dialect/dialect.ts";

/** What `context.configure(…)` says about running migrations, with Alembic's names and defaults. */
export interface MigrationOptions {
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  /** Whether `version_num` is the primary key of the version table. */
  readonly versionTablePk: boolean;
  /** Whether the database can roll back DDL; without it each migration has a transaction of its own. */
  readonly transactionalDdl: boolean;
  readonly transactionPerMigration: boolean;
  /** `naming_convention` of the target metadata. */
  readonly namingConvention?: CompileOptions["namingConvention"];
  /** Offline: whether bound values are written into the statements. */
  readonly literalBinds: boolean;
  /** Offline: `pyformat` doubles percent signs. */
  readonly paramstyle: "named" | "pyformat";
}

/** Where env.py says nothing. */
export const defaultOptions: MigrationOptions = Object.freeze({
  versionTable: "alembic_version",
  versionTableSchema: null,
  versionTablePk: true,
  transactionalDdl: true,
  transactionPerMigration: false,
  literalBinds: true,
  paramstyle: "named",
});
