import { awaitable } from "../../python/evaluator/coroutine.ts";
import {
  andThen,
  getAttribute,
  type InterpreterContext,
  nativeClass,
  nativeFunction,
  type Outcome,
  type PyClass,
  PyInstance,
  type PyOpaque,
  type Value,
} from "../../python/runtime/mod.ts";
import type { EnvSession } from "../session.ts";
import { asyncConnection } from "./async_engine.ts";
import { enterConnection, leaveConnection } from "./connection.ts";
import { engineClass, engineObject, openConnection } from "./engine.ts";

interface State {
  readonly engine: PyInstance;
  readonly begins: boolean;
  connection: PyInstance | null;
}

const stateOf = (self: PyInstance): State => self.native as State;

/**
 * What `.connect()` or `.begin()` of a value gives that is not known: most likely it is the
 * application's own engine, synchronous or not, so it is opened, by the first use, on the database
 * that the flags, the ini or the environment name.
 */
const unknownScopeClass: PyClass = nativeClass({
  name: "Connection",
  module: "sqlalchemy.engine.base",
  methods: {
    __enter__: ["", (self: PyInstance) => open(self)],
    __exit__: ["type_, value, traceback", (self: PyInstance, type: Value) => leave(self, type)],
    __aenter__: ["", (self: PyInstance) => awaitable("__aenter__", () => openAsync(self))],
    __aexit__: [
      "type_, value, traceback",
      (self: PyInstance, type: Value) => awaitable("__aexit__", () => leave(self, type)),
    ],
    __await__: ["", (self: PyInstance) => awaitable("connect", () => openAsync(self))],
    __getattr__: [
      "name",
      (self: PyInstance, name: Value) =>
        andThen(open(self), (connection) => getAttribute(connection, String(name))),
    ],
  },
});

/** Gives the functions `connect` and `begin` of values that are not known. */
export function opaqueConnections(session: EnvSession, context: () => InterpreterContext) {
  return (value: PyOpaque, name: string): Value | undefined => {
    if (name !== "connect" && name !== "begin") return undefined;
    return nativeFunction(name, "*args, **kw", (args: Value[], kw: Map<string, Value>) => {
      // An engine's take no arguments; signals and clients of other things do.
      if (args.length > 0 || kw.size > 0) {
        return value.derive(`${name}()`, `${value.path}.${name}(…)`);
      }
      const engine = engineObject(engineClass, {
        session,
        context: context(),
        url: value,
        target: {
          url: value,
          place: context().currentPlace(),
          query: [],
          settings: {},
          autocommit: false,
        },
      });
      const scope = new PyInstance(unknownScopeClass);
      scope.native = { engine, begins: name === "begin", connection: null } satisfies State;
      return scope;
    });
  };
}

/** The connection behind a value of {@link opaqueConnections}, opened if need be; else `null`. */
export function unknownConnection(value: Value): Outcome | null {
  return value instanceof PyInstance && value.cls === unknownScopeClass ? open(value) : null;
}

function open(self: PyInstance): Outcome {
  const state = stateOf(self);
  if (state.connection !== null) return state.connection;
  return andThen(openConnection(state.engine), (connection) => {
    state.connection = connection as PyInstance;
    return enterConnection(state.connection, state.begins);
  });
}

function openAsync(self: PyInstance): Outcome {
  return andThen(open(self), (connection) => asyncConnection(connection as PyInstance));
}

function leave(self: PyInstance, type: Value): Outcome {
  const { connection, begins } = stateOf(self);
  return connection === null ? null : leaveConnection(connection, type === null, begins);
}
