import { CommandError } from "../../errors/mod.ts";
import {
  andThen,
  callMethod,
  type InterpreterContext,
  nativeClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  type PyModule,
  PyTuple,
  type Value,
} from "../../python/runtime/mod.ts";
import { pause } from "../host_call.ts";
import type { EnvSession } from "../session.ts";
import { configure } from "./configure.ts";
import { withHeads } from "./heads.ts";
import { executeInContext, migrationContext } from "./migration_context.ts";
import { scriptObject } from "./script.ts";

/** `alembic.context` as env.py sees it, for one evaluation. */
export function contextModule(session: EnvSession, context: InterpreterContext): PyModule {
  const { request } = session;
  const { command, config } = request;
  const fn = nativeFunction;
  return nativeModule("alembic.context", {
    config: session.config,
    script: scriptObject(request),
    is_offline_mode: fn("is_offline_mode", "", () => session.offline),
    is_transactional_ddl: fn(
      "is_transactional_ddl",
      "",
      () => requireConfigured(session).options.transactionalDdl,
    ),
    requires_connection: fn("requires_connection", "", () => !session.offline),
    get_head_revision: fn("get_head_revision", "", () => withHeads(command, single)),
    get_head_revisions: fn("get_head_revisions", "", () => withHeads(command, tuple)),
    get_starting_revision_argument: fn(
      "get_starting_revision_argument",
      "",
      () => command.startingRevision ?? null,
    ),
    get_revision_argument: fn("get_revision_argument", "", () => revisionArgument(session)),
    get_tag_argument: fn("get_tag_argument", "", () => command.tag ?? null),
    get_x_argument: fn(
      "get_x_argument",
      "as_dictionary=False",
      (asDictionary: Value) =>
        asDictionary === true ? xDictionary(config.xArguments) : new PyList([...config.xArguments]),
    ),
    configure: fn(
      "configure",
      CONFIGURE,
      (...values: (Value | undefined | Map<string, Value>)[]) =>
        andThen(configure(session, context, configureArguments(values)), (configured) => {
          session.configured = configured;
          return null;
        }),
    ),
    begin_transaction: fn("begin_transaction", "", () => transactionScope(session)),
    run_migrations: fn("run_migrations", "**kw", (kw: Map<string, Value>) => {
      const { output } = requireConfigured(session);
      return andThen(
        pause(() => session.runMigrations(kw)),
        (script): Outcome =>
          script === "" ? null : andThen(callMethod(output, "write", [script]), () => null),
      );
    }),
    execute: fn(
      "execute",
      "sql, execution_options=None",
      (sql: Value) => executeInContext(session, context, sql),
    ),
    static_output: fn("static_output", "text", (text: Value) => {
      if (session.offline) session.preamble.push({ kind: "text", text: String(text) });
    }),
    get_context: fn("get_context", "", () => {
      requireConfigured(session);
      return migrationContext(session, context);
    }),
    get_bind: fn("get_bind", "", () => session.configured?.object ?? null),
    get_impl: fn("get_impl", "", () => migrationContext(session, context)),
  });
}

const NAMES = [
  "connection",
  "url",
  "dialect_name",
  "dialect_opts",
  "transactional_ddl",
  "transaction_per_migration",
  "output_buffer",
  "starting_rev",
  "tag",
  "template_args",
  "render_as_batch",
  "target_metadata",
] as const;
const CONFIGURE = `${NAMES.map((name) => `${name}=...`).join(", ")}, **kw`;

function configureArguments(
  values: readonly (Value | undefined | Map<string, Value>)[],
): ReadonlyMap<string, Value> {
  const args = new Map(values.at(-1) as Map<string, Value>);
  NAMES.forEach((name, index) => {
    const value = values[index] as Value | undefined;
    if (value !== undefined) args.set(name, value);
  });
  return args;
}

function requireConfigured(session: EnvSession) {
  if (session.configured !== null) return session.configured;
  throw new CommandError("not_configured", "No context has been configured yet.");
}

function single(heads: readonly string[]): Value {
  if (heads.length <= 1) return heads[0] ?? null;
  throw new CommandError(
    "multiple_heads",
    "The script directory has multiple heads (due to branching).Please use " +
      "get_heads(), or merge the branches using alembic merge.",
  );
}

const tuple = (heads: readonly string[]): Value => new PyTuple([...heads]);

function revisionArgument(session: EnvSession): Outcome<Value> {
  const { revision } = session.request.command;
  if (revision === undefined || revision === null) return null;
  if (typeof revision !== "string") return new PyTuple([...revision]);
  if (revision === "head") return withHeads(session.request.command, single);
  if (revision === "heads") return withHeads(session.request.command, tuple);
  return revision === "base" ? null : revision;
}

function xDictionary(xArguments: readonly string[]): PyDict {
  const dict = new PyDict();
  for (const argument of xArguments) {
    const at = argument.indexOf("=");
    if (at < 0) dict.set(argument, "");
    else dict.set(argument.slice(0, at), argument.slice(at + 1));
  }
  return dict;
}

/** What `context.begin_transaction()` gives. */
const scopeClass: PyClass = nativeClass({
  name: "_ProxyTransaction",
  module: "alembic.runtime.migration",
  methods: {
    __enter__: ["", (self: PyInstance) => {
      (self.native as EnvSession).insideTransaction = true;
      return self;
    }],
    __exit__: [
      "type_, value, traceback",
      (self: PyInstance, type: Value) => endTransaction(self.native as EnvSession, type === null),
    ],
    commit: ["", (self: PyInstance) => endTransaction(self.native as EnvSession, true)],
    rollback: ["", (self: PyInstance) => endTransaction(self.native as EnvSession, false)],
  },
});

function transactionScope(session: EnvSession): PyInstance {
  requireConfigured(session);
  const scope = new PyInstance(scopeClass);
  scope.native = session;
  return scope;
}

// Alembic's block begins a transaction only where none is env.py's and steps have none of their own.
function endTransaction(session: EnvSession, succeeded: boolean): Outcome {
  session.insideTransaction = false;
  const { connection, external, options } = requireConfigured(session);
  const owned = !external && options.transactionalDdl && !options.transactionPerMigration;
  if (connection === null || !owned) return null;
  return andThen(pause(() => succeeded ? connection.commit() : connection.rollback()), () => null);
}
