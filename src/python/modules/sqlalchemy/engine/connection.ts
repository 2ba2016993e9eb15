import {
  asString,
  callMethod,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type Outcome,
  Pending,
  type PyClass,
  PyDict,
  PyInstance,
  typeError,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { Executable } from "../../../../sql/expression.ts";
import type { Insert } from "../../../../sql/query.ts";
import type { Statement } from "../../../../sql/statement.ts";
import { type HostRequest, loadFile, type RevisionHost } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { Binding, bindingOf, bindObject, settle } from "./binding.ts";
import { Decoders } from "./decode.ts";
import { dialectObject } from "./dialect_object.ts";
import { type ExecutableItem, executableItem } from "./executable.ts";
import { insertsReturning, likeFirst, together } from "./insert_many.ts";
import { decodedResult, resultObject, ResultState } from "./result.ts";
import { RowKeys } from "./row.ts";
import {
  ask,
  compiled,
  parameterSets,
  resultProcessor,
  rowsInsert,
  withParameters,
} from "./statements.ts";
import { driverStatement } from "./driver_sql.ts";
import { withCallableDefaults } from "../schema/callable_defaults.ts";
import { makeTransaction } from "./transaction.ts";

const decoders = new WeakMap<InterpreterContext, Decoders>();

/** The decoders of an interpreter, with the modules loaded that values of these types need. */
function* decodersFor(
  context: InterpreterContext,
  typeOids: readonly number[],
): Evaluation<Decoders> {
  let made = decoders.get(context);
  if (made === undefined) {
    made = new Decoders(context);
    decoders.set(context, made);
  }
  const names = made.missingModules(typeOids);
  if (names.length > 0) {
    yield { kind: "modules", names } satisfies HostRequest;
    for (const name of names) yield* wait(context.importModule(name));
  }
  return made;
}

function bindingFor(self: PyInstance): Binding {
  const binding = bindingOf(self);
  if (binding === null) {
    throw sqlalchemyError("ResourceClosedError", "This Connection is closed");
  }
  return binding;
}

/**
 * The result of what has been sent without waiting for it: offline there is none to read; else nobody
 * reads it, but for the method that runs, such as `scalar()` as a statement of its own.
 */
function unread({ host }: Binding): PyInstance {
  if (host.offline) return resultObject(new ResultState(null, [], new RowKeys([])));
  const fields = [{ name: "", typeOid: 0 }];
  const result = { command: "", rowCount: null, fields, rows: [] };
  return resultObject(new ResultState(result, [], new RowKeys([])));
}

/** The result of a statement that was sent and waited for, without rows. */
function noRows(command: string, rowCount: number | null): PyInstance {
  const result = { command, rowCount, fields: [], rows: [] };
  return resultObject(new ResultState(result, [], new RowKeys([])));
}

/** Executes what a Python object stands for, with its parameters, and gives the result object. */
export function execute(binding: Binding, statement: Value, parameters: Value): Outcome {
  // SQLAlchemy 1.x took strings here as they stand; revisions written for it mean the same.
  const text = asString(statement);
  if (text !== null) return executeDriverSql(binding, text, parameters);
  return executeItem(binding, executableItem(statement), parameters);
}

function executeItem(binding: Binding, item: ExecutableItem, parameters: Value): Outcome {
  const { host, context } = binding;
  if (item.kind === "operation") {
    host.emit(item.operation, context.currentPlace());
    return settle(host, context, noRows("", null));
  }
  const { statement } = item;
  const sets = parameterSets(parameters);
  if (Array.isArray(sets)) {
    const asks = !host.offline && statement.kind === "insert" && statement.returning;
    const returning = asks ? insertsReturning(statement, likeFirst(sets)) : null;
    if (returning !== null) return new Pending(readInserts(binding, returning));
    const insert = rowsInsert(statement, sets);
    if (insert !== null) host.emit(insert, context.currentPlace());
    else {
      for (const dict of sets) send(binding, withParameters(statement, dict));
    }
    return settle(host, context, noRows("", sets.length));
  }
  const filled = withParameters(statement, sets as PyDict | null);
  if (host.offline) {
    send(binding, filled);
    return settle(host, context, unread(binding));
  }
  const sql = compiled(binding, filled.statement, filled.parameters);
  return read(binding, sql, resultProcessor(filled.statement));
}

function* readInserts(binding: Binding, statements: readonly Insert[]): Evaluation {
  const results: ResultState[] = [];
  for (const statement of statements) results.push(yield* readStatement(binding, statement));
  return resultObject(together(results));
}

/** Hands a statement on without waiting for a result. What a file or a script writes of it is for the host to say. */
function send(
  { host, context }: Binding,
  { statement, parameters }: ReturnType<typeof withParameters>,
): void {
  host.emit(
    { kind: "execute", statement: withCallableDefaults(statement), parameters },
    context.currentPlace(),
  );
}

/** Runs SQL text as the driver takes it. */
export function executeDriverSql(binding: Binding, sql: string, parameters: Value): Outcome {
  return read(binding, driverStatement(binding.host.dialect, sql, parameters), null);
}

function read(
  binding: Binding,
  statement: Statement,
  process: ((value: Value, index: number) => Value) | null,
): Outcome {
  const { host, context } = binding;
  if (host.offline || (host.resultUnused && !context.guarded)) {
    host.emitStatement(statement, context.currentPlace());
    return settle(host, context, unread(binding));
  }
  return new Pending(readRows(binding, statement, process));
}

/** Runs a statement and gives its result object, whatever becomes of the call that runs now. */
export function* readRows(
  binding: Binding,
  statement: Statement,
  process: ((value: Value, index: number) => Value) | null,
): Evaluation {
  const result = yield* ask(binding, statement);
  if (result.fields.length === 0) return noRows(result.command, result.rowCount);
  const typeOids = result.fields.map((field) => field.typeOid);
  const found = yield* decodersFor(binding.context, typeOids);
  return resultObject(decodedResult(result, found, process));
}

/** Says that something works on a database where there is none: Alembic has no bind for it there. */
export function requireDatabase({ host, context }: Binding, what: string, does: string): void {
  if (!host.offline) return;
  throw new UnsupportedConstructError(
    `${what} with --sql`,
    `${what} cannot ${does} with --sql: there is no database`,
    {
      place: context.currentPlace(),
      hint: "test context.is_offline_mode() before, or run without --sql",
    },
  );
}

/** The rows of a statement that are needed whatever becomes of the call that runs now. */
export function* readStatement(
  binding: Binding,
  statement: Executable,
  parameters: Value = null,
): Evaluation<ResultState> {
  requireDatabase(binding, "a Session", "read or write objects");
  const filled = withParameters(statement, parameters as PyDict | null);
  const result = yield* readRows(
    binding,
    compiled(binding, filled.statement, filled.parameters),
    resultProcessor(statement),
  );
  return (result as PyInstance).native as ResultState;
}

function* scalar(binding: Binding, statement: Value, parameters: Value): Evaluation {
  const result = yield* wait(execute(binding, statement, parameters));
  const state = (result as PyInstance).native as ResultState;
  const row = state.next() as { readonly items: readonly Value[] } | undefined;
  return row?.items[0] ?? null;
}

function* scalars(binding: Binding, statement: Value, parameters: Value): Evaluation {
  const result = yield* wait(execute(binding, statement, parameters));
  return yield* wait(callMethod(result, "scalars"));
}

/** Keyword parameters of SQLAlchemy 1.x's `execute(statement, a=1)`. */
function joined(parameters: Value, kw: ReadonlyMap<string, Value>): Value {
  return kw.size === 0 ? parameters : PyDict.fromMap(kw);
}

/** `sqlalchemy.engine.Connection`. */
export const connectionClass: PyClass = nativeClass({
  name: "Connection",
  module: "sqlalchemy.engine.base",
  methods: {
    execute: [
      "statement, parameters=None, *, execution_options=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value, _options: Value, kw: never) =>
        execute(bindingFor(self), statement, joined(parameters, kw)),
    ],
    exec_driver_sql: [
      "statement, parameters=None, execution_options=None",
      (self: PyInstance, sql: Value, parameters: Value) => {
        const text = asString(sql);
        if (text === null) throw typeError("exec_driver_sql() takes a string");
        return executeDriverSql(bindingFor(self), text, parameters);
      },
    ],
    scalar: [
      "statement, parameters=None, *, execution_options=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value, _options: Value, kw: never) =>
        scalar(bindingFor(self), statement, joined(parameters, kw)),
    ],
    scalars: [
      "statement, parameters=None, *, execution_options=None",
      (self: PyInstance, statement: Value, parameters: Value) =>
        scalars(bindingFor(self), statement, parameters),
    ],
    begin: ["", (self: PyInstance) => makeTransaction(bindingFor(self), self, false)],
    begin_nested: ["", (self: PyInstance) => makeTransaction(bindingFor(self), self, true)],
    commit: ["", (self: PyInstance) => commit(bindingFor(self))],
    rollback: ["", (self: PyInstance) => rollback(bindingFor(self))],
    close: ["", () => {}],
    in_transaction: ["", () => true],
    in_nested_transaction: ["", () => false],
    get_transaction: ["", () => null],
    execution_options: ["**opt", (self: PyInstance, options: Map<string, Value>) => {
      if (!options.has("isolation_level")) return self;
      const { host, context } = bindingFor(self);
      // Offline there is no transaction that would have begun, and nothing to be set.
      if (host.offline) host.dependsOnDatabase?.("isolation_level", context.currentPlace());
      else {
        throw sqlalchemyError(
          "InvalidRequestError",
          "This connection has already initialized a SQLAlchemy Transaction() object via begin() " +
            "or autobegin; isolation_level may not be altered unless rollback() or commit() is " +
            "called first.",
        );
      }
      return self;
    }],
    get_execution_options: ["", () => new PyDict()],
    connect: ["", (self: PyInstance) => self],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["*args", () => {}],
  },
  properties: {
    dialect: (self: PyInstance) => dialectObject(bindingFor(self).host.serverVersion),
    engine: (self: PyInstance) => engineFor(bindingFor(self)),
    closed: () => false,
    invalidated: () => false,
    info: () => new PyDict(),
    connection: function* (self: PyInstance): Evaluation {
      const { driverConnection } = yield* loadFile(() => import("./driver_connection.ts"));
      return driverConnection(bindingFor(self));
    },
  },
});

/** A connection of its own beside the revision's is not there. */
function refuseRaw({ context }: Binding): never {
  throw new UnsupportedConstructError(
    "engine.raw_connection",
    "engine.raw_connection() cannot be used here",
    { place: context.currentPlace(), hint: "use op.get_bind().connection" },
  );
}

/** Commits the transaction and begins another, as leaving an autocommit block does. */
export function commit({ host, context }: Binding): Outcome {
  const place = context.currentPlace();
  host.autocommit(true, place);
  host.autocommit(false, place);
  return settle(host, context, null);
}

/** Rolls the transaction back and begins another. */
export function rollback({ host, context }: Binding): Outcome {
  const place = context.currentPlace();
  host.emitStatement({ sql: host.dialect.transaction.rollback }, place);
  host.emitStatement({ sql: host.dialect.transaction.begin }, place);
  return settle(host, context, null);
}

/** `sqlalchemy.engine.Engine`, as `connection.engine` gives it: it gives the same connection again. */
export const engineClass: PyClass = nativeClass({
  name: "Engine",
  module: "sqlalchemy.engine.base",
  methods: {
    connect: ["", (self: PyInstance) => connectionOf(bindingFor(self))],
    begin: ["", (self: PyInstance) => connectionOf(bindingFor(self))],
    raw_connection: ["", (self: PyInstance) => refuseRaw(bindingFor(self))],
    dispose: ["close=True", () => {}],
    execution_options: ["**opt", (self: PyInstance) => self],
    execute: [
      "statement, parameters=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value, kw: never) =>
        execute(bindingFor(self), statement, joined(parameters, kw)),
    ],
  },
  properties: {
    dialect: (self: PyInstance) => dialectObject(bindingFor(self).host.serverVersion),
    name: (self: PyInstance) => bindingFor(self).host.dialect.name,
    driver: () => "psycopg2",
    url: (self: PyInstance) => {
      const { host, context } = bindingFor(self);
      if (host.context.url !== undefined) return host.context.url();
      throw new UnsupportedConstructError("engine.url", "the URL of the engine is not known here", {
        place: context.currentPlace(),
      });
    },
    echo: () => false,
  },
});

const connections = new WeakMap<RevisionHost, PyInstance>();
const engines = new WeakMap<RevisionHost, PyInstance>();

/** The connection object of a running revision, always the same one. */
export function connectionFor(context: InterpreterContext, host: RevisionHost): PyInstance {
  let connection = connections.get(host);
  if (connection === undefined) {
    connection = bindObject(new PyInstance(connectionClass), new Binding(host, context));
    connections.set(host, connection);
  }
  return connection;
}

/** The connection object of a binding. */
export function connectionOf({ context, host }: Binding): PyInstance {
  return connectionFor(context, host);
}

function engineFor(binding: Binding): PyInstance {
  let engine = engines.get(binding.host);
  if (engine === undefined) {
    engine = bindObject(new PyInstance(engineClass), binding);
    engines.set(binding.host, engine);
  }
  return engine;
}
