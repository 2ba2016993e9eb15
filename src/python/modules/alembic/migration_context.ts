import {
  asString,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  raise,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import type { RevisionHost } from "../host.ts";
import { UnsupportedConstructError } from "../../runtime/errors.ts";
import { configOf } from "./context.ts";
import { commandErrorClass } from "./exc.ts";
import { scriptDirectory } from "./script.ts";
import { Binding, bindingOf, bindObject, settle } from "../sqlalchemy/engine/binding.ts";
import { connectionFor, execute, executeDriverSql } from "../sqlalchemy/engine/connection.ts";
import { dialectObject } from "../sqlalchemy/engine/dialect_object.ts";
import { ResultState } from "../sqlalchemy/engine/result.ts";
import { executableItem, textItem } from "../sqlalchemy/engine/executable.ts";

function hostOf(self: PyInstance): Binding {
  return bindingOf(self)!;
}

/** A context manager whose ends do something, or nothing. */
interface Ends {
  readonly enter: () => Value;
  readonly leave: () => void;
}

const managerClass: PyClass = nativeClass({
  name: "_Block",
  module: "alembic.runtime.migration",
  methods: {
    __enter__: ["", (self: PyInstance) => (self.native as Ends).enter()],
    __exit__: ["*args", (self: PyInstance) => {
      (self.native as Ends).leave();
      return false;
    }],
  },
});

function manager(ends: Ends): PyInstance {
  const object = new PyInstance(managerClass);
  object.native = ends;
  return object;
}

/** Sends SQL, a text or a construct. */
function executeOrQueue(self: PyInstance, sql: Value): ReturnType<typeof settle> {
  const { host, context } = hostOf(self);
  const item = textItem(sql) ?? executableItem(sql);
  host.emit(
    item.kind === "operation" ? item.operation : { kind: "execute", statement: item.statement },
    context.currentPlace(),
  );
  return settle(host, context, null);
}

function autocommitBlock(self: PyInstance): PyInstance {
  const { host, context } = hostOf(self);
  return manager({
    enter: () => {
      host.autocommit(true, context.currentPlace());
      return null;
    },
    leave: () => host.autocommit(false, context.currentPlace()),
  });
}

/** The applied revisions, as the version table has them. */
function versionTable(self: PyInstance): string {
  const { options } = hostOf(self).host.context;
  return asString(options?.get("version_table") ?? null) ?? "alembic_version";
}

function* currentHeads(self: PyInstance): Evaluation<Value[]> {
  const binding = hostOf(self);
  const options = binding.host.context.options;
  const table = versionTable(self);
  const schema = asString(options?.get("version_table_schema") ?? null);
  const name = binding.host.dialect.quote(table);
  const qualified = schema === null ? name : `${binding.host.dialect.quote(schema)}.${name}`;
  const result = yield* wait(
    executeDriverSql(binding, `SELECT version_num FROM ${qualified}`, null),
  );
  const state = (result as PyInstance).native as ResultState;
  return state.rest().map((row) => (row as { items: readonly Value[] } & Value).items[0]!);
}

function asSql({ host, context }: Binding): boolean {
  host.dependsOnDatabase?.("as_sql", context.currentPlace());
  return host.offline;
}

/** `alembic.runtime.migration.MigrationContext`, as a revision sees it. */
export const migrationContextClass: PyClass = nativeClass({
  name: "MigrationContext",
  module: "alembic.runtime.migration",
  methods: {
    autocommit_block: ["", autocommitBlock],
    // The transaction is there already; who began it ends it.
    begin_transaction: [
      "_per_migration=False",
      () => manager({ enter: () => null, leave: () => {} }),
    ],
    execute: ["sql, execution_options=None", executeOrQueue],
    get_current_revision: ["", function* (self: PyInstance): Evaluation {
      const heads = yield* currentHeads(self);
      if (heads.length <= 1) return heads[0] ?? null;
      throw raise(
        commandErrorClass,
        `Version table '${
          versionTable(self)
        }' has more than one head present; please use get_current_heads()`,
      );
    }],
    get_current_heads: ["", function* (self: PyInstance): Evaluation {
      return new PyTuple(yield* currentHeads(self));
    }],
    stamp: ["script, revision", (self: PyInstance) => {
      throw new UnsupportedConstructError(
        "MigrationContext.stamp()",
        "MigrationContext.stamp() in a revision cannot be evaluated",
        {
          place: hostOf(self).context.currentPlace(),
          hint: "the run writes the version table when the revision has ended",
        },
      );
    }],
  },
  properties: {
    bind: (self: PyInstance) => connectionFor(hostOf(self).context, hostOf(self).host),
    connection: (self: PyInstance) => connectionFor(hostOf(self).context, hostOf(self).host),
    dialect: (self: PyInstance) => dialectObject(hostOf(self).host.serverVersion),
    as_sql: (self: PyInstance) => asSql(hostOf(self)),
    opts: (self: PyInstance) =>
      PyDict.fromMap(
        new Map<string, Value>([
          ["as_sql", hostOf(self).host.offline],
          ...hostOf(self).host.context.options ?? [],
        ]),
      ),
    impl: (self: PyInstance) => implFor(hostOf(self)),
    version_table: versionTable,
    version_table_schema: (self: PyInstance) =>
      hostOf(self).host.context.options?.get("version_table_schema") ?? null,
    config: (self: PyInstance) => configOf(hostOf(self).context),
    script: (self: PyInstance) => scriptDirectory(hostOf(self).context),
  },
});

/** `alembic.ddl.postgresql.PostgresqlImpl`: how the dialect alters tables. */
const implClass: PyClass = nativeClass({
  name: "PostgresqlImpl",
  module: "alembic.ddl.postgresql",
  attributes: { __dialect__: "postgresql", transactional_ddl: true },
  methods: {
    execute: ["sql, execution_options=None", executeOrQueue],
    _exec: [
      "construct, *args, **kw",
      (self: PyInstance, construct: Value) => execute(hostOf(self), construct, null),
    ],
  },
  properties: {
    dialect: (self: PyInstance) => dialectObject(hostOf(self).host.serverVersion),
    connection: (self: PyInstance) => connectionFor(hostOf(self).context, hostOf(self).host),
    as_sql: (self: PyInstance) => asSql(hostOf(self)),
  },
});

function implFor(binding: Binding): PyInstance {
  return bindObject(new PyInstance(implClass), binding);
}

const contexts = new WeakMap<RevisionHost, PyInstance>();

/** The migration context of a running revision, always the same object. */
export function migrationContext(context: InterpreterContext, host: RevisionHost): PyInstance {
  let object = contexts.get(host);
  if (object === undefined) {
    object = bindObject(new PyInstance(migrationContextClass), new Binding(host, context));
    contexts.set(host, object);
  }
  return object;
}
