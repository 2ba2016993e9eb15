import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  call,
  getAttribute,
  isTrue,
  type PyClass,
  PyDict,
  PyInstance,
  PyOpaque,
  PyTuple,
  repr,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { lookupAttribute } from "../../../runtime/attributes.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnState } from "../schema/column.ts";
import { tableClass } from "../schema/table.ts";
import { type TableState, tableState } from "../schema/table_state.ts";
import { completeColumn } from "./annotated_column.ts";
import { mappedType } from "./annotation.ts";
import { compositeColumns } from "./composite.ts";
import { hideInherited, isConcrete } from "./concrete.ts";
import { checkMapping, checkTyped } from "./check_mapping.ts";
import { declaredAttr } from "./declared_attr.ts";
import { instrument } from "./instrument.ts";
import { mappedColumnOptions } from "./mapped_column.ts";
import { columnsOfProperty } from "./mapper_properties.ts";
import {
  ClassMapping,
  mapperPropertyOf,
  mappingOf,
  type RegistryState,
  registryState,
  remember,
} from "./mapping.ts";
import { mapTableColumns } from "./map_table_columns.ts";
import { refuseUnknown, scanClass, type ScannedClass } from "./scan_class.ts";

/** Whether a class says that it is no mapped class itself. */
function isAbstract(cls: PyClass): boolean {
  return isTrue(cls.namespace.get("__abstract__") ?? null) ||
    cls.bases.some((base) => isTrue(base.namespace.get("__abstract_concrete__") ?? null));
}

/** The registry that a class belongs to, by the base that it derives from. */
export function registryOf(cls: PyClass): RegistryState | undefined {
  return registryState(cls.lookup("_sa_registry") ?? cls.lookup("registry") ?? null);
}

/** The mapped class that a class derives from. */
function inheritedMapping(cls: PyClass): ClassMapping | null {
  const found = new Set<ClassMapping>();
  for (const base of cls.bases) {
    const nearest = base.mro.map(mappingOf).find((mapping) => mapping !== undefined);
    if (nearest !== undefined) found.add(nearest);
  }
  if (found.size > 1) {
    const names = [...found].map((mapping) => mapping.cls.name).join(", ");
    throw sqlalchemyError(
      "InvalidRequestError",
      `Class ${cls.name} has multiple mapped bases: ${names}`,
    );
  }
  return [...found][0] ?? null;
}

/**
 * Maps a class as SQLAlchemy's declarative does: makes its `Table`, or adds its columns to the one of the class that it
 * derives from, and enters the mapping. Classes with `__abstract__` are left as they are.
 */
export function mapClass(cls: PyClass, registry: RegistryState): void {
  if (isAbstract(cls) || mappingOf(cls) !== undefined) return;
  const scanned = scanClass(cls);
  const ownArguments = mapperArguments(cls);
  const above = inheritedMapping(cls);
  const inherits = isConcrete(ownArguments) ? null : above;
  const fixed = fixedTable(cls);
  const isSingle = fixed === null && scanned.tableName === null;
  const { columns, properties, declared } = mappedAttributes(
    cls,
    scanned,
    registry,
    isSingle ? inherits : null,
  );
  let table = fixed;
  if (table !== null) refuseFurther(table, declared);
  else if (!isSingle) {
    table = makeTable(cls, registry, scanned, declared);
    if (table === null && inherits !== null) extendTable(cls, inherits, scanned, declared);
  } else if (inherits !== null) extendTable(cls, inherits, scanned, declared);
  else if (!cls.namespace.has("__no_table__")) {
    throw sqlalchemyError(
      "InvalidRequestError",
      `Class ${repr(cls)} does not have a __table__ or __tablename__ specified and does not ` +
        "inherit from an existing table-mapped class.",
    );
  }
  for (const [attribute, column] of columns) cls.define(attribute, column);
  for (const [attribute, property] of properties) cls.define(attribute, property);
  if (table !== null) cls.define("__table__", table);
  if (inherits === null && above !== null) hideInherited(cls, above);
  if (fixed !== null) mapTableColumns(cls, fixed, columns, ownArguments);
  enter(
    new ClassMapping({
      cls,
      registry,
      inherits,
      localTable: table,
      columns,
      properties,
      mapperArguments: ownArguments,
    }),
  );
}

/** The table that a class brings along as `__table__`. */
function fixedTable(cls: PyClass): PyInstance | null {
  const own = cls.namespace.get("__table__");
  const declared = cls.mro.some((base) =>
    mappingOf(base) === undefined && declaredAttr(base.namespace.get("__table__") ?? null)
  );
  if (own === undefined && !declared) return null;
  const value = runNow(getAttribute(cls, "__table__"));
  if (value instanceof PyOpaque) return value.refuse(`the __table__ of ${cls.name}`);
  return value as PyInstance;
}

