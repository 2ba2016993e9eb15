import { awaitable } from "../../python/evaluator/coroutine.ts";
import {
  andThen,
  call,
  callMethod,
  nativeClass,
  type NativeEntry,
  type Outcome,
  type PyClass,
  PyInstance,
  type Value,
} from "../../python/runtime/mod.ts";
import { enterConnection, leaveConnection } from "./connection.ts";
import {
  ENGINE_PROPERTIES,
  engineClass,
  engineObject,
  engineState,
  engineWith,
  openConnection,
} from "./engine.ts";

/** `sqlalchemy.ext.asyncio.AsyncEngine`; what it awaits is done there and then. */
export const asyncEngineClass: PyClass = nativeClass({
  name: "AsyncEngine",
  module: "sqlalchemy.ext.asyncio.engine",
  init: ["sync_engine", (self: PyInstance, engine: Value) => {
    self.native = (engine as PyInstance).native;
  }],
  methods: {
    connect: ["", (self: PyInstance) => scope(self, false)],
    begin: ["", (self: PyInstance) => scope(self, true)],
    dispose: ["close=True", () => awaitable("dispose", () => null)],
    execution_options: [
      "**options",
      (self: PyInstance, options: Map<string, Value>) => engineWith(self, options),
    ],
  },
  properties: {
    ...ENGINE_PROPERTIES,
    sync_engine: (self: PyInstance) => engineObject(engineClass, engineState(self)),
  },
});

interface Scope {
  readonly engine: PyInstance;
  readonly begins: boolean;
  connection: PyInstance | null;
}

/** What `connect()` and `begin()` of an asynchronous engine give: for `await` and `async with`. */
const scopeClass: PyClass = nativeClass({
  name: "_AsyncGeneratorContextManager",
  module: "sqlalchemy.ext.asyncio.base",
  methods: {
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => enter(self))],
    __aexit__: [
      "type_, value, traceback",
      (self: PyInstance, type: Value) =>
        awaitable("__aexit__", () => {
          const { connection, begins } = self.native as Scope;
          return connection === null ? null : leaveConnection(connection, type === null, begins);
        }),
    ],
    __await__: ["", (self: PyInstance) => awaitable("connect", () => enter(self))],
    start: ["is_ctxmanager=False", (self: PyInstance) => awaitable("start", () => enter(self))],
  },
});

function scope(engine: PyInstance, begins: boolean): PyInstance {
  const object = new PyInstance(scopeClass);
  object.native = { engine, begins, connection: null } satisfies Scope;
  return object;
}

function enter(self: PyInstance): Outcome {
  const state = self.native as Scope;
  return andThen(openConnection(state.engine), (connection) => {
    state.connection = connection as PyInstance;
    enterConnection(state.connection, state.begins);
    return asyncConnection(state.connection);
  });
}

/** A method of the synchronous connection whose result is to be awaited. */
function awaited(name: string): NativeEntry {
  return [
    "*args, **kw",
    (self: PyInstance, args: Value[], keywords: Map<string, Value>) =>
      awaitable(name, () => {
        const result = callMethod(self.native as PyInstance, name, args, keywords);
        return andThen(result, (value) => value === self.native ? self : value);
      }),
  ];
}

const asyncConnectionClass: PyClass = nativeClass({
  name: "AsyncConnection",
  module: "sqlalchemy.ext.asyncio.engine",
  methods: {
    run_sync: ["fn, /, *args, **kw", (
      self: PyInstance,
      fn: Value,
      args: Value[],
      keywords: Map<string, Value>,
    ) => awaitable("run_sync", () => call(fn, [self.native as PyInstance, ...args], keywords))],
    begin: ["", (self: PyInstance) => {
      const transaction = new PyInstance(asyncTransactionClass);
      transaction.native = callMethod(self.native as PyInstance, "begin");
      return transaction;
    }],
    execute: awaited("execute"),
    scalar: awaited("scalar"),
    scalars: awaited("scalars"),
    exec_driver_sql: awaited("exec_driver_sql"),
    execution_options: awaited("execution_options"),
    commit: awaited("commit"),
    rollback: awaited("rollback"),
    close: awaited("close"),
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => self)],
    __aexit__: [
      "type_, value, traceback",
      (self: PyInstance) =>
        awaitable("__aexit__", () => callMethod(self.native as PyInstance, "close")),
    ],
  },
  properties: {
    sync_connection: (self: PyInstance) => self.native as PyInstance,
    dialect: ENGINE_PROPERTIES.dialect,
  },
});

/** The asynchronous face of a connection. */
export function asyncConnection(connection: PyInstance): PyInstance {
  const object = new PyInstance(asyncConnectionClass);
  object.native = connection;
  return object;
}

const asyncTransactionClass: PyClass = nativeClass({
  name: "AsyncTransaction",
  module: "sqlalchemy.ext.asyncio.engine",
  methods: {
    commit: awaited("commit"),
    rollback: awaited("rollback"),
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => self)],
    __aexit__: ["type_, value, traceback", (
      self: PyInstance,
      type: Value,
      value: Value,
      traceback: Value,
    ) =>
      awaitable(
        "__aexit__",
        () => callMethod(self.native as PyInstance, "__exit__", [type, value, traceback]),
      )],
    __await__: ["", (self: PyInstance) => awaitable("begin", () => self)],
  },
});
