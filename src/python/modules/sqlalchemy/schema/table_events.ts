/** Makes and drops tables, and tells the listeners of a program. */
import type { Operation } from "../../../../operations/operation.ts";
import {
  callMethod,
  type Evaluation,
  type InterpreterContext,
  isTrue,
  nativeClass,
  type Outcome,
  Pending,
  PyClass,
  PyInstance,
  PyList,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { RevisionHost } from "../../host.ts";
import { Binding, emitThrough, requireBinding } from "../engine/binding.ts";
import { connectionOf } from "../engine/connection.ts";
import { inspectorOf } from "../engine/inspect.ts";
import { type Listener, listenersFor, tell } from "../event.ts";
import { nameValue } from "../names.ts";
import type { TableState } from "./table_state.ts";

/** Tables that are made, or dropped, in this order. */
export interface TableChange {
  readonly action: "create" | "drop";
  readonly tables: readonly TableState[];
  /** The `MetaData` whose tables they are; `null` where a table alone is meant. */
  readonly metadata: PyInstance | null;
  readonly bind: Value;
  readonly checkFirst: boolean;
  /** The method that was called. */
  readonly what: string;
}

/** Makes or drops tables. */
export function changeTables(change: TableChange): Outcome {
  const objects = change.tables.map(({ object }) => object);
  const isListened = [change.metadata, ...objects].some((object) =>
    object !== null &&
    [`before_${change.action}`, `after_${change.action}`].some((event) =>
      listenersOf(event, object).length > 0
    )
  );
  if (isListened) return new Pending(changeAndTell(change));
  let outcome: Outcome = null;
  for (const table of change.tables) outcome = send(change, table);
  return outcome;
}

function send({ action, bind, checkFirst, what }: TableChange, table: TableState): Outcome {
  const operation: Operation = action === "create"
    ? {
      kind: "createTable",
      table: table.definition(),
      checkFirst,
      namingConvention: table.namingConvention,
    }
    : {
      kind: "dropTable",
      tableName: table.name,
      schema: table.schema,
      checkFirst,
      table: table.definition(),
    };
  return emitThrough(bind, operation, what);
}

function listenersOf(event: string, object: PyInstance): readonly Listener[] {
  return listenersFor(
    event,
    ({ target }) =>
      target === object || (target instanceof PyClass && object.cls.isSubclassOf(target)),
  );
}

function* changeAndTell(change: TableChange): Evaluation {
  const { action, metadata, checkFirst } = change;
  const binding = requireBinding(change.bind, change.what);
  const tables: TableState[] = [];
  for (const table of change.tables) {
    const isThere = checkFirst ? yield* exists(binding, table) : action === "drop";
    if (isThere === (action === "drop")) tables.push(table);
  }
  const whole = metadata === null
    ? null
    : new PyList(tables.map(({ object }) => object).filter((object) => object !== null));
  const tellOf = (when: string, target: PyInstance, keywords: readonly [string, Value][]) =>
    tellOfTables(binding, `${when}_${action}`, target, [["checkfirst", checkFirst], ...keywords]);
  if (metadata !== null) yield* tellOf("before", metadata, [["tables", whole]]);
  for (const table of tables) {
    const keywords: [string, Value][] = [["_is_metadata_operation", metadata !== null]];
    if (table.object !== null) yield* tellOf("before", table.object, keywords);
    yield* wait(send(change, table));
    if (table.object !== null) yield* tellOf("after", table.object, keywords);
  }
  if (metadata !== null) yield* tellOf("after", metadata, [["tables", whole]]);
  return null;
}

/** Tells of a table, or of all of a `MetaData`. */
export function* tellOfTables(
  binding: Binding,
  event: string,
  target: PyInstance,
  keywords: readonly [string, Value][],
): Evaluation<void> {
  const listeners = listenersOf(event, target);
  if (listeners.length === 0) return;
  const runner = new PyInstance(runnerClass);
  yield* tell(
    listeners,
    { target, connection: connectionOf(binding) },
    new Map([...keywords, ["_ddl_runner", runner]]),
  );
}

/** Does something to a table that only an operation names; those who listen to all tables are told. */
export function tellingOfTable(
  context: InterpreterContext,
  host: RevisionHost,
  action: TableChange["action"],
  table: () => PyInstance,
  work: () => Outcome,
): Outcome {
  const events = [`before_${action}`, `after_${action}`] as const;
  if (!events.some((event) => listenersFor(event, isForAll).length > 0)) return work();
  const binding = new Binding(host, context);
  return new Pending((function* () {
    const target = table();
    yield* tellOfTables(binding, events[0], target, [["checkfirst", false]]);
    const result = yield* wait(work());
    yield* tellOfTables(binding, events[1], target, [["checkfirst", false]]);
    return result;
  })());
}

function isForAll({ target }: Listener): boolean {
  return target instanceof PyClass;
}

/** What listeners are given as `_ddl_runner`. */
const runnerClass: PyClass = nativeClass({
  name: "SchemaGenerator",
  module: "sqlalchemy.sql.ddl",
  methods: {
    __getattr__: ["name", (_self: PyInstance, name: Value) => {
      throw new UnsupportedConstructError(
        `_ddl_runner.${String(name)}`,
        `'${String(name)}' of the _ddl_runner of an event cannot be evaluated`,
      );
    }],
  },
});

/** Whether the database has a table by now; without a database it has none. */
function* exists(binding: Binding, { name, schema }: TableState): Evaluation<boolean> {
  if (binding.host.offline) return false;
  const inspector = inspectorOf(connectionOf(binding));
  return isTrue(
    yield* wait(callMethod(
      inspector,
      "has_table",
      [nameValue(name)],
      new Map([[
        "schema",
        schema === null ? null : nameValue(schema),
      ]]),
    )),
  );
}