interface MappedAttributes {
  readonly columns: Map<string, PyInstance>;
  readonly properties: Map<string, PyInstance>;
  /** The columns for the table, in its order. */
  readonly declared: readonly PyInstance[];
}

function mappedAttributes(
  cls: PyClass,
  { attributes, annotations }: ScannedClass,
  registry: RegistryState,
  single: ClassMapping | null,
): MappedAttributes {
  const columns = new Map<string, PyInstance>();
  const properties = new Map<string, PyInstance>();
  const declared = new Map<PyInstance, number>();
  const brought = new Set<PyInstance>();
  for (const [name, given] of attributes) {
    let value = given;
    if (declaredAttr(value) !== undefined) {
      value = runNow(getAttribute(cls, name));
      if (columnState(value) === undefined) cls.define(name, value);
    }
    const state = columnState(value);
    if (state === undefined) {
      if (mapperPropertyOf(value) === undefined) {
        if (value instanceof PyOpaque) refuseUnknown(cls, name, value);
        continue;
      }
      const single = singleColumn(value as PyInstance);
      if (single === null) properties.set(name, value as PyInstance);
      else columns.set(name, single);
      const parts = mapperPropertyOf(value)!.kind === "composite"
        ? compositeColumns(value, annotations.get(name), cls, registry)
        : columnsOfProperty(value);
      for (const column of parts) {
        const inner = columnState(column)!;
        if (inner.name === "") inner.name = name;
        declared.set(column, 0);
        brought.add(column);
      }
      continue;
    }
    if (name === "metadata") {
      throw sqlalchemyError(
        "InvalidRequestError",
        "Attribute name 'metadata' is reserved when using the Declarative API.",
      );
    }
    let column = value as PyInstance;
    const options = mappedColumnOptions(column);
    if (options !== undefined) {
      if (state.name === "") state.name = name;
      column = existingColumn(column, single) ?? column;
      const annotation = annotations.get(name);
      if (annotation !== undefined && column === value) {
        const type = mappedType(annotation.annotation, annotation.owner) ?? null;
        completeColumn(column, type, annotation.owner, registry, name);
      } else if (annotation === undefined) checkTyped(cls, name, column);
    } else if (state.name === "") state.name = name;
    columns.set(name, column);
    if (!declared.has(column)) {
      declared.set(column, mappedColumnOptions(column)?.sortOrder ?? 0);
    }
  }
  // The parts of a composite() are attributes, too.
  for (const column of brought) {
    const name = nameText(columnState(column)!.name);
    if (![...columns.values()].includes(column) && !columns.has(name)) columns.set(name, column);
  }
  const inOrder = [...declared].map(([column, order], index) => ({ column, order, index }))
    .sort((a, b) => a.order - b.order || a.index - b.index);
  return { columns, properties, declared: inOrder.map(({ column }) => column) };
}

/** The column that `deferred(Column(…))` and `column_property(Column(…))` stand for. */
function singleColumn(property: PyInstance): PyInstance | null {
  const { kind, args } = mapperPropertyOf(property)!;
  const isOne = (kind === "deferred" || kind === "column_property") && args.length === 1;
  return isOne && columnState(args[0]!) !== undefined ? args[0] as PyInstance : null;
}

/** The column of the inherited table that `use_existing_column` asks for. */
function existingColumn(column: PyInstance, single: ClassMapping | null): PyInstance | undefined {
  if (single === null || !mappedColumnOptions(column)!.useExistingColumn) return undefined;
  const table = single.table === null ? undefined : tableState(single.table);
  return table?.columns().get(nameText(columnState(column)!.name));
}

function refuseFurther(table: PyInstance, declared: readonly PyInstance[]): void {
  const known = new Set(tableState(table)?.columns().values() ?? []);
  const further = declared.find((column) => !known.has(column));
  if (further === undefined || tableState(table) === undefined) return;
  throw sqlalchemyError(
    "ArgumentError",
    `Can't add additional column '${
      nameText(columnState(further)!.name)
    }' when specifying __table__`,
  );
}

/** `__table_args__`: constraints and indexes, then perhaps a dict of keywords. */
function tableArguments(
  value: Value,
): { readonly items: readonly Value[]; readonly keywords: Map<string, Value> } {
  const keywords = (dict: PyDict) =>
    new Map([...dict.entries()].map(([key, item]) => [asString(key) ?? "", item] as const));
  if (value instanceof PyDict) return { items: [], keywords: keywords(value) };
  if (value === null) return { items: [], keywords: new Map() };
  if (!(value instanceof PyTuple)) {
    throw sqlalchemyError("ArgumentError", "__table_args__ value must be a tuple, dict, or None");
  }
  const last = value.items.at(-1);
  return last instanceof PyDict
    ? { items: value.items.slice(0, -1), keywords: keywords(last) }
    : { items: value.items, keywords: new Map() };
}

