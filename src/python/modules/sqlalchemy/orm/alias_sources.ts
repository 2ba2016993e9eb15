/** What aliases of mapped classes stand on. */
import { nameText } from "../../../../schema/name.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import { PyInstance, type Value } from "../../../runtime/mod.ts";
import { nameFrom } from "../names.ts";
import { over } from "../expression/adapt.ts";
import { aliasClass, aliasOf, columnOf } from "../expression/from.ts";
import { asFromSource, type FromSource } from "../expression/from_source.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { rememberAliasState } from "./alias_columns.ts";
import { columnOver } from "./columns.ts";
import { loadedColumns } from "./entity_columns.ts";
import { isJoined, levelsOf, placeOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";

/** What an alias of a class is taken from. */
export interface AliasSource {
  readonly source: FromSource;
  readonly columns: ReadonlyMap<ColumnState, PyInstance>;
  readonly tables: readonly FromClause[];
}

/** An alias of the tables of a class, for those who give it no name. */
export function anonymousAlias(mapping: ClassMapping): PyInstance {
  const { source, columns, tables } = isJoined(mapping)
    ? flatSource(mapping, null)
    : plainSource(mapping, aliasOf(mapping.table!, null));
  const alias = new PyInstance(aliasClass);
  alias.native = source;
  rememberAliasState(alias, { mapping, columns, tables });
  return alias;
}

/** Over something that has the columns of the class by their names. */
export function plainSource(mapping: ClassMapping, from: PyInstance): AliasSource {
  const source = asFromSource(from)!;
  const columns = new Map<ColumnState, PyInstance>();
  for (const [attribute, object] of mapping.allColumns()) {
    const state = columnState(object)!;
    const all = source.columns();
    const column = all.get(nameText(state.name)) ?? all.get(attribute);
    if (column !== undefined) columns.set(state, column);
  }
  return { source, columns, tables: tablesOf(mapping) };
}

function tablesOf(mapping: ClassMapping): readonly FromClause[] {
  return levelsOf(mapping).map(({ table }) => table.toFrom());
}

function statesOf(mapping: ClassMapping): readonly ColumnState[] {
  return loadedColumns(mapping).flatMap(({ state }) => state === null ? [] : [state]);
}

/** The tables of the class joined, in a SELECT of their own: columns are named for their tables. */
export function subquerySource(mapping: ClassMapping, name: Value): AliasSource {
  const place = placeOf(mapping);
  const order = levelsOf(mapping).flatMap(({ table }) => table.columnStates());
  const named = order.filter((state) => statesOf(mapping).includes(state)).map((state) => {
    const table = levelsOf(mapping).find(({ table }) => table.toFrom() === state.from)!.table;
    return [state, `${nameText(table.name)}_${nameText(state.name)}`] as const;
  });
  const from: FromClause = {
    kind: "subquery",
    name: nameFrom(name),
    select: {
      kind: "select",
      columns: named.map(([state, name]) => ({
        kind: "label",
        operand: columnOver(state, null),
        name,
      })),
      from: [place],
    },
  };
  const columns = new Map(
    named.map(([state, name]) => [state, columnOf(name, state.sqlType, from)] as const),
  );
  return { source: sourceOver(from, columns), columns, tables: tablesOf(mapping) };
}

/** The tables of the class joined, each under an alias: `flat=True`. */
export function flatSource(mapping: ClassMapping, name: Value): AliasSource {
  const columns = new Map<ColumnState, PyInstance>();
  const given = nameFrom(name);
  const places = levelsOf(mapping).map(({ table }) => {
    const own = given === null ? null : `${nameText(given)}_${nameText(table.name)}`;
    const alias: FromClause = { kind: "alias", element: table.toFrom(), name: own };
    for (const state of table.columnStates()) {
      columns.set(state, columnOf(state.name, state.sqlType, alias));
    }
    return [table.toFrom(), alias] as const;
  });
  const moved = (from: FromClause): FromClause =>
    from.kind === "join"
      ? {
        ...from,
        left: moved(from.left),
        right: moved(from.right),
        on: places.reduce((on, [table, place]) => over(on, table, place), from.on),
      }
      : places.find(([table]) => table === from)?.[1] ?? from;
  const source = sourceOver(moved(placeOf(mapping)), columns);
  return { source, columns, tables: tablesOf(mapping) };
}

function sourceOver(
  from: FromClause,
  columns: ReadonlyMap<ColumnState, PyInstance>,
): FromSource {
  const byName = new Map([...columns].map(([state, column]) => [nameText(state.name), column]));
  return { toFrom: () => from, columns: () => byName };
}
