/** `with_polymorphic(Class, classes)`: a class with the tables of classes that derive from it, so that one SELECT reads all. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import {
  asString,
  collectNow,
  isTrue,
  type PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { over, replaced } from "../expression/adapt.ts";
import { conjunction } from "../expression/conjunction.ts";
import { rememberAlias, rememberEntity } from "../expression/entities.ts";
import { columnOf } from "../expression/from.ts";
import type { FromSource } from "../expression/from_source.ts";
import { asExpression } from "../expression/payload.ts";
import { rememberSubject, rememberSubjectColumn } from "../expression/subjects.ts";
import { sqlalchemyError } from "../exc.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import { type AliasState, rememberAliasState, replacementOf } from "./alias_columns.ts";
import { aliasedClass, rememberParts } from "./aliased.ts";
import { type LoadedColumn, loadedColumns } from "./entity_columns.ts";
import { equalPair, type Level, levelsOf } from "./inheritance.ts";
import { instrumentBackrefs } from "./instrument.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, onlyOf } from "./mapping_lookup.ts";

/** The mappings of a class and of those asked for, with those between, each behind the one that it derives from. */
function mappingsAsked(base: ClassMapping, classes: Value): readonly ClassMapping[] {
  const all = base.registry.mappings.filter(({ cls }) => cls.isSubclassOf(base.cls));
  if (asString(classes) === "*") return all;
  const asked = collectNow(classes).map((cls) => mappingFor(cls as PyClass));
  const stranger = asked.find((mapping) => mapping === undefined || !all.includes(mapping));
  if (stranger !== undefined || asked.includes(undefined)) {
    const name = stranger?.cls.name ?? "a class";
    throw sqlalchemyError(
      "InvalidRequestError",
      `${name} does not inherit from ${base.cls.name}`,
    );
  }
  return all.filter((mapping) =>
    mapping === base || asked.some((other) => other!.cls.isSubclassOf(mapping.cls))
  );
}

interface Places {
  readonly from: FromClause;
  readonly columns: ReadonlyMap<ColumnState, PyInstance>;
  readonly tables: readonly FromClause[];
}

/** The tables of all, joined so that rows of the class stay that have none in the others; each under an alias where `flat`. */
function joined(
  mappings: readonly ClassMapping[],
  flat: boolean,
  inner: boolean,
): Places {
  const levels = new Map<TableState, Level>();
  const own = new Set(levelsOf(mappings[0]!).map(({ table }) => table));
  for (const mapping of mappings) {
    for (const level of levelsOf(mapping)) levels.set(level.table, level);
  }
  const placed = new Map<TableState, FromClause>();
  const columns = new Map<ColumnState, PyInstance>();
  for (const table of levels.keys()) {
    const plain = table.toFrom();
    const place: FromClause = flat ? { kind: "alias", element: plain, name: null } : plain;
    placed.set(table, place);
    for (const state of table.columnStates()) {
      columns.set(state, columnOf(state.name, state.sqlType, place));
    }
  }
  const moved = (on: Expression) =>
    [...placed].reduce((on, [table, place]) => over(on, table.toFrom(), place), on);
  const [first, ...rest] = [...levels.values()];
  const from = rest.reduce<FromClause>((left, { table, pairs }) => ({
    kind: "join",
    left,
    right: placed.get(table)!,
    on: moved(conjunction(pairs.map(equalPair))),
    ...(inner || own.has(table) ? {} : { outer: true }),
  }), placed.get(first!.table)!);
  return { from, columns, tables: [...levels.keys()].map((table) => table.toFrom()) };
}

/** What is read: the columns of the class, then what the others add. */
function columnsOfAll(mappings: readonly ClassMapping[]): readonly LoadedColumn[] {
  const found: LoadedColumn[] = [];
  const seen = new Set<unknown>();
  for (const mapping of mappings) {
    for (const column of loadedColumns(mapping)) {
      const what = column.state ?? column.expression;
      if (seen.has(what)) continue;
      seen.add(what);
      refuseClash(found, column, mapping);
      found.push(column);
    }
  }
  return found;
}

/** Two classes that have an attribute of one name in tables of their own are told apart by the class alone. */
function refuseClash(found: readonly LoadedColumn[], column: LoadedColumn, mapping: ClassMapping) {
  const other = found.find(({ attribute }) => attribute === column.attribute);
  const isKey = column.state?.primaryKey ?? false;
  if (other === undefined || isKey) return;
  throw new UnsupportedConstructError(
    "with_polymorphic()",
    `with_polymorphic() of classes that have '${column.attribute}' each, as ${mapping.cls.name}, cannot be evaluated`,
    { hint: "query the classes one by one" },
  );
}

/** `with_polymorphic(base, classes, selectable=None, flat=False, …)`. */
export function withPolymorphic(
  base: PyClass,
  classes: Value,
  selectable: Value,
  flat: Value,
  _on: Value,
  aliased: Value,
  inner: Value,
): PyInstance {
  const mapping = mappingFor(base);
  if (mapping === undefined) throw sqlalchemyError("ArgumentError", "a mapped class is expected");
  if ((selectable !== null && selectable !== false) || (isTrue(aliased) && !isTrue(flat))) {
    throw new UnsupportedConstructError(
      "with_polymorphic()",
      "with_polymorphic() cannot be evaluated with a selectable of its own",
      { hint: "leave out selectable and aliased, or use flat=True" },
    );
  }
  const mappings = mappingsAsked(mapping, classes);
  const { from, columns, tables } = joined(mappings, isTrue(flat), isTrue(inner));
  instrumentBackrefs(mapping);
  const source: FromSource = { toFrom: () => from, columns: () => new Map() };
  const aliasOf = (part: ClassMapping): PyInstance => {
    const alias = new PyInstance(aliasedClass);
    alias.native = source;
    rememberAliasState(alias, { mapping: part, columns, tables });
    rememberAlias(alias, part.cls, from);
    return alias;
  };
  const parts = mappings.slice(1).map((part) => [part.cls.name, aliasOf(part)] as const);
  const alias = aliasOf(mapping);
  rememberParts(alias, new Map(parts));
  const state: AliasState = { mapping, columns, tables };
  rememberEntity(
    alias,
    () =>
      columnsOfAll(mappings).map(({ attribute, expression, state: own }) => [
        attribute,
        own === null
          ? replaced(expression, replacementOf(state))
          : asExpression(columns.get(own)!)!,
      ]),
    mappings.length > 1,
  );
  const only = () => {
    const only = onlyOf(mapping);
    return only && replaced(only, replacementOf(state));
  };
  const subject = { value: alias, from, only };
  rememberSubject(alias, subject);
  for (const column of columns.values()) rememberSubjectColumn(asExpression(column)!, subject);
  return alias;
}
