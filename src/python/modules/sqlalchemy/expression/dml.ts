import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause, TableClause } from "../../../../sql/from_clause.ts";
import type { Delete, Insert, Update } from "../../../../sql/query.ts";
import {
  asString,
  nativeClass,
  type NativeEntry,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom, nameOfText } from "../names.ts";
import { valuesOf } from "../values.ts";
import { assignedColumn, assignment, assignments, mergeAssignments } from "./assignments.ts";
import { conditionOf, valueExpression } from "./coercion.ts";
import { columnCollection } from "./column_collection.ts";
import { columnOf, cteOf } from "./from.ts";
import { fromSource } from "./from_source.ts";
import { asExpression, asSelect } from "./payload.ts";
import { executableClass } from "./classes.ts";
import { targetOf, withReturning, withTarget } from "./entities.ts";
import { subjectOf } from "./subjects.ts";

type Dml = Insert | Update | Delete;

function wrap(cls: PyClass, statement: Dml): PyInstance {
  const object = new PyInstance(cls);
  object.native = statement;
  return object;
}

function chain(self: PyInstance, changes: Partial<Insert> | Partial<Update>): PyInstance {
  return wrap(self.cls, { ...(self.native as Dml), ...changes } as Dml);
}

function isRowList(value: Value): value is PyList | PyTuple {
  return (value instanceof PyList || value instanceof PyTuple) && value.items.length > 0 &&
    (value.items[0] instanceof PyDict || value.items[0] instanceof PyTuple ||
      value.items[0] instanceof PyList);
}

function insertValues(self: PyInstance, args: Value[], kw: Map<string, Value>): PyInstance {
  const statement = self.native as Insert;
  const [first] = args;
  const none: ReadonlyMap<string, Value> = new Map();
  if (first !== undefined && isRowList(first)) {
    return chain(self, {
      rows: first.items.map((item) => assignments(item, none, statement.table)),
    });
  }
  const added = assignments(first ?? null, kw, statement.table);
  const before = statement.rows?.[0] ?? [];
  return chain(self, { rows: [mergeAssignments(before, added)] });
}

/** `insert(table, values)`. */
export function insertInto(table: Value, values: Value): PyInstance {
  const clause = tableOf(table);
  const statement = wrap(insertClass, withTarget({ kind: "insert", table: clause }, table));
  return values === null ? statement : insertValues(statement, [values], new Map());
}

/** The table of `insert()`. */
function tableOf(value: Value): TableClause {
  const from = oneTable(value);
  if (from.kind === "table") return from;
  throw sqlalchemyError("ArgumentError", "a table is expected here");
}

/** What a statement changes: of a class whose rows are in several tables, its own one. */
function oneTable(value: Value): FromClause {
  const from = fromSource(value).toFrom();
  return from.kind === "join" && value instanceof PyClass ? from.right : from;
}

/** The condition of an UPDATE or DELETE: its own, and the one by which a class tells its rows apart. */
function conditionsOf(table: Value, where: Value): { readonly where?: readonly Expression[] } {
  const only = subjectOf(table)?.only() ?? null;
  const conditions = [
    ...(where === null ? [] : [conditionOf(where)]),
    ...(only === null ? [] : [only]),
  ];
  return conditions.length === 0 ? {} : { where: conditions };
}

/** `update(table, whereclause, values)`. */
export function updateOf(table: Value, where: Value, values: Value): PyInstance {
  const from = oneTable(table);
  return wrap(
    updateClass,
    withTarget({
      kind: "update",
      table: from,
      values: values === null ? [] : assignments(
        values,
        new Map(),
        from,
        table instanceof PyClass ? table : null,
      ),
      ...conditionsOf(table, where),
    }, table),
  );
}

/** `delete(table, whereclause)`. */
export function deleteFrom(table: Value, where: Value): PyInstance {
  return wrap(
    deleteClass,
    withTarget({
      kind: "delete",
      table: oneTable(table),
      ...conditionsOf(table, where),
    }, table),
  );
}

function addWhere(self: PyInstance, conditions: Value[]): PyInstance {
  const statement = self.native as Update;
  return chain(self, { where: [...statement.where ?? [], ...conditions.map(conditionOf)] });
}

function filterBy(self: PyInstance, kw: Map<string, Value>): PyInstance {
  const { table, where } = self.native as Update;
  const conditions = [...kw].map(([key, value]): Expression => {
    const { name, type } = assignedColumn(key, table);
    return {
      kind: "binary",
      operator: "eq",
      left: { kind: "column", name: name as Name, type, from: table },
      right: valueExpression(value, type),
      type: { kind: "boolean", form: "Boolean" },
    };
  });
  return chain(self, { where: [...where ?? [], ...conditions] });
}

const dmlMethods: Readonly<Record<string, NativeEntry>> = {
  returning: [
    "*cols, **kw",
    (self: PyInstance, columns: Value[]) =>
      wrap(self.cls, withReturning(self.native as Insert, columns)),
  ],
  return_defaults: ["*cols, **kw", (self: PyInstance) => self],
  cte: [
    "name=None, recursive=False",
    (self: PyInstance, name: Value, recursive: Value) => cteOf(self.native as Dml, name, recursive),
  ],
  add_cte: ["*ctes, nest_here=False", (self: PyInstance, ctes: Value[]) =>
    chain(self, {
      ctes: [
        ...(self.native as Insert).ctes ?? [],
        ...ctes.map((cte) => fromSource(cte).toFrom()).filter((from) => from.kind === "cte"),
      ],
    })],
};

