import { nameText } from "../../../../schema/name.ts";
import type { NamingConvention, NamingKey } from "../../../../schema/naming_convention.ts";
import {
  asString,
  call,
  callNow,
  collectNow,
  type Evaluation,
  getAttribute,
  isTrue,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyOpaque,
  runNow,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { inspectorOf } from "../engine/inspect.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom } from "../names.ts";
import { valuesOf } from "../values.ts";
import { infoProperty, keepInfo } from "./info.ts";
import { MetaDataState } from "./metadata_state.ts";
import { schemaItemClass } from "./defaults.ts";
import { changeTables } from "./table_events.ts";
import { type TableState, tableState } from "./table_state.ts";
import { tableClass } from "./table.ts";

const namingKeys: readonly NamingKey[] = ["pk", "uq", "fk", "ck", "ix"];

/** `naming_convention=` as plain data; null where there is none. */
export function namingConvention(value: Value): NamingConvention | null {
  if (value instanceof PyOpaque) return value.refuse("the naming convention");
  if (!(value instanceof PyDict)) return null;
  const templates: Partial<Record<NamingKey, string>> = {};
  const custom = new Map<string, (table: string, columns: readonly string[]) => string>();
  for (const [key, item] of value.entries()) {
    const name = asString(key);
    const text = asString(item);
    if (name === null) continue;
    if (text !== null && namingKeys.includes(name as NamingKey)) {
      templates[name as NamingKey] = text;
    } else if (text === null) {
      const token = (table: string, columns: readonly string[]) =>
        asString(callNow(item, [constraintOf(columns), table])) ?? "";
      custom.set(name, token);
    }
  }
  return { templates, ...(custom.size > 0 ? { custom: Object.fromEntries(custom) } : {}) };
}

/** What a function of a naming convention gets as its constraint: an object with `columns`. */
function constraintOf(columns: readonly string[]): PyInstance {
  const object = new PyInstance(schemaItemClass);
  object.attributes = new Map([["columns", new PyList([...columns])]]);
  return object;
}

function stateOf(self: PyInstance): MetaDataState {
  return self.native as MetaDataState;
}

/** The tables in an order in which each comes after those it refers to. */
export function sortedTables(tables: Iterable<TableState>): TableState[] {
  const byKey = new Map([...tables].map((table) => [table.key, table]));
  const sorted: TableState[] = [];
  const visited = new Set<TableState>();
  const visit = (table: TableState) => {
    if (visited.has(table)) return;
    visited.add(table);
    for (const key of [...table.references()].sort()) {
      const other = byKey.get(key);
      if (other !== undefined) visit(other);
    }
    sorted.push(table);
  };
  for (const key of [...byKey.keys()].sort()) visit(byKey.get(key)!);
  return sorted;
}

function chosenTables(self: PyInstance, tables: Value): TableState[] {
  const chosen = tables === null
    ? [...stateOf(self).tables.values()]
    : valuesOf(tables).map((table) => tableState(table)).filter((table) => table !== undefined);
  return sortedTables(chosen);
}

/** `MetaData`. */
export const metaDataClass: PyClass = nativeClass({
  name: "MetaData",
  module: "sqlalchemy.sql.schema",
  init: [
    "schema=None, quote_schema=None, naming_convention=None, info=None, bind=None",
    (self: PyInstance, schema: Value, _quote: Value, naming: Value, info: Value, bind: Value) => {
      const state = new MetaDataState();
      state.schema = schema;
      setNaming(state, naming);
      self.native = state;
      self.attributes = new Map<string, Value>([
        ["schema", schema],
        ["bind", bind],
      ]);
      keepInfo(self, info);
    },
  ],
  methods: {
    create_all: [
      "bind=None, tables=None, checkfirst=True",
      (self: PyInstance, bind: Value, tables: Value, check: Value) =>
        changeTables({
          action: "create",
          tables: chosenTables(self, tables),
          metadata: self,
          bind: bind ?? ownBind(self),
          checkFirst: isTrue(check),
          what: "MetaData.create_all",
        }),
    ],
    drop_all: [
      "bind=None, tables=None, checkfirst=True",
      (self: PyInstance, bind: Value, tables: Value, check: Value) =>
        changeTables({
          action: "drop",
          tables: chosenTables(self, tables).reverse(),
          metadata: self,
          bind: bind ?? ownBind(self),
          checkFirst: isTrue(check),
          what: "MetaData.drop_all",
        }),
    ],
    reflect: [
      "bind=None, schema=None, views=False, only=None, extend_existing=False, " +
      "autoload_replace=True, resolve_fks=True, **kw",
      reflect,
    ],
    remove: ["table", (self: PyInstance, table: Value) => {
      const state = tableState(table);
      if (state !== undefined) stateOf(self).tables.delete(state.key);
    }],
    clear: ["", (self: PyInstance) => stateOf(self).tables.clear()],
    __contains__: [
      "key",
      (self: PyInstance, key: Value) =>
        stateOf(self).tables.has(asString(key) ?? tableState(key)?.key ?? ""),
    ],
    __repr__: ["", () => "MetaData()"],
  },
  properties: {
    naming_convention: {
      get: (self: PyInstance) => stateOf(self).namingValue,
      set: (self: PyInstance, value: Value) => setNaming(stateOf(self), value),
    },
    info: infoProperty,
    tables: (self: PyInstance) =>
      new PyDict([...stateOf(self).tables].map(([key, table]) => [key, table.object!] as const)),
    sorted_tables: (self: PyInstance) =>
      new PyList(sortedTables(stateOf(self).tables.values()).map((table) => table.object!)),
  },
});

function setNaming(state: MetaDataState, value: Value): void {
  state.namingValue = value;
  state.namingConvention = namingConvention(value);
}

function ownBind(self: PyInstance): Value {
  return self.attributes?.get("bind") ?? null;
}

function* reflect(
  self: PyInstance,
  bind: Value,
  schema: Value,
  _views: Value,
  only: Value,
  _extend: Value,
  _replace: Value,
  resolveKeys: Value,
): Evaluation {
  const bound = bind ?? ownBind(self);
  const wanted = schema ?? stateOf(self).schema;
  const inspector = inspectorOf(bound);
  const names = only !== null && !isFunction(only) ? collectNow(only) : collectNow(
    yield* wait(
      call(runNow(getAttribute(inspector, "get_table_names")), [], new Map([["schema", wanted]])),
    ),
  );
  for (const name of names) {
    if (isFunction(only) && callNow(only, [name, self]) !== true) continue;
    const text = nameText(nameFrom(name) ?? "");
    const key = wanted === null ? text : `${asString(wanted)}.${text}`;
    if (stateOf(self).tables.has(key)) continue;
    yield* wait(call(tableClass, [
      name,
      self,
    ], new Map([["autoload_with", bound], ["schema", wanted], ["resolve_fks", resolveKeys]])));
  }
  return null;
}

function isFunction(value: Value): boolean {
  return typeof value === "object" && value !== null && "invoke" in value;
}

partsOfTables(metaDataClass);
