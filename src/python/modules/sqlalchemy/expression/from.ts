import { type Name, nameText } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type {
  FromClause,
  TableClause,
  TableColumn,
  ValuesClause,
} from "../../../../sql/from_clause.ts";
import type { CompoundSelect, Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import { isTrue, nativeClass, type PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom, nameValue, requiredName } from "../names.ts";
import { clauseElementClass, columnClauseClass, derivedColumnClass } from "./classes.ts";
import { conditionOf, valueExpression } from "./coercion.ts";
import { valuesOf } from "../values.ts";
import { asExpression } from "./payload.ts";
import { columnCollection } from "./column_collection.ts";
import { ColumnClauseState, type FromSource, fromSource, rememberSource } from "./from_source.ts";
import { joinCondition } from "./join_condition.ts";
import { isDefined, type OutputColumn, outputColumns } from "./output_columns.ts";
import { deleteFrom, insertInto, updateOf } from "./dml.ts";
import { selectFrom } from "./select.ts";

/** A column object of something that stands in FROM; `isDefined` where it comes from a `Table`. */
export function columnOf(
  name: Name,
  type: SqlType,
  from: FromClause,
  isDefined = false,
  part?: Expression,
): PyInstance {
  const column = new PyInstance(isDefined ? derivedColumnClass : columnClauseClass);
  column.native = new ColumnClauseState(name, type, from, false, part);
  return column;
}

/** What stands in FROM under a name of its own, with columns made once. */
class NamedSource implements FromSource {
  readonly from: FromClause;
  readonly #make: () => Iterable<readonly [string, PyInstance]>;
  #columns: Map<string, PyInstance> | null = null;

  constructor(from: FromClause, make: () => Iterable<readonly [string, PyInstance]>) {
    this.from = from;
    this.#make = make;
  }

  toFrom(): FromClause {
    return this.from;
  }

  columns(): ReadonlyMap<string, PyInstance> {
    return this.#columns ??= byKey(this.#make());
  }
}

/** Columns by their keys; a further one of a key gets a number. */
function byKey(columns: Iterable<readonly [string, PyInstance]>): Map<string, PyInstance> {
  const found = new Map<string, PyInstance>();
  for (const [key, column] of columns) {
    let free = key;
    for (let number = 1; found.has(free); number++) free = `${key}_${number}`;
    found.set(free, column);
  }
  return found;
}

function sourceOf(self: PyInstance): FromSource {
  return self.native as FromSource;
}

/** `FromClause`: tables, aliases, joins, subqueries. */
export const fromClauseClass: PyClass = nativeClass({
  name: "FromClause",
  module: "sqlalchemy.sql.selectable",
  bases: [clauseElementClass],
  methods: {
    select: ["whereclause=None, **kw", (self: PyInstance, where: Value) => selectFrom(self, where)],
    join: ["right, onclause=None, isouter=False, full=False", joinMethod],
    outerjoin: ["right, onclause=None, full=False", (
      self: PyInstance,
      right: Value,
      on: Value,
      full: Value,
    ) => joinMethod(self, right, on, true, full)],
    alias: ["name=None, flat=False", (self: PyInstance, name: Value) => aliasOf(self, name)],
    corresponding_column: [
      "column, require_embedded=False",
      (self: PyInstance, column: Value) =>
        [...sourceOf(self).columns().values()].find((candidate) => candidate === column) ?? null,
    ],
  },
  properties: {
    c: (self: PyInstance) => columnCollection(() => sourceOf(self).columns()),
    columns: (self: PyInstance) => columnCollection(() => sourceOf(self).columns()),
    exported_columns: (self: PyInstance) => columnCollection(() => sourceOf(self).columns()),
    name: (self: PyInstance) => {
      const from = sourceOf(self).toFrom();
      return "name" in from ? nameValue(from.name) : null;
    },
    description: (self: PyInstance) => {
      const from = sourceOf(self).toFrom();
      return "name" in from ? nameValue(from.name) : null;
    },
  },
});

/** `TableClause`: what `sa.table("t", …)` makes, and the base of `sa.Table`. */
export const tableClauseClass: PyClass = nativeClass({
  name: "TableClause",
  module: "sqlalchemy.sql.selectable",
  bases: [fromClauseClass],
  methods: {
    insert: ["values=None, **kw", (self: PyInstance, values: Value) => insertInto(self, values)],
    update: ["whereclause=None, values=None, **kw", (
      self: PyInstance,
      where: Value,
      values: Value,
    ) => updateOf(self, where, values)],
    delete: ["whereclause=None, **kw", (self: PyInstance, where: Value) => deleteFrom(self, where)],
    __str__: ["", (self: PyInstance) => {
      const table = sourceOf(self).toFrom() as TableClause;
      return table.schema
        ? `${nameText(table.schema)}.${nameText(table.name)}`
        : nameText(table.name);
    }],
  },
  properties: {
    schema: (self: PyInstance) => {
      const table = sourceOf(self).toFrom() as TableClause;
      return nameValue(table.schema);
    },
    fullname: (self: PyInstance) => {
      const table = sourceOf(self).toFrom() as TableClause;
      const name = nameText(table.name);
      return table.schema ? `${nameText(table.schema)}.${name}` : name;
    },
  },
});

const lightTableClass: PyClass = tableClauseClass;

/** `sa.table(name, *columns, schema=None)`. */
export function makeTable(name: Value, columns: readonly Value[], schema: Value): PyInstance {
  const clauseColumns: TableColumn[] = [];
  const clause: TableClause = {
    kind: "table",
    name: requiredName(name, "the name of a table"),
    schema: nameFrom(schema),
    columns: clauseColumns,
  };
  const objects = new Map<string, PyInstance>();
  for (const column of columns) {
    const state = column instanceof PyInstance ? column.native : undefined;
    if (state instanceof ColumnClauseState) state.attach(clause);
    else if (!isColumnState(state)) {
      throw sqlalchemyError(
        "ArgumentError",
        "table() takes columns made by column(), such as table('t', column('a'))",
      );
    }
    const object = state instanceof ColumnClauseState
      ? column as PyInstance
      : columnOf(state.name, state.sqlType, clause, true);
    const payload = object.native as ColumnClauseState;
    clauseColumns.push({ name: payload.name, type: payload.type });
    objects.set(nameText(payload.name), object);
  }
  const table = new PyInstance(lightTableClass);
  table.native = new NamedSource(clause, () => objects);
  return table;
}

/** `Column` objects may stand in `sa.table()` too. */
function isColumnState(
  state: unknown,
): state is { readonly name: Name; readonly sqlType: SqlType } {
  return typeof state === "object" && state !== null && "sqlType" in state && "name" in state;
}

export const aliasClass: PyClass = fromSubclass("Alias");
export const joinClass: PyClass = fromSubclass("Join");
export const subqueryClass: PyClass = fromSubclass("Subquery");
export const cteClass: PyClass = nativeClass({
  name: "CTE",
  module: "sqlalchemy.sql.selectable",
  bases: [fromClauseClass],
  methods: {
    union: ["*other", (self: PyInstance, other: Value[]) => recursion(self, "union", other)],
    union_all: [
      "*other",
      (self: PyInstance, other: Value[]) => recursion(self, "union_all", other),
    ],
  },
});
export const tableFunctionClass: PyClass = fromSubclass("TableValuedAlias");

function fromSubclass(name: string): PyClass {
  return nativeClass({ name, module: "sqlalchemy.sql.selectable", bases: [fromClauseClass] });
}

/** Wraps what stands in FROM, with its columns. */
export function named(
  cls: PyClass,
  from: FromClause,
  columns: () => Iterable<OutputColumn>,
): PyInstance {
  const object = new PyInstance(cls);
  object.native = new NamedSource(
    from,
    function* () {
      for (const [name, type, key, isDefined, part] of columns()) {
        yield [key ?? nameText(name), columnOf(name, type, from, isDefined, part)] as const;
      }
    },
  );
  return object;
}

function columnsOfAlias(source: FromSource): OutputColumn[] {
  const from = source.toFrom();
  return [...source.columns()].map(([key, column]) => {
    const { name, type } = (column.native as { toExpression(): Expression })
      .toExpression() as { name?: Name; type: SqlType };
    return [name ?? key, type, undefined, isDefined(from, name ?? key)];
  });
}

/** `table.alias(name)`. */
export function aliasOf(self: PyInstance, name: Value): PyInstance {
  const source = sourceOf(self);
  const element = source.toFrom();
  if (element.kind === "alias") return aliased(element.element, source, name);
  if (element.kind !== "table" && element.kind !== "tableFunction") {
    throw sqlalchemyError("ArgumentError", `alias() is not possible for a ${element.kind}`);
  }
  return aliased(element, source, name);
}

function aliased(
  element: Extract<FromClause, { kind: "table" | "tableFunction" }>,
  source: FromSource,
  name: Value,
): PyInstance {
  const from: FromClause = { kind: "alias", element, name: nameFrom(name) };
  const alias = named(aliasClass, from, () => columnsOfAlias(source));
  rememberSource(from, sourceOf(alias));
  return alias;
}

function joinMethod(self: PyInstance, right: Value, on: Value, outer: Value, full: Value) {
  return makeJoin(self, right, on, isTrue(outer), isTrue(full));
}

/** `join(left, right, onclause)`. */
export function makeJoin(
  left: Value,
  right: Value,
  on: Value,
  outer = false,
  full = false,
): PyInstance {
  const [a, b] = [fromSource(left), fromSource(right)];
  const join: FromClause = {
    kind: "join",
    left: a.toFrom(),
    right: b.toFrom(),
    on: on === null ? joinCondition(a, b) : conditionOf(on),
    ...(outer ? { outer } : {}),
    ...(full ? { full } : {}),
  };
  const object = new PyInstance(joinClass);
  object.native = new NamedSource(join, function* () {
    for (const source of [a, b]) {
      const table = source.toFrom();
      const prefix = "name" in table && table.name != null ? `${nameText(table.name)}_` : "";
      for (const [key, column] of source.columns()) yield [`${prefix}${key}`, column] as const;
    }
  });
  return object;
}

/** `select.subquery(name)`. */
export function subqueryOf(
  select: Select | CompoundSelect,
  name: Value,
  lateral = false,
): PyInstance {
  return named(
    subqueryClass,
    { kind: "subquery", select, name: nameFrom(name), ...(lateral ? { lateral } : {}) },
    () => outputColumns(select),
  );
}

let anonymousCtes = 0;

/** `statement.cte(name, recursive)`. */
export function cteOf(
  statement: Select | CompoundSelect | Insert | Update | Delete,
  name: Value,
  recursive: Value,
): PyInstance {
  return named(
    cteClass,
    {
      kind: "cte",
      name: nameFrom(name) ?? `anon_${++anonymousCtes}`,
      statement,
      ...(isTrue(recursive) ? { recursive: true } : {}),
    },
    () => outputColumns(statement),
  );
}

/** The recursive part of a WITH: the expression refers to itself, so it is completed in place. */
function recursion(
  self: PyInstance,
  operator: "union" | "union_all",
  others: readonly Value[],
): PyInstance {
  const cte = sourceOf(self).toFrom();
  if (cte.kind !== "cte") return self;
  const selects = others.map((other) => (other as PyInstance).native as Select | CompoundSelect);
  // The parts already refer to this very object, so it is the one that gets the whole statement.
  Object.assign(cte, {
    statement: {
      kind: "compound",
      operator,
      selects: [cte.statement as Select | CompoundSelect, ...selects],
    },
  });
  return self;
}

/** `sa.values(column, …, name=…)`, whose `.data([rows])` gives its rows. */
export const valuesClass: PyClass = nativeClass({
  name: "Values",
  module: "sqlalchemy.sql.selectable",
  bases: [fromClauseClass],
  methods: {
    data: ["values", (self: PyInstance, rows: Value) => {
      const from = sourceOf(self).toFrom() as ValuesClause;
      const added = valuesOf(rows).map((row) =>
        valuesOf(row).map((value, index) => valueExpression(value, from.columns[index]?.type))
      );
      return valuesObject({ ...from, rows: [...from.rows, ...added] });
    }],
    alias: [
      "name=None, flat=False",
      (self: PyInstance, name: Value) =>
        valuesObject({ ...sourceOf(self).toFrom() as ValuesClause, name: nameFrom(name) }),
    ],
  },
});

function valuesObject(from: ValuesClause): PyInstance {
  return named(
    valuesClass,
    from,
    () => from.columns.map(({ name, type }) => [name, type] as const),
  );
}

/** `sa.values(…)`. */
export function makeValues(columns: Value[], name: Value): PyInstance {
  return valuesObject({
    kind: "values",
    name: nameFrom(name),
    rows: [],
    columns: columns.map((column) => {
      const expression = asExpression(column);
      if (expression?.kind === "column") return { name: expression.name, type: expression.type };
      throw sqlalchemyError("ArgumentError", "values() takes columns made by column()");
    }),
  });
}