const dmlProperties = {
  table: (self: PyInstance) => {
    const table = new PyInstance(executableClass);
    table.native = { toFrom: () => (self.native as Dml).table, columns: () => new Map() };
    return table;
  },
};

/** `Insert`. */
export const insertClass: PyClass = nativeClass({
  name: "Insert",
  module: "sqlalchemy.sql.dml",
  bases: [executableClass],
  methods: {
    ...dmlMethods,
    values: ["*args, **kw", insertValues],
    from_select: ["names, select, include_defaults=True", (
      self: PyInstance,
      names: Value,
      select: Value,
    ) => {
      const { table } = self.native as Insert;
      const source = asSelect(select) ?? asExpression(select);
      if (source === undefined || (source.kind !== "text" && !asSelect(select))) {
        throw sqlalchemyError("ArgumentError", "from_select() expects a SELECT");
      }
      return chain(self, {
        fromSelect: {
          columns: valuesOf(names).map((name) => assignedColumn(name, table).name as Name),
          select: source as NonNullable<Insert["fromSelect"]>["select"],
        },
      });
    }],
    inline: ["", (self: PyInstance) => chain(self, { inline: true })],
    prefix_with: [
      "*prefixes, dialect='*'",
      (self: PyInstance, prefixes: Value[]) =>
        chain(self, { prefixes: prefixes.map((prefix) => asString(prefix) ?? "") }),
    ],
    on_conflict_do_nothing: ["constraint=None, index_elements=None, index_where=None", (
      self: PyInstance,
      constraint: Value,
      elements: Value,
      where: Value,
    ) =>
      chain(self, { onConflict: { action: "nothing", ...conflict(constraint, elements, where) } })],
    on_conflict_do_update: [
      "constraint=None, index_elements=None, index_where=None, set_=None, where=None",
      (
        self: PyInstance,
        constraint: Value,
        elements: Value,
        indexWhere: Value,
        set: Value,
        where: Value,
      ) => {
        const { table } = self.native as Insert;
        return chain(self, {
          onConflict: {
            action: "update",
            ...conflict(constraint, elements, indexWhere),
            set: assignments(set, new Map(), table),
            ...(where === null ? {} : { where: conditionOf(where) }),
          },
        });
      },
    ],
  },
  properties: {
    ...dmlProperties,
    excluded: (self: PyInstance) => excludedColumns(self),
  },
});

/** `insert.excluded`: the row that ON CONFLICT kept from being inserted. */
function excludedColumns(self: PyInstance): PyInstance {
  const { columns, defined } = (self.native as Insert).table;
  const from: TableClause = { kind: "table", name: "excluded", columns };
  const objects = new Map(
    columns.map(({ name, type }) => [nameText(name), columnOf(name, type, from, defined)]),
  );
  return columnCollection(() => objects);
}

function conflict(constraint: Value, elements: Value, where: Value) {
  return {
    ...(constraint === null ? {} : { constraint: constraintName(constraint) }),
    ...(elements === null ? {} : {
      indexElements: valuesOf(elements).map((item) => nameOfText(item) ?? columnName(item)),
    }),
    ...(where === null ? {} : { indexWhere: conditionOf(where) }),
  };
}

function columnName(value: Value): Name | Expression {
  const expression = asExpression(value);
  if (expression?.kind === "column") return expression.name;
  if (expression !== undefined) return expression;
  throw sqlalchemyError("ArgumentError", "index_elements are columns or their names");
}

function constraintName(value: Value): Name {
  const name = nameOfText(value) ??
    (value instanceof PyInstance ? nameFrom(value.attributes?.get("name") ?? null) : null);
  if (name === null) throw sqlalchemyError("ArgumentError", "constraint must have a name");
  return name;
}

/** `Update`. */
export const updateClass: PyClass = nativeClass({
  name: "Update",
  module: "sqlalchemy.sql.dml",
  bases: [executableClass],
  methods: {
    ...dmlMethods,
    where: ["*whereclause", addWhere],
    filter: ["*criteria", addWhere],
    filter_by: ["**kw", filterBy],
    values: ["*args, **kw", (self: PyInstance, args: Value[], kw: Map<string, Value>) => {
      const { table, values } = self.native as Update;
      return chain(self, {
        values: mergeAssignments(
          values,
          assignments(args[0] ?? null, kw, table, targetOf(self.native as Update)),
        ),
      });
    }],
    ordered_values: ["*args", (self: PyInstance, args: Value[]) => {
      const { table } = self.native as Update;
      return chain(self, {
        ordered: true,
        values: args.map((pair) => {
          const [key, value] = (pair as PyTuple).items;
          return assignment(key!, value!, table);
        }),
      });
    }],
  },
  properties: dmlProperties,
});

/** `Delete`. */
export const deleteClass: PyClass = nativeClass({
  name: "Delete",
  module: "sqlalchemy.sql.dml",
  bases: [executableClass],
  methods: {
    ...dmlMethods,
    where: ["*whereclause", addWhere],
    filter: ["*criteria", addWhere],
    filter_by: ["**kw", filterBy],
  },
  properties: dmlProperties,
});
