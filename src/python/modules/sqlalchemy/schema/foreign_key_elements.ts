/**
 * The foreign keys of a table, each as a constraint and column by column with the columns of both sides; those given with a
 * column have constraints, too, once it belongs to a table.
 */
import type { ForeignKey, ForeignKeyConstraint } from "../../../../schema/constraint.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import {
  extendClass,
  nativeClass,
  PyInstance,
  PyList,
  PySet,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnClass, columnState } from "./column.ts";
import type { ColumnState } from "./column_state.ts";
import { foreignKeyConstraintClass } from "./constraints.ts";
import { foreignKeyClass } from "./foreign_key.ts";
import { keyOfReferred } from "./reference_types.ts";
import { type TableState, tableState } from "./table_state.ts";

interface Element {
  readonly constraint: PyInstance;
  readonly index: number;
}

const elements = new WeakMap<PyInstance, Element>();
const elementsByConstraint = new WeakMap<PyInstance, readonly PyInstance[]>();

/** The constraints of foreign keys that were given with columns, by column and foreign key. */
const constraintsOfColumns = new WeakMap<ColumnState, Map<PyInstance, PyInstance>>();

const elementClass = nativeClass({
  name: "ForeignKey",
  module: "sqlalchemy.sql.schema",
  bases: [foreignKeyClass],
  methods: {
    references: ["table", (self: PyInstance, table: Value) => {
      const other = tableState(table);
      return other !== undefined && referredTable(elements.get(self)!.constraint) === other;
    }],
  },
  properties: {
    constraint: (self: PyInstance) => elements.get(self)!.constraint,
    parent: (self: PyInstance) => {
      const { constraint, index } = elements.get(self)!;
      return columnOf(tableOf(constraint), keyOf(constraint).columns[index]!);
    },
    column: (self: PyInstance) => {
      const { constraint, index } = elements.get(self)!;
      const { columns, referredColumns } = keyOf(constraint);
      return columnOf(referredTable(constraint), referredColumns[index] ?? columns[index]!);
    },
  },
});

function keyOf(constraint: PyInstance): ForeignKeyConstraint {
  return constraint.native as ForeignKeyConstraint;
}

function tableOf(constraint: PyInstance): TableState {
  const table = tableState(constraint.attributes?.get("table") ?? null);
  if (table !== undefined) return table;
  throw sqlalchemyError("InvalidRequestError", "the foreign key is in no table");
}

function referredTable(constraint: PyInstance): TableState {
  const { metadata } = tableOf(constraint);
  const key = metadata === null ? "" : keyOfReferred(keyOf(constraint).referred, metadata);
  const found = metadata?.tables.get(key);
  if (found !== undefined) return found;
  throw sqlalchemyError(
    "NoReferencedTableError",
    `Foreign key of table '${tableOf(constraint).key}' could not find table '${key}'`,
  );
}

function columnOf(table: TableState, name: Name): PyInstance {
  const text = nameText(name);
  const found = [...table.columns()].find(([key, column]) =>
    key === text || nameText((column.native as { readonly name: Name }).name) === text
  );
  if (found !== undefined) return found[1];
  throw sqlalchemyError(
    "NoReferencedColumnError",
    `table '${table.key}' has no column named '${text}'`,
  );
}

function elementsOf(constraint: PyInstance): readonly PyInstance[] {
  let found = elementsByConstraint.get(constraint);
  if (found === undefined) elementsByConstraint.set(constraint, found = makeElements(constraint));
  return found;
}

function makeElements(constraint: PyInstance): readonly PyInstance[] {
  const { columns, referredColumns, order: _order, ...key } = keyOf(constraint);
  return columns.map((column, index) => {
    const element = new PyInstance(elementClass);
    element.native = {
      ...key,
      kind: "columnForeignKey",
      referredColumn: referredColumns[index] ?? column,
    } satisfies ForeignKey;
    elements.set(element, { constraint, index });
    return element;
  });
}

/** The constraint of a foreign key that was given with a column. */
function constraintOfColumn(column: ColumnState, key: PyInstance, table: TableState): PyInstance {
  let made = constraintsOfColumns.get(column);
  if (made === undefined) constraintsOfColumns.set(column, made = new Map());
  let constraint = made.get(key);
  if (constraint === undefined) {
    const { referredColumn, ...native } = key.native as ForeignKey;
    constraint = new PyInstance(foreignKeyConstraintClass);
    constraint.native = {
      ...native,
      kind: "foreignKey",
      order: 0,
      columns: [column.name],
      referredColumns: [referredColumn ?? column.name],
    } satisfies ForeignKeyConstraint;
    constraint.attributes = new Map([["table", table.object]]);
    made.set(key, constraint);
  }
  return constraint;
}

/** The foreign keys that were given with the columns of a table, as constraints. */
export function foreignKeysOfColumns(table: TableState): readonly PyInstance[] {
  return table.columnStates().flatMap((column) =>
    column.foreignKeyObjects.map((key) => constraintOfColumn(column, key, table))
  );
}

/** The constraints of all foreign keys of a table. */
export function foreignKeyConstraints(table: TableState): readonly PyInstance[] {
  return [
    ...table.constraintObjects.filter(({ native }) =>
      (native as ForeignKeyConstraint).kind === "foreignKey"
    ),
    ...foreignKeysOfColumns(table),
  ];
}

/** The foreign keys of a table, column by column. */
export function foreignKeysOf(table: TableState): readonly PyInstance[] {
  return foreignKeyConstraints(table).flatMap(elementsOf);
}

extendClass(columnClass, {
  properties: {
    foreign_keys: (self: PyInstance) => {
      const column = columnState(self)!;
      const table = tableState(column.table);
      const name = nameText(column.name);
      return new PySet(
        table === undefined ? column.foreignKeyObjects : foreignKeysOf(table).filter((key) => {
          const { constraint, index } = elements.get(key)!;
          return nameText(keyOf(constraint).columns[index]!) === name;
        }),
      );
    },
  },
});

extendClass(foreignKeyConstraintClass, {
  properties: {
    elements: (self: PyInstance) => new PyList([...elementsOf(self)]),
    column_keys: (self: PyInstance) => new PyList(keyOf(self).columns.map(nameText)),
    referred_table: (self: PyInstance) => referredTable(self).object,
  },
});
