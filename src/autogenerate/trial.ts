import type { Connection } from "../database/connection.ts";
import { type Dialect, newRunMemory } from "../dialect/dialect.ts";
import { CommandError, DatabaseError } from "../errors/mod.ts";
import { creation } from "../render/mod.ts";
import { type Change, operationsOf } from "../operations/change.ts";
import type { Operation } from "../operations/operation.ts";
import type { Direction, QueuedItem, RevisionBody } from "../revision/body.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import { referredKey, referredTables, tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import type { ComparedDatabase } from "./compared_database.ts";

/** What came of running a new revision on a database that nobody needs. */
export type TrialOutcome =
  | { readonly kind: "passed" }
  /** The file must be completed by hand before it can run, as Alembic's would: a constraint to drop has no name. */
  | { readonly kind: "unfinished"; readonly reason: string }
  /** It says nothing of the revision: the embedded database lacks something that a server may have. */
  | { readonly kind: "impossible"; readonly reason: string };

/** A database to try a revision on. */
export interface TrialDatabase {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly namingConvention: NamingConvention | null;
}

/**
 * Runs a revision up and down in a transaction that is rolled back. Throws a `CommandError` that names the
 * statement that fails.
 */
export async function tryRevision(
  body: RevisionBody,
  database: TrialDatabase,
): Promise<TrialOutcome> {
  const { connection } = database;
  await connection.execute({ sql: "BEGIN" });
  try {
    for (const direction of ["upgrade", "downgrade"] as const) {
      if (body.lacks(direction)) continue;
      const outcome = await runDirection(body, direction, database);
      if (outcome.kind !== "passed") return outcome;
    }
    return { kind: "passed" };
  } finally {
    await connection.execute({ sql: "ROLLBACK" });
  }
}

/**
 * Makes what a database holds, as far as changes bear on it: their tables, what these refer to, all schemas and named types.
 * Gives what the embedded database lacks for it, or `null`.
 */
export async function scratchFor(
  connection: Connection,
  { metadata, schemas }: Pick<ComparedDatabase, "metadata" | "schemas">,
  changes: readonly Change[],
  dialect: Dialect,
): Promise<string | null> {
  const tables = tablesNear(metadata.tables, changes);
  const options = {
    offline: false,
    memory: newRunMemory(),
    namingConvention: metadata.namingConvention,
  };
  const operations: readonly Operation[] = [
    ...schemas.map((name) => ({ kind: "createSchema", name, ifNotExists: true }) as const),
    ...creation({ ...metadata, tables }),
  ];
  try {
    for (const operation of operations) {
      for (const statement of dialect.compile(operation, options)) {
        await connection.execute(statement);
      }
    }
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // The database that there is may hold what no embedded one can be given.
    return error.message;
  }
}

/** The tables that changes name, with all that they refer to, near and far, and what refers to them. */
function tablesNear(tables: readonly Table[], changes: readonly Change[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [tableKey(table), table]));
  const near = new Set<Table>();
  const add = (key: string) => {
    const table = byKey.get(key);
    if (table === undefined || near.has(table)) return;
    near.add(table);
    referredTables(table).forEach(add);
  };
  const touched = new Set(changes.flatMap(operationsOf).flatMap(touchedTables));
  for (const table of tables) {
    if (!referredTables(table).isDisjointFrom(touched)) add(tableKey(table));
  }
  touched.forEach(add);
  return tables.filter((table) => near.has(table));
}

function touchedTables(operation: Operation): readonly string[] {
  if (operation.kind === "createTable") return [...referredTables(operation.table)];
  if (!("tableName" in operation) || !operation.tableName) return [];
  const own = tableKey({ name: operation.tableName, schema: operation.schema });
  return operation.kind === "addConstraint" && operation.constraint.kind === "foreignKey"
    ? [own, referredKey(operation.constraint)]
    : [own];
}

async function runDirection(
  body: RevisionBody,
  direction: Direction,
  { connection, dialect, namingConvention }: TrialDatabase,
): Promise<TrialOutcome> {
  const queue: QueuedItem[] = [];
  const options = {
    offline: false,
    memory: newRunMemory(),
    namingConvention: namingConvention ?? undefined,
  };
  const flush = async () => {
    for (const item of queue.splice(0)) {
      const statements = item.kind === "operation"
        ? dialect.compile(item.operation, options)
        : item.kind === "statement"
        ? [item.statement]
        : [];
      for (const statement of statements) await connection.execute(statement);
    }
  };
  try {
    await body.run(direction, {
      offline: false,
      emit: (item) => void queue.push(item),
      flush,
      execute: async (statement) => {
        await flush();
        return await connection.execute(statement);
      },
    });
    await flush();
    return { kind: "passed" };
  } catch (error) {
    if (error instanceof CommandError && error.code === "compile_error") {
      return { kind: "unfinished", reason: `${direction}() cannot run yet: ${error.message}` };
    }
    if (!(error instanceof DatabaseError)) throw error;
    const lacking = whatIsLacking(error);
    if (lacking !== null) return { kind: "impossible", reason: lacking };
    throw new CommandError(
      "trial_failed",
      `${direction}() of the new revision fails on an embedded database, so it was not written: ` +
        error.message,
      {
        hint: hintOf(error),
        cause: error,
      },
    );
  }
}

function hintOf({ sql, report }: DatabaseError): string {
  // invalid_schema_name: autogenerate makes tables, and no schemas, as Alembic.
  const way = report.sqlstate === "3F000"
    ? "make the schema in a revision before this one"
    : "write it all the same with --no-trial, and mend it by hand";
  return sql === undefined ? way : `${way}\nthe statement was: ${sql}`;
}

/** SQLSTATEs of what a server may have and the embedded database has not: files, types, functions. */
const lackingStates: ReadonlySet<string> = new Set(["58P01", "42704", "42883", "25001"]);

/** What the embedded database lacks, if that is why a statement failed on it. */
function whatIsLacking({ message, report }: DatabaseError): string | null {
  const { sqlstate = "" } = report;
  // feature_not_supported is mostly what no server does.
  const isOfBuild = sqlstate === "0A000" &&
    /is not available|in this build|unsupported XML/.test(message);
  return isOfBuild || lackingStates.has(sqlstate) ? message : null;
}
