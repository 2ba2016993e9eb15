import type { Computed, Identity } from "../../../../schema/sequence.ts";
import type { ServerDefault } from "../../../../schema/column.ts";
import type { CheckConstraint } from "../../../../schema/constraint.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import {
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  PyOpaque,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnClauseClass } from "../expression/classes.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom, nameOfText, nameValue, textFrom, withQuote } from "../names.ts";
import { isType, sqlType, typeInstance } from "../types/engine.ts";
import { nullTypeClass } from "../types/generic.ts";
import { ColumnState, isCallable } from "./column_state.ts";
import { asConstraint } from "./constraints.ts";
import { asForeignKey } from "./foreign_key.ts";
import {
  columnDefaultClass,
  defaultFrom,
  fetchedValueClass,
  schemaItemClass,
  sequenceClass,
  sequenceOf,
} from "./defaults.ts";
import { checkDefaultFunction } from "./default_function.ts";
import { dialectOptions } from "./options.ts";
import { settleReferenceTypes } from "./reference_types.ts";
import type { TableState } from "./table_state.ts";

const signature =
  "*args, name=None, type_=None, autoincrement='auto', default=..., insert_default=..., " +
  "doc=None, key=None, index=None, unique=None, info=None, nullable=..., onupdate=None, " +
  "primary_key=False, server_default=None, server_onupdate=None, quote=None, system=False, " +
  "comment=None, insert_sentinel=False, _omit_from_statements=False, _proxies=None, **kw";

function initialise(
  self: PyInstance,
  args: Value[],
  name: Value,
  type: Value,
  autoincrement: Value,
  insertDefault: Value | undefined,
  insertDefault2: Value | undefined,
  _doc: Value,
  key: Value,
  index: Value,
  unique: Value,
  info: Value,
  nullable: Value | undefined,
  onUpdate: Value,
  primaryKey: Value,
  serverDefault: Value,
  _serverOnUpdate: Value,
  quote: Value,
  system: Value,
  comment: Value,
  _sentinel: Value,
  _omit: Value,
  _proxies: Value,
  kw: Map<string, Value>,
): void {
  const state = new ColumnState();
  self.native = state;
  const rest = [...args];
  let columnName = nameFrom(name);
  if (rest.length > 0) {
    const first = nameOfText(rest[0]!);
    if (first !== null || rest[0] === null) {
      if (columnName !== null && first !== null) {
        throw sqlalchemyError("ArgumentError", "May not pass name positionally and as a keyword.");
      }
      columnName ??= first;
      rest.shift();
    }
  }
  if (columnName !== null) state.name = withQuote(columnName, quote);
  state.key = textFrom(key);
  let columnType = type;
  const [next] = rest;
  if (next !== undefined && (isType(next) || next instanceof PyOpaque || next === null)) {
    if (type !== null && next !== null) {
      throw sqlalchemyError("ArgumentError", "May not pass type_ positionally and as a keyword.");
    }
    columnType = next ?? type;
    rest.shift();
  }
  if (columnType !== null) {
    state.typeObject = typeInstance(columnType);
    state.sqlType = sqlType(state.typeObject);
  }
  if (nullable !== undefined) state.nullable = isTrue(nullable);
  state.primaryKey = isTrue(primaryKey);
  state.unique = flag(unique);
  state.index = flag(index);
  state.system = isTrue(system);
  state.comment = textFrom(comment);
  state.info = info;
  if (autoincrement === "ignore_fk" || typeof autoincrement === "boolean") {
    state.autoincrement = autoincrement;
  }
  setServerDefault(state, serverDefault);
  setInsertDefault(state, insertDefault2 ?? insertDefault ?? null);
  state.updateDefault = defaultOf(onUpdate);
  state.dialectOptions = dialectOptions(kw);
  for (const item of rest) addItem(state, item);
}

function flag(value: Value): boolean | null {
  return value === null ? null : isTrue(value);
}

function setServerDefault(state: ColumnState, value: Value): void {
  state.serverDefaultValue = value;
  const made = defaultFrom(value);
  if (made === null) state.serverDefault = null;
  else if (made.kind === "identity") state.identity = made;
  else if (made.kind === "computed") state.computed = made;
  else state.serverDefault = made;
}

function setInsertDefault(state: ColumnState, value: Value): void {
  if (value instanceof PyInstance && value.cls.isSubclassOf(sequenceClass)) {
    state.sequence = sequenceOf(value);
    return;
  }
  state.insertDefault = defaultOf(value);
}

/** A default as it is kept; a function that no value could be had from is an error. */
function defaultOf(value: Value): Value {
  const given = unwrapDefault(value);
  if (isCallable(given)) checkDefaultFunction(given);
  return given;
}

/** The value inside a `ColumnDefault(…)`. */
function unwrapDefault(value: Value): Value {
  return value instanceof PyInstance && value.cls.isSubclassOf(columnDefaultClass)
    ? value.attributes?.get("arg") ?? null
    : value;
}

/** One of the arguments after the type: a ForeignKey, a constraint, a default, a sequence. */
function addItem(state: ColumnState, item: Value): void {
  const foreignKey = asForeignKey(item);
  if (foreignKey !== undefined) {
    state.foreignKeys.push(foreignKey);
    state.foreignKeyObjects.push(item as PyInstance);
    return;
  }
  const constraint = asConstraint(item);
  if (constraint?.kind === "check") {
    state.checks.push(constraint as CheckConstraint);
    return;
  }
  if (item instanceof PyInstance) {
    if (item.cls.isSubclassOf(sequenceClass)) {
      state.sequence = sequenceOf(item);
      return;
    }
    if (item.cls.isSubclassOf(fetchedValueClass)) {
      const native = item.native as Identity | Computed | ServerDefault | undefined;
      if (native?.kind === "identity") state.identity = native;
      else if (native?.kind === "computed") state.computed = native;
      else setServerDefault(state, item);
      return;
    }
    if (item.cls.isSubclassOf(columnDefaultClass)) {
      state.insertDefault = defaultOf(item);
      return;
    }
    if (item.cls.isSubclassOf(schemaItemClass)) return;
  }
  if (item instanceof PyOpaque) item.refuse("an argument of Column()");
  throw sqlalchemyError(
    "ArgumentError",
    `'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got ${
      typeof item === "string" ? `'${item}'` : typeName(item)
    }`,
  );
}

