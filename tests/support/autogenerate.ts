/** Both sides of the comparison: the real Alembic in one process, and ours on the same database. */
import {
  type ComparedChanges,
  type ComparedDatabase,
  compareMetadata,
  type CompareOptions,
  readDatabase,
} from "../../src/autogenerate/mod.ts";
import { postgresql } from "../../src/dialect/mod.ts";
import type { Connection } from "../../src/database/connection.ts";
import { metadataFrom } from "../../src/python/modules/sqlalchemy/schema/metadata_data.ts";
import { revisionInterpreter } from "../../src/revision/python.ts";
import { PyInstance } from "../../src/python/runtime/mod.ts";
import { pythonBodies } from "../../src/render/mod.ts";
import type { Metadata } from "../../src/schema/metadata.ts";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { parametersOf } from "../database/parameters.ts";
import { keepPython, ofSqlalchemy } from "./kept_python.ts";

/** The MetaData named `metadata` of a program. */
export async function metadataOf(source: string): Promise<Metadata> {
  const interpreter = revisionInterpreter(postgresql);
  const prepared = await interpreter.prepare(source, "models.py");
  const progress = interpreter.runModule(prepared, "models").start();
  if (!progress.done) throw new Error("the models asked for something from outside");
  const value = progress.value.attributes.get("metadata");
  if (!(value instanceof PyInstance)) throw new Error("the models have no metadata");
  return metadataFrom(value, new Map());
}

/** What a case is about. */
export interface ComparedCase {
  readonly state: string;
  readonly ddl: string;
  readonly models: string;
  readonly options: Readonly<Record<string, boolean>>;
}

/** What one side found. */
export interface Found {
  readonly upgrade: string;
  readonly downgrade: string;
  readonly log: readonly string[];
}

/** Questions over a connection, in one message each. */
export function askOf(connection: Connection) {
  return async (queries: readonly string[]) =>
    (await connection.executeBatch(queries.map((sql) => ({ sql })))).map(({ rows }) => rows);
}

/** Runs something inside a transaction that is taken back. */
export async function inside<T>(
  connection: Connection,
  work: () => Promise<T>,
): Promise<T> {
  await connection.execute({ sql: "BEGIN" });
  try {
    return await work();
  } finally {
    await connection.execute({ sql: "ROLLBACK" });
  }
}

/** Options of ours for those of `context.configure()`. */
export function optionsOf(given: Readonly<Record<string, boolean>>): CompareOptions {
  return {
    includeSchemas: given.include_schemas,
    compareType: given.compare_type,
    compareServerDefault: given.compare_server_default,
    versionTable: { name: "alembic_version", schema: null },
  };
}

/** What we find in a database, as it would stand in a revision. */
export async function ours(
  connection: Connection,
  metadata: Metadata,
  options: CompareOptions,
): Promise<Found & { readonly database: ComparedDatabase; readonly changes: ComparedChanges }> {
  const log: string[] = [];
  return await inside(connection, async () => {
    const ask = askOf(connection);
    const withLog: CompareOptions = {
      ...options,
      log: (logger, level, message) => {
        if (logger !== "py.warnings") log.push(`${level} [${logger}] ${message}`);
      },
    };
    const database = await readDatabase(ask, connection.serverVersion, withLog);
    const changes = await compareMetadata([metadata], database, withLog);
    const { upgrade, downgrade } = pythonBodies(changes, postgresql, {
      namingConvention: metadata.namingConvention,
    });
    return { upgrade, downgrade, log, database, changes };
  });
}

/** The real Alembic, kept running. */
export interface Oracle extends AsyncDisposable {
  ask(url: string, each: ComparedCase): Promise<Found & { readonly error?: string }>;
}

/** Starts it. */
export function startOracle(python: string): Oracle {
  const kept = keepPython(
    python,
    new URL("../conformance/autogenerate/oracle.py", import.meta.url),
  );
  return {
    ask: (url, each) => kept.ask({ url: ofSqlalchemy(url), ...each }),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

/** A session with a database of the tests. */
export async function sessionWith(url: string): Promise<Connection> {
  return await openPostgresql(parametersOf(url), Deno.readTextFileSync);
}
