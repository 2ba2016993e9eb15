import { CommandError } from "../../errors/mod.ts";
import type { VersionTableSql } from "../../dialect/dialect.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import {
  andThen,
  callMethod,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type Outcome,
  type PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  type Value,
  wait,
} from "../../python/runtime/mod.ts";
import { loadFile, pause } from "../host_call.ts";
import type { EnvSession } from "../session.ts";
import type { SessionConnection } from "../session_connection.ts";
import { offlineConnection } from "./connection.ts";

interface State {
  readonly session: EnvSession;
  readonly context: InterpreterContext;
}

const stateOf = (self: PyInstance): State => self.native as State;

/** `alembic.runtime.migration.MigrationContext` as far as env.py uses it: `context.get_context()`. */
const migrationContextClass: PyClass = nativeClass({
  name: "MigrationContext",
  module: "alembic.runtime.migration",
  methods: {
    _ensure_version_table: [
      "purge=False",
      (self: PyInstance) =>
        onConnection(self, (connection, sql) => ensureVersionTable(connection, sql), () => null),
    ],
    get_current_revision: ["", (self: PyInstance) =>
      onConnection(self, currentHeads, (heads) => {
        if (heads.length <= 1) return heads[0] ?? null;
        const table = stateOf(self).session.configured?.options.versionTable;
        throw new CommandError(
          "multiple_heads",
          `Version table '${table}' has more than one head present; please use get_current_heads()`,
        );
      })],
    get_current_heads: [
      "",
      (self: PyInstance) => onConnection(self, currentHeads, (heads) => new PyTuple([...heads])),
    ],
    execute: [
      "sql, execution_options=None",
      (self: PyInstance, sql: Value) =>
        executeInContext(stateOf(self).session, stateOf(self).context, sql),
    ],
  },
  properties: {
    connection: (self: PyInstance) => stateOf(self).session.configured?.object ?? null,
    bind: (self: PyInstance) => stateOf(self).session.configured?.object ?? null,
    as_sql: (self: PyInstance) => stateOf(self).session.offline,
    config: (self: PyInstance) => stateOf(self).session.config,
    dialect: function* (): Evaluation {
      const { dialectObject } = yield* loadFile(() =>
        import("../../python/modules/sqlalchemy/engine/dialect_object.ts")
      );
      return dialectObject();
    },
    opts: (self: PyInstance) => {
      const opts = new PyDict();
      const given = stateOf(self).session.configured?.arguments ?? new Map<string, Value>();
      for (const [name, value] of given) opts.set(name, value);
      return opts;
    },
  },
});

/** The object that `context.get_context()` gives. */
export function migrationContext(session: EnvSession, context: InterpreterContext): PyInstance {
  const object = new PyInstance(migrationContextClass);
  object.native = { session, context } satisfies State;
  return object;
}

/** `context.execute(sql)`: on the configured connection, or into the script. */
export function* executeInContext(
  session: EnvSession,
  context: InterpreterContext,
  sql: Value,
): Evaluation {
  const connection = session.configured?.object ?? offlineConnection(session, context);
  let executable = sql;
  if (typeof sql === "string") {
    // As in op.execute(), a text may have :name places.
    const { makeText } = yield* loadFile(() =>
      import("../../python/modules/sqlalchemy/expression/text.ts")
    );
    executable = makeText(sql);
  }
  yield* wait(callMethod(connection, "execute", [executable]));
  return null;
}

function onConnection<T>(
  self: PyInstance,
  work: (connection: SessionConnection, sql: VersionTableSql) => Promise<T>,
  use: (result: T) => Value,
): Outcome {
  const { configured } = stateOf(self).session;
  const connection = configured?.connection ?? null;
  if (configured === null || connection === null) {
    throw new CommandError(
      "offline",
      "the version table cannot be read when SQL is only written out",
    );
  }
  const { versionTable, versionTableSchema, versionTablePrimaryKey } = configured.options;
  const sql = postgresql.versionTable({
    name: versionTable,
    schema: versionTableSchema,
    primaryKey: versionTablePrimaryKey,
  });
  return andThen(pause(() => work(connection, sql)), use);
}

async function exists(connection: SessionConnection, sql: VersionTableSql): Promise<boolean> {
  return (await connection.execute({ sql: sql.exists })).rows.length > 0;
}

async function ensureVersionTable(
  connection: SessionConnection,
  sql: VersionTableSql,
): Promise<void> {
  if (!await exists(connection, sql)) await connection.execute({ sql: sql.create });
}

async function currentHeads(
  connection: SessionConnection,
  sql: VersionTableSql,
): Promise<readonly string[]> {
  if (!await exists(connection, sql)) return [];
  const { rows } = await connection.execute({ sql: sql.select });
  return rows.map(([revision]) => revision ?? "");
}