/** Makes the table of a class; its `__table_cls__`, which may be its metaclass's, may say that there is none. */
function makeTable(
  cls: PyClass,
  registry: RegistryState,
  scanned: ScannedClass,
  columns: readonly PyInstance[],
): PyInstance | null {
  const { items, keywords } = tableArguments(scanned.tableArguments);
  const metadata = runNow(getAttribute(cls, "metadata"));
  if (metadata instanceof PyOpaque) metadata.refuse(`the metadata of ${cls.name}`);
  const own = lookupAttribute(cls, "__table_cls__");
  const make = own === undefined ? tableClass : runNow(own);
  return runNow(call(
    make,
    [scanned.tableName, metadata ?? registry.metadata, ...columns, ...items],
    keywords.size === 0 ? null : keywords,
  )) as PyInstance | null;
}

/** Adds the columns of a class without a table of its own to the table of the class it derives from. */
function extendTable(
  cls: PyClass,
  inherits: ClassMapping,
  { tableArguments }: ScannedClass,
  columns: readonly PyInstance[],
): void {
  const { table } = inherits;
  const state = table === null ? undefined : tableState(table);
  if (tableArguments instanceof PyTuple && tableArguments.items.length > 0) {
    throw sqlalchemyError(
      "ArgumentError",
      "Can't place __table_args__ on an inherited class with no table.",
    );
  }
  if (state === undefined) return;
  for (const column of columns) addInherited(cls, state, column);
}

function addInherited(cls: PyClass, table: TableState, column: PyInstance): void {
  const own = columnState(column)!;
  const existing = table.columns().get(nameText(own.name));
  if (existing === column) return;
  if (existing !== undefined) {
    throw sqlalchemyError(
      "ArgumentError",
      `Column '${nameText(own.name)}' on class ${cls.name} conflicts with existing column ` +
        `'${nameText(table.name)}.${
          nameText(own.name)
        }'.  If using Declarative, consider using the ` +
        "use_existing_column parameter of mapped_column() to resolve conflicts.",
    );
  }
  if (own.primaryKey) {
    throw sqlalchemyError(
      "ArgumentError",
      "Can't place primary key columns on an inherited class with no table.",
    );
  }
  table.add(column);
}

function mapperArguments(cls: PyClass): ReadonlyMap<string, Value> {
  // Those of a mapped class above are its own.
  const has = cls.mro.find((base) => base.namespace.has("__mapper_args__"));
  const value = has === undefined || (has !== cls && mappingOf(has) !== undefined)
    ? null
    : runNow(getAttribute(cls, "__mapper_args__"));
  if (!(value instanceof PyDict)) return new Map();
  return new Map([...value.entries()].map(([key, item]) => [asString(key) ?? "", item]));
}

/** Enters a mapping and puts its attributes on the class. */
function enter(mapping: ClassMapping): void {
  checkMapping(mapping);
  remember(mapping);
  instrument(mapping);
}

/** `registry.map_imperatively(cls, table, properties=…)`. */
export function mapImperatively(
  cls: PyClass,
  registry: RegistryState,
  table: Value,
  keywords: ReadonlyMap<string, Value>,
): void {
  const columns = new Map<string, PyInstance>();
  const properties = new Map<string, PyInstance>();
  const given = keywords.get("properties") ?? null;
  if (given instanceof PyDict) {
    for (const [key, value] of given.entries()) {
      const name = asString(key) ?? "";
      if (columnState(value) !== undefined) columns.set(name, value as PyInstance);
      else if (mapperPropertyOf(value) !== undefined) properties.set(name, value as PyInstance);
    }
  }
  for (const [name, value] of [...columns, ...properties]) cls.define(name, value);
  const local = table instanceof PyInstance ? table : null;
  if (local !== null) mapTableColumns(cls, local, columns, keywords);
  enter(
    new ClassMapping({
      cls,
      registry,
      inherits: isConcrete(keywords) ? null : inheritedMapping(cls),
      localTable: local,
      columns,
      properties,
      mapperArguments: keywords,
    }),
  );
}

/**
 * What an assignment to an attribute of a mapped class means: a Column becomes part of its table. Gives whether there
 * was anything to do.
 */
export function assignMapped(cls: PyClass, name: string, value: Value): boolean {
  const mapping = mappingOf(cls);
  if (mapping === undefined) return false;
  const state = columnState(value);
  mapping.assigned.add(name);
  const columns = state !== undefined && state.table === null
    ? [value as PyInstance]
    : columnsOfProperty(value);
  for (const column of columns) {
    const own = columnState(column)!;
    if (own.name === "") own.name = name;
    if (mapping.table !== null) tableState(mapping.table)?.add(column, true);
  }
  if (state !== undefined) {
    (mapping.columns as Map<string, PyInstance>).set(name, value as PyInstance);
  } else if (mapperPropertyOf(value) !== undefined) {
    (mapping.properties as Map<string, PyInstance>).set(name, value as PyInstance);
  }
  return columns.length > 0;
}
