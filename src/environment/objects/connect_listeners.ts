/** Listeners for `connect` of engines: what a program does to each new connection before it uses it. */
import {
  type Evaluation,
  nativeClass,
  PyClass,
  PyDict,
  PyInstance,
  type Value,
  wait,
} from "../../python/runtime/mod.ts";
import { type Listener, listenersFor, tell } from "../../python/modules/sqlalchemy/event.ts";
import type { Binding } from "../../python/modules/sqlalchemy/engine/binding.ts";
import { loadFile, pause } from "../host_call.ts";
import type { SessionConnection } from "../session_connection.ts";

/** What stands beside a connection in its pool. */
const recordClass: PyClass = nativeClass({
  name: "_ConnectionRecord",
  module: "sqlalchemy.pool.base",
});

function isMeant({ target }: Listener, engine: PyInstance): boolean {
  if (target instanceof PyClass) return engine.cls.isSubclassOf(target);
  // `async_engine.sync_engine` is another object each time.
  return target instanceof PyInstance && target.native === engine.native;
}

/** Tells of a new connection; what a listener sends is done before env.py has it. */
export function* tellOfConnect(
  engine: PyInstance,
  binding: Binding,
  connection: SessionConnection,
): Evaluation<null> {
  const listeners = ["first_connect", "connect"].flatMap((event) =>
    listenersFor(event, (listener) => isMeant(listener, engine))
  );
  if (listeners.length === 0) return null;
  const { newDriverConnection } = yield* loadFile(() =>
    import("../../python/modules/sqlalchemy/engine/driver_connection.ts")
  );
  const record = new PyInstance(recordClass);
  record.attributes = new Map<string, Value>([["info", new PyDict()]]);
  const { autocommit } = connection;
  connection.autocommit = true;
  try {
    yield* tell(listeners, {
      dbapi_connection: newDriverConnection(binding),
      connection_record: record,
    });
    yield* wait(pause(() => connection.commit().then(() => null)));
  } finally {
    connection.autocommit = autocommit;
  }
  return null;
}
