import {
  asString,
  call,
  callNow,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  type SubclassHook,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { columnState } from "../schema/column.ts";
import { metadataState } from "../schema/metadata_state.ts";
import { metaDataClass } from "../schema/metadata.ts";
import { newTable } from "../schema/table.ts";
import { tableState } from "../schema/table_state.ts";
import { annotatedColumns } from "./mapped_annotations.ts";

/** The columns of a class, then those of the mixins it derives from, in the order in which they stand. */
function columnsOf(cls: PyClass): [string, PyInstance][] {
  const columns = new Map<string, PyInstance>();
  for (const base of cls.mro) {
    // The columns of a mapped class are in that class's table.
    if (base !== cls && base.namespace.has("__table__")) continue;
    const attributes = new Map<string, Value>(annotatedColumns(cls, base));
    for (const [name, value] of base.namespace) {
      if (!attributes.has(name)) attributes.set(name, value);
    }
    for (const [name, value] of attributes) {
      if (columnState(value) === undefined || columns.has(name)) continue;
      // A column of a mixin is copied for each class that has it.
      columns.set(name, base === cls ? value as PyInstance : copyOf(value as PyInstance));
    }
  }
  return [...columns];
}

function copyOf(column: PyInstance): PyInstance {
  const copy = new PyInstance(column.cls);
  copy.native = columnState(column)!.copy();
  return copy;
}

/** `__table_args__`: constraints and indexes, then perhaps a dict of keywords. */
function tableArguments(cls: PyClass): { items: readonly Value[]; kw: Map<string, Value> } {
  const value = cls.lookup("__table_args__") ?? null;
  const kw = new Map<string, Value>();
  const addKeywords = (dict: PyDict) => {
    for (const [key, item] of dict.entries()) kw.set(asString(key) ?? "", item);
  };
  if (value instanceof PyDict) {
    addKeywords(value);
    return { items: [], kw };
  }
  if (!(value instanceof PyTuple)) return { items: [], kw };
  const items = [...value.items];
  const last = items.at(-1);
  if (last instanceof PyDict) {
    addKeywords(last);
    items.pop();
  }
  return { items, kw };
}

/** Gives each class with a `__tablename__` its `__table__`. */
const mapClass: SubclassHook = (cls) => {
  const name = cls.namespace.get("__tablename__") ?? null;
  if (asString(name) === null || cls.namespace.has("__table__")) return;
  const { items, kw } = tableArguments(cls);
  const columns = columnsOf(cls);
  for (const [attribute, column] of columns) {
    const state = columnState(column)!;
    if (state.name === "") state.name = attribute;
    cls.define(attribute, column);
  }
  const metadata = metadataState(cls.lookup("metadata") ?? null);
  const table = newTable(name, metadata, [...columns.map(([, column]) => column), ...items], kw);
  metadata?.tables.set(tableState(table)!.key, tableState(table)!);
  cls.define("__table__", table);
};

/** A base of declarative classes with a MetaData of its own. */
function newBase(metadata: Value, name: string): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.orm.decl_api",
    attributes: { metadata: metadata ?? callNow(metaDataClass) },
    init: ["**kw", (self: PyInstance, kw: Map<string, Value>) => {
      // Objects can be made and read, but not stored.
      self.attributes = new Map(kw);
    }],
    onSubclass: mapClass,
  });
}

/** `declarative_base(metadata=…)`. */
export function declarativeBase(kw: ReadonlyMap<string, Value>): PyClass {
  const name = asString(kw.get("name") ?? null) ?? "Base";
  return newBase(kw.get("metadata") ?? null, name);
}

/** `class Base(DeclarativeBase)`: each direct subclass is a base with a MetaData of its own. */
export const declarativeBaseClass: PyClass = nativeClass({
  name: "DeclarativeBase",
  module: "sqlalchemy.orm.decl_api",
  init: ["**kw", (self: PyInstance, kw: Map<string, Value>) => {
    self.attributes = new Map(kw);
  }],
  onSubclass: (cls, keywords) => {
    if (cls.bases.includes(declarativeBaseClass) && !cls.namespace.has("metadata")) {
      cls.define("metadata", callNow(metaDataClass));
    }
    mapClass(cls, keywords);
  },
});

/** What relations, synonyms and the like are on a class: known, but without use here. */
const mapperPropertyClass: PyClass = nativeClass({
  name: "MapperProperty",
  module: "sqlalchemy.orm.interfaces",
});

/** `relationship(…)`, `backref(…)` and other properties that only the mapper uses. */
export function mapperProperty(): PyInstance {
  return new PyInstance(mapperPropertyClass);
}

/** `mapped_column(…)`: a Column whose name is that of the attribute. */
export function mappedColumn(columnClass: PyClass, args: Value[], kw: Map<string, Value>) {
  const known = new Map(kw);
  for (
    const name of [
      "init",
      "repr",
      "default_factory",
      "compare",
      "kw_only",
      "deferred",
      "sort_order",
    ]
  ) {
    known.delete(name);
  }
  return call(columnClass, args, known.size === 0 ? null : known);
}

/** What needs the mapper. */
export function refuseMapper(name: string): never {
  throw new UnsupportedConstructError(
    `sqlalchemy.orm.${name}`,
    `sqlalchemy.orm.${name} works on mapped classes, which cannot be evaluated`,
    { hint: "use sa.select(), sa.insert(), sa.update() and text() instead" },
  );
}
