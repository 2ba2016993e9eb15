/** `aliased(Class)`: the class again, over an alias of its table. */
import { nameText } from "../../../../schema/name.ts";
import type { ColumnReference } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import {
  callMethod,
  missingAttribute,
  nativeClass,
  type Outcome,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { nameFrom } from "../names.ts";
import { over, replaced } from "../expression/adapt.ts";
import { element } from "../expression/element.ts";
import { classOfAlias, rememberAlias, rememberEntity } from "../expression/entities.ts";
import { aliasOf, columnOf } from "../expression/from.ts";
import { asFromSource, type FromSource } from "../expression/from_source.ts";
import { asExpression, giveExpression } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { aliasState, columnOfAlias, rememberAliasState, replacementOf } from "./alias_columns.ts";
import { columnOver } from "./columns.ts";
import { type LoadedColumn, loadedColumns } from "./entity_columns.ts";
import { isJoined, levelsOf, placeOf } from "./inheritance.ts";
import { relationOfAlias } from "./instrument.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, onlyOf } from "./mapping_lookup.ts";
import { relationOf } from "./relation.ts";
import { introduceAlias } from "./subjects.ts";

const aliasedClass: PyClass = nativeClass({
  name: "AliasedClass",
  module: "sqlalchemy.orm.util",
  methods: { __getattr__: ["name", attributeOf] },
});

function attributeOf(self: PyInstance, name: string): Outcome {
  const mapping = mappingFor(classOfAlias(self)!)!;
  const column = columnState(mapping.allColumns().get(name) ?? null);
  const found = column && columnOfAlias(self, column);
  if (found !== undefined) return found;
  const loaded = loadedOf(self).find(({ attribute }) => attribute === name);
  if (loaded !== undefined) return element(loaded.expression);
  const relation = relationOf(mapping, name);
  if (relation !== undefined) return relationOfAlias(self, relation);
  const own = mapping.cls.lookup(name);
  // What a class says of itself, as hybrids do, it says of the alias.
  if (own instanceof PyInstance && own.cls.lookup("__get__") !== undefined) {
    return callMethod(own, "__get__", [null, self]);
  }
  throw missingAttribute(self, name);
}

/** What is read through an alias for the objects of its class. */
function loadedOf(alias: PyInstance): readonly LoadedColumn[] {
  const state = aliasState(alias)!;
  return loadedColumns(state.mapping).flatMap((column): readonly LoadedColumn[] => {
    if (column.state === null) {
      return [{ ...column, expression: replaced(column.expression, replacementOf(state)) }];
    }
    const own = state.columns.get(column.state);
    if (own === undefined) return [];
    const { key: _, ...expression } = asExpression(own) as ColumnReference;
    return [{ ...column, expression }];
  });
}

/** What an alias of a class is taken from. */
interface Source {
  readonly source: FromSource;
  readonly columns: ReadonlyMap<ColumnState, PyInstance>;
  readonly tables: readonly FromClause[];
}

/**
 * `aliased(element, alias, name)`: over an alias of its table, or over what is given and has its columns; for a table or a
 * subquery it is its alias.
 */
export function makeAliased(element: Value, given: Value, name: Value, flat: Value): PyInstance {
  const cls = element instanceof PyInstance ? undefined : element as PyClass;
  const mapping = cls && mappingFor(cls);
  if (mapping === undefined || mapping.table === null) return aliasOf(element as PyInstance, name);
  const { source, columns, tables } = given === null && isJoined(mapping)
    ? flat === true ? flatSource(mapping, name) : subquerySource(mapping, name)
    : plainSource(mapping, given === null ? aliasOf(mapping.table, name) : given as PyInstance);
  const alias = new PyInstance(aliasedClass);
  alias.native = source;
  for (const [attribute, object] of mapping.allColumns()) {
    const state = columnState(object)!;
    const column = columns.get(state);
    const expression = column && asExpression(column);
    if (expression?.kind !== "column" || nameText(state.name) === attribute) continue;
    giveExpression(column!, { ...expression, key: attribute });
  }
  const state = { mapping, columns, tables };
  rememberAliasState(alias, state);
  rememberAlias(alias, mapping.cls, source.toFrom());
  rememberEntity(
    alias,
    () => loadedOf(alias).map(({ attribute, expression }) => [attribute, expression]),
  );
  introduceAlias(alias, mapping, [...columns.values()], () => {
    const only = onlyOf(mapping);
    return only && replaced(only, replacementOf(state));
  });
  return alias;
}

/** Over something that has the columns of the class by their names. */
function plainSource(mapping: ClassMapping, from: PyInstance): Source {
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
function subquerySource(mapping: ClassMapping, name: Value): Source {
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
function flatSource(mapping: ClassMapping, name: Value): Source {
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
