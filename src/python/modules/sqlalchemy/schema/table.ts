import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  type Evaluation,
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  PySet,
  PyTuple,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { loadFile } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { completeTables } from "../../../runtime/running.ts";
import { checkColumnNames, refuseAssigned } from "./check_table.ts";
import { tableClauseClass } from "../expression/from.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom, nameValue, requiredName, textFrom, withQuote } from "../names.ts";
import { columnCollection } from "../expression/column_collection.ts";
import {
  foreignKeyConstraints,
  foreignKeysOf,
  foreignKeysOfColumns,
} from "./foreign_key_elements.ts";
import { valuesOf } from "../values.ts";
import { columnState } from "./column.ts";
import { columnIndexes } from "./column_indexes.ts";
import { copyConstraint, primaryKeyConstraintClass } from "./constraints.ts";
import { indexClass, IndexState } from "./index.ts";
import { schemaItemClass } from "./defaults.ts";
import { copiedInfo } from "./info.ts";
import { type MetaDataState, metadataState } from "./metadata_state.ts";
import { dialectOptions } from "./options.ts";
import { changeTables } from "./table_events.ts";
import { TableState, tableState } from "./table_state.ts";

/** Keywords of Table that say nothing about the table itself. */
const ignored = [
  "schema",
  "quote",
  "quote_schema",
  "autoload",
  "autoload_with",
  "autoload_replace",
  "keep_existing",
  "extend_existing",
  "resolve_fks",
  "include_columns",
  "implicit_returning",
  "comment",
  "info",
  "listeners",
  "prefixes",
  "must_exist",
  "mysql_DEFAULT_CHARSET",
];

/** A Table object from its arguments, not yet known to any MetaData. */
export function newTable(
  name: Value,
  metadata: MetaDataState | null,
  items: readonly Value[],
  kw: ReadonlyMap<string, Value>,
  cls: PyClass = tableClass,
): PyInstance {
  const schema = nameFrom(kw.get("schema") ?? null) ?? nameFrom(metadata?.schema ?? null);
  const state = new TableState(
    withQuote(requiredName(name, "the name of a table"), kw.get("quote") ?? null),
    schema === null ? null : withQuote(schema, kw.get("quote_schema") ?? null),
    metadata,
  );
  const table = new PyInstance(cls);
  table.native = state;
  state.object = table;
  state.comment = textFrom(kw.get("comment") ?? null);
  state.info = kw.get("info") ?? null;
  const prefixes = kw.get("prefixes") ?? null;
  if (prefixes !== null) {
    state.prefixes = valuesOf(prefixes).map((prefix) => textFrom(prefix) ?? "");
  }
  state.dialectOptions = dialectOptions(kw, [...ignored, "if_not_exists"]);
  for (const item of items) if (item !== null) state.add(item);
  return table;
}

function* makeTable(
  cls: PyClass,
  name: Value,
  metadata: Value,
  items: Value[],
  kw: Map<string, Value>,
): Evaluation {
  const owner = metadataState(metadata);
  if (owner === null) {
    throw typeError("Table() takes a name and a MetaData, such as Table('t', sa.MetaData(), …)");
  }
  const schema = nameFrom(kw.get("schema") ?? null) ?? nameFrom(owner.schema);
  const text = nameText(requiredName(name, "the name of a table"));
  const key = schema === null ? text : `${nameText(schema)}.${text}`;
  const existing = owner.tables.get(key);
  if (existing !== undefined) {
    if (isTrue(kw.get("extend_existing") ?? false)) {
      for (const item of items) existing.add(item, true);
      return existing.object;
    }
    if (items.length === 0 || isTrue(kw.get("keep_existing") ?? false)) return existing.object;
    throw sqlalchemyError(
      "InvalidRequestError",
      `Table '${key}' is already defined for this MetaData instance.  Specify ` +
        `'extend_existing=True' to redefine options and columns on an existing Table object.`,
    );
  }
  const bind = kw.get("autoload_with") ?? null;
  if (completeTables()) refuseAssigned(items);
  const table = newTable(name, owner, bind === null ? items : [], kw, cls);
  const state = tableState(table)!;
  if (bind !== null) {
    const { reflectInto } = yield* loadReflection();
    yield* reflectInto(state, bind, includedColumns(kw.get("include_columns") ?? null));
    for (const item of items) state.add(item, true);
  } else if (isTrue(kw.get("autoload") ?? false)) {
    throw sqlalchemyError(
      "ArgumentError",
      "autoload=True needs a bind: write autoload_with=op.get_bind()",
    );
  }
  if (bind === null && completeTables()) checkColumnNames(state);
  owner.tables.set(key, state);
  if (bind !== null && isTrue(kw.get("resolve_fks") ?? true)) {
    yield* reflectReferred(state, metadata, bind);
  }
  return table;
}

/** Reads the tables that the foreign keys of a reflected one refer to, and those that they refer to. */
function* reflectReferred(state: TableState, metadata: Value, bind: Value): Evaluation<void> {
  const { tables } = metadataState(metadata)!;
  for (const constraint of state.constraints) {
    if (constraint.kind !== "foreignKey") continue;
    const { table, schema } = constraint.referred;
    const key = schema ? `${nameText(schema)}.${nameText(table)}` : nameText(table);
    if (tables.has(key)) continue;
    const kw = new Map<string, Value>([
      ["autoload_with", bind],
      ...(schema ? [["schema", nameValue(schema)] as const] : []),
    ]);
    yield* makeTable(tableClass, nameValue(table), metadata, [], kw);
  }
}

