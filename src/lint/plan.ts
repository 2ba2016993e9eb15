import type { Connection } from "../database/connection.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { DatabaseError } from "../errors/mod.ts";
import {
  type BodyLoader,
  type ContextOwner,
  type MigrationOptions,
  type PlannedStep,
  Preview,
  type PreviewedStep,
  readDatabaseState,
  type RevisionStep,
  rowsAfter,
} from "../migration/mod.ts";
import { namedObjects } from "./effect/named_objects.ts";
import { readCatalogue, type ReadRows, readSizes } from "./effect/read_catalogue.ts";
import type { SchemaModel } from "./effect/schema_model.ts";
import { type InspectedStep, Inspector, type InspectorSettings } from "./inspector.ts";
import { readStatement } from "./statement/read_statement.ts";

/** What a plan is made from. */
export interface PlanSettings extends Pick<InspectorSettings, "ignored" | "also" | "sourceOf"> {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly transactionOwner: ContextOwner;
  readonly loadBody: BodyLoader;
  /** The steps for a database with these version rows. */
  readonly steps: (rows: readonly string[]) => readonly PlannedStep[];
}

/** What a run would do to one database. */
export interface Plan {
  /** The version rows, in the database's order. */
  readonly rows: readonly string[];
  /** The version rows after the run. */
  readonly rowsAfter: readonly string[];
  readonly steps: readonly InspectedStep[];
  /** Why the sizes of tables are not known; `null` if they are. */
  readonly sizesUnknown: string | null;
}

/**
 * Finds out what a run would do from where the database is, and what that means for its tables. The
 * database is only read, in a transaction that could not write; nothing is made in it. Throws what
 * the run would throw before its first statement.
 */
export async function makePlan(settings: PlanSettings): Promise<Plan> {
  const { connection } = settings;
  // env.py may have a transaction open; what it does with that is its own affair.
  const own = connection.transactionStatus === "idle";
  if (own) await connection.execute({ sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" });
  try {
    return await planIn(settings);
  } finally {
    if (own && connection.transactionStatus !== "idle") {
      await connection.execute({ sql: "ROLLBACK" });
    }
  }
}

async function planIn(settings: PlanSettings): Promise<Plan> {
  const { connection, dialect, options } = settings;
  const versionSql = dialect.versionTable({
    name: options.versionTable,
    schema: options.versionTableSchema,
    primaryKey: options.versionTablePk,
  });
  const { rows } = await readDatabaseState(connection, versionSql, null);
  const steps = settings.steps(rows).filter((step): step is RevisionStep => !step.isStamp);
  const preview = new Preview(settings);
  const previewed: PreviewedStep[] = [];
  for (const step of steps) previewed.push(await preview.next(step));
  const read: ReadRows = async (sql) => (await connection.execute({ sql })).rows;
  const facts = previewed.flatMap(({ statements }) =>
    statements.map(({ statement }) => readStatement(statement.sql).facts)
  );
  const names = namedObjects(facts);
  const model = await readCatalogue(names, read);
  const sizesUnknown = await sizes(model, connection, read);
  const inspector = new Inspector({
    ...settings,
    model,
    serverVersion: connection.serverVersion,
  });
  return {
    rows,
    rowsAfter: rowsAfter(rows, steps),
    steps: previewed.map((step) => inspector.next(step)),
    sizesUnknown,
  };
}

/** Reads the sizes, unless a lock is in the way: then that is said, after a short wait. */
async function sizes(
  model: SchemaModel,
  connection: Connection,
  read: ReadRows,
): Promise<string | null> {
  await connection.execute({ sql: "SAVEPOINT sizes" });
  try {
    await connection.execute({ sql: "SET LOCAL lock_timeout = '2s'" });
    await readSizes(model, read);
    await connection.execute({ sql: "RELEASE SAVEPOINT sizes" });
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.report.sqlstate === undefined) throw error;
    await connection.execute({ sql: "ROLLBACK TO SAVEPOINT sizes" });
    return error.report.sqlstate === "55P03"
      ? "another session has locked one of the tables"
      : error.message;
  }
}
