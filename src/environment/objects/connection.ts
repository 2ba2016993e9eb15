import { Binding, bindingOf, bindObject } from "../../python/modules/sqlalchemy/engine/binding.ts";
import {
  andThen,
  callMethod,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type Outcome,
  Pending,
  type PyClass,
  PyDict,
  PyInstance,
  type Value,
  wait,
} from "../../python/runtime/mod.ts";
import { loadFile, pause } from "../host_call.ts";
import type { EnvSession } from "../session.ts";
import type { SessionConnection } from "../session_connection.ts";
import { offlineHost, onlineHost } from "../session_host.ts";
import { tellOfConnect } from "./connect_listeners.ts";
import { isAutocommit } from "./engine_options.ts";

interface State {
  readonly session: EnvSession;
  readonly connection: SessionConnection;
  readonly engine: PyInstance;
}

const states = new WeakMap<PyInstance, State>();

/** The connection behind a Python object that {@link connectionObject} made; else `null`. */
export function sessionConnection(value: Value): SessionConnection | null {
  return value instanceof PyInstance ? states.get(value)?.connection ?? null : null;
}

function stateOf(self: PyInstance): State {
  return states.get(self)!;
}

/** A transaction of env.py's, as `connection.begin()` gives it. */
const transactionClass: PyClass = nativeClass({
  name: "RootTransaction",
  module: "sqlalchemy.engine.base",
  methods: {
    commit: ["", (self: PyInstance) => commit(self.native as PyInstance)],
    rollback: ["", (self: PyInstance) => rollback(self.native as PyInstance)],
    close: ["", (self: PyInstance) => rollback(self.native as PyInstance)],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: [
      "type_, value, traceback",
      (self: PyInstance, type: Value) => end(self.native as PyInstance, type === null),
    ],
  },
  properties: {
    is_active: (self: PyInstance) => stateOf(self.native as PyInstance).connection.inTransaction,
    connection: (self: PyInstance) => self.native as PyInstance,
  },
});

/** `sqlalchemy.engine.Connection` in env.py: what a revision's has, and its life and transactions. */
export const envConnectionClass: PyClass = nativeClass({
  name: "Connection",
  module: "sqlalchemy.engine.base",
  methods: {
    execute: [
      "statement, parameters=None, *, execution_options=None, **kw",
      (self: PyInstance, statement: Value, parameters: Value, _: Value, kw: Map<string, Value>) =>
        execute(self, statement, kw.size === 0 ? parameters : PyDict.fromMap(kw)),
    ],
    scalar: [
      "statement, parameters=None, *, execution_options=None",
      (self: PyInstance, statement: Value, parameters: Value) =>
        fromResult(self, "scalar", statement, parameters),
    ],
    scalars: [
      "statement, parameters=None, *, execution_options=None",
      (self: PyInstance, statement: Value, parameters: Value) =>
        fromResult(self, "scalars", statement, parameters),
    ],
    exec_driver_sql: [
      "statement, parameters=None, execution_options=None",
      (self: PyInstance, sql: Value, parameters: Value) => execute(self, sql, parameters),
    ],
    begin_nested: ["", function* (self: PyInstance): Evaluation {
      const { makeTransaction } = yield* loadFile(() =>
        import("../../python/modules/sqlalchemy/engine/transaction.ts")
      );
      return yield* makeTransaction(bindingOf(self)!, self, true);
    }],
    begin: ["", (self: PyInstance) => {
      stateOf(self).connection.begin();
      const transaction = new PyInstance(transactionClass);
      transaction.native = self;
      return transaction;
    }],
    in_transaction: ["", (self: PyInstance) => stateOf(self).connection.inTransaction],
    commit: ["", (self: PyInstance) => commit(self)],
    rollback: ["", (self: PyInstance) => rollback(self)],
    close: ["", (self: PyInstance) => closeConnection(self)],
    execution_options: ["**options", (self: PyInstance, options: Map<string, Value>) => {
      const { connection } = stateOf(self);
      connection.autocommit = isAutocommit(options, connection.autocommit);
      return self;
    }],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["type_, value, traceback", (self: PyInstance) => closeConnection(self)],
  },
  properties: {
    dialect: function* (self: PyInstance): Evaluation {
      const { dialectObject } = yield* loadFile(() =>
        import("../../python/modules/sqlalchemy/engine/dialect_object.ts")
      );
      return dialectObject(stateOf(self).connection.connection?.serverVersion);
    },
    closed: (self: PyInstance) => stateOf(self).connection.closed,
    engine: (self: PyInstance) => stateOf(self).engine,
  },
});

/** Connects and gives the Python object of the connection. */
export function connectionObject(
  session: EnvSession,
  context: InterpreterContext,
  connection: SessionConnection,
  engine: PyInstance,
): Outcome {
  return andThen(pause(() => connection.open()), ({ serverVersion }) => {
    const object = new PyInstance(envConnectionClass);
    states.set(object, { session, connection, engine });
    session.current = connection;
    const binding = new Binding(onlineHost(session, connection, serverVersion), context);
    return andThen(
      new Pending(tellOfConnect(engine, binding, connection)),
      () => bindObject(object, binding),
    );
  });
}

/** The object that takes `context.execute()` where SQL is only written out. */
export function offlineConnection(session: EnvSession, context: InterpreterContext): PyInstance {
  return bindObject(
    new PyInstance(envConnectionClass),
    new Binding(offlineHost(session), context),
  );
}

/** Runs what a Python object stands for; what it takes to do so is loaded by the first use. */
function* execute(self: PyInstance, statement: Value, parameters: Value): Evaluation {
  const state = states.get(self);
  if (state !== undefined) state.session.current = state.connection;
  const { execute: run } = yield* loadFile(() =>
    import("../../python/modules/sqlalchemy/engine/connection.ts")
  );
  return yield* wait(run(bindingOf(self)!, statement, parameters));
}

function* fromResult(
  self: PyInstance,
  method: "scalar" | "scalars",
  statement: Value,
  parameters: Value,
): Evaluation {
  return yield* wait(callMethod(yield* execute(self, statement, parameters), method));
}

/** Enters the block of `engine.begin()` or `engine.connect()`. */
export function enterConnection(self: PyInstance, begins: boolean): Value {
  if (begins) stateOf(self).connection.begin();
  return self;
}

/** Leaves it: the transaction that the block began ends with it, and the connection is closed. */
export function leaveConnection(self: PyInstance, succeeded: boolean, begun: boolean): Outcome {
  const ended = begun ? end(self, succeeded) : null;
  return andThen(ended, () => closeConnection(self));
}

function end(self: PyInstance, succeeded: boolean): Outcome {
  return succeeded ? commit(self) : rollback(self);
}

function commit(self: PyInstance): Outcome {
  const { session, connection } = stateOf(self);
  return andThen(pause(() => connection.commit()), () => {
    session.committed(connection);
    return null;
  });
}

function rollback(self: PyInstance): Outcome {
  const { session, connection } = stateOf(self);
  return andThen(pause(() => connection.rollback()), () => {
    session.committed(connection);
    return null;
  });
}

function closeConnection(self: PyInstance): Outcome {
  const { session, connection } = stateOf(self);
  return andThen(pause(() => session.close(connection)), () => null);
}
