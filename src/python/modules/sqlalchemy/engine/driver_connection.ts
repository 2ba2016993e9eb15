/** `connection.connection`: the connection of psycopg2, as far as a revision needs it. */
import {
  type Evaluation,
  nativeClass,
  type Outcome,
  type PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { loadFile } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { type Binding, settle } from "./binding.ts";
import { commit, requireDatabase, rollback } from "./connection.ts";

/** What stands behind a connection of the driver. */
interface DriverConnection {
  readonly binding: Binding;
  /** Whether its transaction has been ended: then it may be told to begin none. */
  hasEnded: boolean;
  isAutocommit: boolean;
}

const connections = new WeakMap<object, PyInstance>();

/** The connection of the driver behind a binding, always the same one. */
export function driverConnection(binding: Binding): PyInstance {
  requireDatabase(binding, "the driver's connection", "be used");
  let connection = connections.get(binding.host);
  if (connection === undefined) {
    connection = connectionOver(binding, false);
    connections.set(binding.host, connection);
  }
  return connection;
}

/** A connection of the driver as it is when it has just been opened. */
export function newDriverConnection(binding: Binding): PyInstance {
  return connectionOver(binding, true);
}

function connectionOver(binding: Binding, hasEnded: boolean): PyInstance {
  const connection = new PyInstance(driverConnectionClass);
  connection.native = { binding, hasEnded, isAutocommit: false } satisfies DriverConnection;
  return connection;
}

function stateOf(self: PyInstance): DriverConnection {
  return self.native as DriverConnection;
}

function ending(end: (binding: Binding) => Outcome) {
  return (self: PyInstance): Outcome => {
    const state = stateOf(self);
    state.hasEnded = true;
    return state.isAutocommit ? null : end(state.binding);
  };
}

/** `connection.autocommit = True`: from here on statements are in no transaction. */
function setAutocommit(self: PyInstance, value: Value): Outcome {
  const state = stateOf(self);
  const active = value === true;
  if (active === state.isAutocommit) return null;
  if (active && !state.hasEnded) {
    throw sqlalchemyError("InvalidRequestError", "set_session cannot be used inside a transaction");
  }
  const { host, context } = state.binding;
  state.isAutocommit = active;
  state.hasEnded = false;
  host.autocommit(active, context.currentPlace());
  return settle(host, context, null);
}

function refuse(self: PyInstance, name: string): never {
  throw new UnsupportedConstructError(
    `connection.connection.${name}`,
    `'${name}' of the driver's connection cannot be used here`,
    {
      place: stateOf(self).binding.context.currentPlace(),
      hint: "use connection.execute() or exec_driver_sql()",
    },
  );
}

const driverConnectionClass: PyClass = nativeClass({
  name: "connection",
  module: "psycopg2.extensions",
  methods: {
    cursor: [
      "name=None, cursor_factory=None, withhold=False, scrollable=None",
      function* (self: PyInstance, name: Value, factory: Value): Evaluation {
        if (name !== null) refuse(self, "cursor(name=…)");
        if (factory !== null) refuse(self, "cursor(cursor_factory=…)");
        const { makeCursor } = yield* loadFile(() => import("./driver_cursor.ts"));
        return makeCursor(stateOf(self).binding, self);
      },
    ],
    commit: ["", ending(commit)],
    rollback: ["", ending(rollback)],
    close: ["", () => {}],
    __getattr__: ["name", refuse],
    __setattr__: [
      "name, value",
      (self: PyInstance, name: string, value: Value) =>
        name === "autocommit" ? setAutocommit(self, value) : refuse(self, name),
    ],
  },
  properties: {
    // SQLAlchemy puts a proxy of its pool around the connection, which passes everything on.
    dbapi_connection: (self: PyInstance) => self,
    driver_connection: (self: PyInstance) => self,
    autocommit: (self: PyInstance) => stateOf(self).isAutocommit,
    closed: () => 0,
  },
});