/** The state behind a `Column` object. */
export function columnState(value: Value): ColumnState | undefined {
  return value instanceof PyInstance && value.native instanceof ColumnState
    ? value.native
    : undefined;
}

function stateOf(self: PyInstance): ColumnState {
  if (!(self.native instanceof ColumnState)) self.native = new ColumnState();
  return self.native as ColumnState;
}

function isNullable(state: ColumnState): boolean {
  return state.nullable ?? !(state.primaryKey || state.identity !== null);
}

/** `Column`. */
export const columnClass: PyClass = nativeClass({
  name: "Column",
  module: "sqlalchemy.sql.schema",
  bases: [columnClauseClass, schemaItemClass],
  init: [signature, initialise],
  methods: {
    copy: ["**kw", (self: PyInstance) => copyColumn(self)],
    _copy: ["**kw", (self: PyInstance) => copyColumn(self)],
    references: ["column", (self: PyInstance, column: Value) => {
      const other = columnState(column);
      return other !== undefined &&
        stateOf(self).foreignKeys.some((key) =>
          key.referredColumn !== null &&
          nameText(key.referredColumn) === nameText(other.name)
        );
    }],
    __str__: ["", (self: PyInstance) => qualifiedName(stateOf(self))],
    __repr__: ["", (self: PyInstance) => `Column('${nameText(stateOf(self).name)}')`],
  },
  properties: {
    name: {
      get: (self: PyInstance) => {
        const { name } = stateOf(self);
        return name === "" ? null : nameValue(name);
      },
      set: (self: PyInstance, value: Value) => {
        stateOf(self).name = nameFrom(value) ?? "";
      },
    },
    key: (self: PyInstance) => stateOf(self).key ?? nameText(stateOf(self).name),
    type: {
      get: (self: PyInstance) => stateOf(self).typeObject ?? new PyInstance(nullTypeClass),
      set: (self: PyInstance, value: Value) => {
        const state = stateOf(self);
        if (state.table instanceof PyInstance) {
          settleReferenceTypes(state.table.native as TableState);
        }
        state.typeObject = typeInstance(value);
        state.sqlType = sqlType(state.typeObject);
      },
    },
    nullable: {
      get: (self: PyInstance) => isNullable(stateOf(self)),
      set: (self: PyInstance, value: Value) => {
        stateOf(self).setNullable(isTrue(value));
      },
    },
    server_default: {
      get: (self: PyInstance) => stateOf(self).serverDefaultValue,
      set: (self: PyInstance, value: Value) => setServerDefault(stateOf(self), value),
    },
    primary_key: (self: PyInstance) => stateOf(self).primaryKey,
    unique: {
      get: (self: PyInstance) => stateOf(self).unique,
      set: (self: PyInstance, value: Value) => {
        stateOf(self).unique = flag(value);
      },
    },
    index: {
      get: (self: PyInstance) => stateOf(self).index,
      set: (self: PyInstance, value: Value) => {
        stateOf(self).index = flag(value);
      },
    },
    comment: {
      get: (self: PyInstance) => stateOf(self).comment,
      set: (self: PyInstance, value: Value) => {
        stateOf(self).comment = textFrom(value);
      },
    },
    autoincrement: (self: PyInstance) => stateOf(self).autoincrement,
    default: (self: PyInstance) => stateOf(self).insertDefault,
    onupdate: (self: PyInstance) => stateOf(self).updateDefault,
    identity: (self: PyInstance) => objectOf(stateOf(self).identity),
    computed: (self: PyInstance) => objectOf(stateOf(self).computed),
    table: (self: PyInstance) => stateOf(self).table,
  },
});

function objectOf(data: Identity | Computed | null): Value {
  if (data === null) return null;
  const object = new PyInstance(fetchedValueClass);
  object.native = data;
  return object;
}

function qualifiedName(state: ColumnState): string {
  const { from } = state;
  return from?.kind === "table"
    ? `${nameText(from.name)}.${nameText(state.name)}`
    : nameText(state.name);
}

function copyColumn(self: PyInstance): PyInstance {
  const copy = new PyInstance(self.cls);
  copy.native = stateOf(self).copy();
  return copy;
}

/** Makes a `Column` object from a state, for what is reflected. */
export function columnObject(state: ColumnState): PyInstance {
  const object = new PyInstance(columnClass);
  object.native = state;
  return object;
}

/** The state of a value that must be a Column. */
export function requireColumn(value: Value, what: string): ColumnState {
  const state = columnState(value);
  if (state !== undefined) return state;
  if (value instanceof PyOpaque) return value.refuse(`the column of ${what}`);
  throw sqlalchemyError("ArgumentError", `${what} expects a Column, got ${typeName(value)}`);
}

/** The name of a column that must have one. */
export function requiredColumnName(state: ColumnState): Name {
  if (state.name === "") {
    throw sqlalchemyError(
      "ArgumentError",
      "Column must be constructed with a non-blank name or assign a non-blank .name before " +
        "adding to a Table.",
    );
  }
  return state.name;
}

partsOfTables(columnClass);
