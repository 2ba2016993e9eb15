import {
  call,
  isTrue,
  nativeFunction,
  PyInstance,
  type PyNativeFunction,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { partOfTables } from "../known_arguments.ts";
import { columnClass, columnState } from "../schema/column.ts";

/** What `mapped_column()` takes besides the arguments of a Column. */
export interface MappedColumnOptions {
  readonly sortOrder: number | null;
  readonly useExistingColumn: boolean;
  /** What a dataclass is told of the attribute. */
  readonly dataclass: ReadonlyMap<string, Value>;
}

const OWN = [
  "init",
  "repr",
  "default_factory",
  "compare",
  "kw_only",
  "hash",
  "dataclass_metadata",
  "deferred",
  "deferred_group",
  "deferred_raiseload",
  "active_history",
  "sort_order",
  "use_existing_column",
];

/** What is said to dataclasses; a default is one of the column, too. */
const DATACLASS = ["init", "repr", "default", "default_factory", "compare", "kw_only"];

/** Names of the first two arguments, for those who give them by name. */
const FIRST = ["__name_pos", "__type_pos"];

const options = new WeakMap<PyInstance, MappedColumnOptions>();

/** What `mapped_column()` was told of a column; undefined for a plain `Column`. */
export function mappedColumnOptions(column: Value): MappedColumnOptions | undefined {
  return column instanceof PyInstance ? options.get(column) : undefined;
}

/** `mapped_column(…)`: a Column that takes what it does not say from the annotation of its attribute. */
export function mappedColumn(args: readonly Value[], kw: ReadonlyMap<string, Value>): PyInstance {
  const known = new Map(kw);
  for (const name of [...OWN, ...FIRST]) known.delete(name);
  const all = [...args];
  for (const [place, name] of FIRST.entries()) {
    if (kw.has(name)) all.splice(place, 0, kw.get(name)!);
  }
  const column = runNow(call(columnClass, all, known.size === 0 ? null : known)) as PyInstance;
  const order = kw.get("sort_order") ?? null;
  options.set(column, {
    sortOrder: typeof order === "number" ? order : null,
    useExistingColumn: isTrue(kw.get("use_existing_column") ?? null),
    dataclass: new Map([...kw].filter(([name]) => DATACLASS.includes(name))),
  });
  return column;
}

export const mappedColumnFunction: PyNativeFunction = nativeFunction(
  "mapped_column",
  "*args, **kw",
  (args: Value[], kw: Map<string, Value>) => mappedColumn(args, kw),
);

partOfTables(mappedColumnFunction);

/** A copy of a column that belongs to no table, as mixins and abstract classes hand down. */
export function copyColumn(column: PyInstance): PyInstance {
  const copy = new PyInstance(column.cls);
  copy.native = columnState(column)!.copy();
  const own = options.get(column);
  if (own !== undefined) options.set(copy, own);
  return copy;
}

/**
 * Fills in what a column does not say from the one of `Annotated[type, mapped_column(…)]`, as `Column._merge`
 * does.
 */
export function mergeColumn(column: PyInstance, from: PyInstance): void {
  const into = columnState(column)!;
  const source = columnState(from)!.copy();
  if (source.primaryKey) into.primaryKey = true;
  if (into.typeObject === null && source.typeObject !== null) {
    into.typeObject = source.typeObject;
    into.sqlType = source.sqlType;
  }
  if (into.autoincrement === "auto") into.autoincrement = source.autoincrement;
  into.system ||= source.system;
  into.unique ||= source.unique;
  into.index ||= source.index;
  into.nullable ??= source.nullable;
  if (into.insertDefault === null) into.insertDefault = source.insertDefault;
  if (into.updateDefault === null) into.updateDefault = source.updateDefault;
  into.sequence ??= source.sequence;
  if (into.serverDefault === null && into.identity === null && into.computed === null) {
    into.serverDefault = source.serverDefault;
    into.serverDefaultValue = source.serverDefaultValue;
    into.identity = source.identity;
    into.computed = source.computed;
  }
  into.comment ??= source.comment;
  into.key ??= source.key;
  into.foreignKeys.push(...source.foreignKeys);
  into.foreignKeyObjects.push(...source.foreignKeyObjects);
  into.checks.push(...source.checks);
  const own = options.get(column);
  const other = options.get(from);
  if (other === undefined) return;
  options.set(column, {
    sortOrder: own?.sortOrder ?? other.sortOrder,
    useExistingColumn: (own?.useExistingColumn ?? false) || other.useExistingColumn,
    dataclass: new Map([...other.dataclass, ...own?.dataclass ?? []]),
  });
}
