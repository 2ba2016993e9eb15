import {
  andThen,
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type Outcome,
  type PyClass,
  PyInstance,
  type Value,
} from "../../python/runtime/mod.ts";
import { loadFile } from "../host_call.ts";
import type { EngineTarget, EnvSession } from "../session.ts";
import { connectionObject, enterConnection, leaveConnection } from "./connection.ts";
import { isAutocommit } from "./engine_options.ts";

/** What stands behind an engine object. */
export interface EngineState {
  readonly session: EnvSession;
  readonly context: InterpreterContext;
  readonly target: EngineTarget;
  /** `engine.url`. */
  readonly url: Value;
}

/** The state of an engine object, synchronous or not. */
export function engineState(self: PyInstance): EngineState {
  return self.native as EngineState;
}

/** Makes an engine object of a class. */
export function engineObject(cls: PyClass, state: EngineState): PyInstance {
  const object = new PyInstance(cls);
  object.native = state;
  return object;
}

/** Connects to what the engine names. */
export function openConnection(engine: PyInstance): Outcome {
  const { session, context, target } = engineState(engine);
  return connectionObject(session, context, session.connectionTo(target), engine);
}

/** The same engine with other execution options. */
export function engineWith(engine: PyInstance, options: ReadonlyMap<string, Value>): PyInstance {
  const state = engineState(engine);
  const autocommit = isAutocommit(options, state.target.autocommit);
  return engineObject(engine.cls, { ...state, target: { ...state.target, autocommit } });
}

/** What synchronous and asynchronous engines have in common. */
export const ENGINE_PROPERTIES = {
  url: (self: PyInstance): Value => engineState(self).url,
  dialect: function* (): Evaluation {
    const { dialectObject } = yield* loadFile(() =>
      import("../../python/modules/sqlalchemy/engine/dialect_object.ts")
    );
    return dialectObject();
  },
  name: (): Value => "postgresql",
  driver: (): Value => "psycopg2",
  echo: (): Value => false,
} as const;

/** `sqlalchemy.engine.Engine`: connects to what env.py or, where that is unknown, the ini names. */
export const engineClass: PyClass = nativeClass({
  name: "Engine",
  module: "sqlalchemy.engine.base",
  methods: {
    connect: ["**kw", (self: PyInstance) => openConnection(self)],
    begin: ["", (self: PyInstance) => {
      const scope = new PyInstance(scopeClass);
      scope.native = { engine: self, connection: null } satisfies Scope;
      return scope;
    }],
    dispose: ["close=True", () => null],
    execution_options: [
      "**options",
      (self: PyInstance, options: Map<string, Value>) => engineWith(self, options),
    ],
  },
  properties: ENGINE_PROPERTIES,
});

interface Scope {
  readonly engine: PyInstance;
  connection: PyInstance | null;
}

/** What `engine.begin()` gives: a connection whose transaction ends with the block. */
const scopeClass: PyClass = nativeClass({
  name: "_trans_ctx",
  module: "sqlalchemy.engine.base",
  methods: {
    __enter__: ["", (self: PyInstance) => {
      const scope = self.native as Scope;
      return andThen(openConnection(scope.engine), (connection) => {
        scope.connection = connection as PyInstance;
        return enterConnection(scope.connection, true);
      });
    }],
    __exit__: ["type_, value, traceback", (self: PyInstance, type: Value) => {
      const { connection } = self.native as Scope;
      return connection === null ? null : leaveConnection(connection, type === null, true);
    }],
  },
});