/** Loads the reading of tables from the database, which few revisions need. */
function* loadReflection(): Evaluation<typeof import("../engine/reflect_table.ts")> {
  return yield* loadFile(() => import("../engine/reflect_table.ts"));
}

function stateOf(self: PyInstance): TableState {
  return self.native as TableState;
}

/** `Table`. */
export const tableClass: PyClass = nativeClass({
  name: "Table",
  module: "sqlalchemy.sql.schema",
  bases: [tableClauseClass, schemaItemClass],
  new: ["name, metadata, *args, **kw", makeTable],
  init: ["*args, **kw", () => {}],
  methods: {
    create: [
      "bind=None, checkfirst=False",
      (self: PyInstance, bind: Value, check: Value) =>
        changeTables({
          action: "create",
          tables: [stateOf(self)],
          metadata: null,
          bind,
          checkFirst: isTrue(check),
          what: "Table.create",
        }),
    ],
    drop: [
      "bind=None, checkfirst=False",
      (self: PyInstance, bind: Value, check: Value) =>
        changeTables({
          action: "drop",
          tables: [stateOf(self)],
          metadata: null,
          bind,
          checkFirst: isTrue(check),
          what: "Table.drop",
        }),
    ],
    exists: ["bind=None", () => {
      throw sqlalchemyError(
        "InvalidRequestError",
        "Table.exists() is gone since SQLAlchemy 1.4; use sa.inspect(bind).has_table(name)",
      );
    }],
    append_column: [
      "column, replace_existing=False",
      (self: PyInstance, column: Value, replace: Value) =>
        stateOf(self).add(column, isTrue(replace)),
    ],
    append_constraint: [
      "constraint",
      (self: PyInstance, constraint: Value) => stateOf(self).add(constraint),
    ],
    add_is_dependent_on: [
      "table",
      // The order in which create_all() makes tables; revisions say theirs.
      () => null,
    ],
    to_metadata: ["metadata, **kw", copyTo],
    tometadata: ["metadata, **kw", copyTo],
    __repr__: ["", (self: PyInstance) => `Table('${nameText(stateOf(self).name)}', MetaData())`],
  },
  properties: {
    key: (self: PyInstance) => stateOf(self).key,
    comment: {
      get: (self: PyInstance) => stateOf(self).comment,
      set: (self: PyInstance, value: Value) => {
        stateOf(self).comment = textFrom(value);
      },
    },
    primary_key: primaryKeyOf,
    constraints: (self: PyInstance) => {
      const state = stateOf(self);
      const given = state.constraintObjects;
      const hasKey = state.constraints.some(({ kind }) => kind === "primaryKey");
      return new PySet([
        ...(hasKey ? [] : [primaryKeyOf(self)]),
        ...given,
        ...foreignKeysOfColumns(state),
      ]);
    },
    indexes: (self: PyInstance) => {
      const state = stateOf(self);
      return new PySet([...columnIndexes(state), ...state.indexObjects]);
    },
    foreign_keys: (self: PyInstance) => new PySet([...foreignKeysOf(stateOf(self))]),
    foreign_key_constraints: (self: PyInstance) =>
      new PySet([...foreignKeyConstraints(stateOf(self))]),
    metadata: (self: PyInstance) => self.attributes?.get("metadata") ?? null,
  },
});

/** `table.primary_key`: the constraint, with the column objects of the table. */
function primaryKeyOf(self: PyInstance): PyInstance {
  const state = stateOf(self);
  const columns = new Map(
    state.primaryKey().map((column) => [
      nameText(column.name),
      state.columns().get(column.key ?? nameText(column.name))!,
    ]),
  );
  const key = new PyInstance(primaryKeyConstraintClass);
  key.native = state.constraints.find((constraint) => constraint.kind === "primaryKey") ?? {
    kind: "primaryKey",
    name: null,
    order: 0,
    columns: [...columns.keys()],
  };
  key.attributes = new Map<string, Value>([
    ["columns", columnCollection(() => columns)],
    ["table", self],
  ]);
  return key;
}

function copyTo(self: PyInstance, metadata: Value, kw: ReadonlyMap<string, Value>): PyInstance {
  const owner = metadataState(metadata);
  const state = stateOf(self);
  const name = kw.get("name") ?? null;
  const schema = kw.has("schema") ? kw.get("schema")! : nameValue(state.schema);
  const columns = [...state.columns().values()].map((column) => {
    const object = new PyInstance(column.cls);
    object.native = columnState(column)!.copy(true);
    return object;
  });
  const copy = newTable(
    name ?? nameValue(state.name),
    owner,
    [...columns, ...state.constraintObjects.map(copyConstraint)],
    new Map([["schema", schema]]),
  );
  const made = tableState(copy)!;
  made.comment = state.comment;
  made.info = copiedInfo(state.info);
  made.prefixes = state.prefixes;
  made.dialectOptions = state.dialectOptions;
  for (const { index } of state.indexes) {
    const object = new PyInstance(indexClass);
    object.native = new IndexState({ ...index }, null);
    made.add(object);
  }
  owner?.tables.set(made.key, made);
  return copy;
}

/** The names of `include_columns=`; null for all. */
function includedColumns(value: Value): ReadonlySet<string> | null {
  if (!(value instanceof PyList) && !(value instanceof PyTuple)) return null;
  return new Set(value.items.map((item) => asString(item) ?? ""));
}

partsOfTables(tableClass);
