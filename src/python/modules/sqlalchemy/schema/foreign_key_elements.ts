/** `constraint.elements`: the foreign keys of a `ForeignKeyConstraint` column by column, with the columns of both sides. */
import type { ForeignKey, ForeignKeyConstraint } from "../../../../schema/constraint.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import { extendClass, nativeClass, PyInstance, PyList, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { foreignKeyConstraintClass } from "./constraints.ts";
import { foreignKeyClass } from "./foreign_key.ts";
import { keyOfReferred } from "./reference_types.ts";
import { type TableState, tableState } from "./table_state.ts";

interface Element {
  readonly constraint: PyInstance;
  readonly index: number;
}

const elements = new WeakMap<PyInstance, Element>();

const elementClass = nativeClass({
  name: "ForeignKey",
  module: "sqlalchemy.sql.schema",
  bases: [foreignKeyClass],
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

function elementsOf(constraint: PyInstance): PyList {
  const key = keyOf(constraint);
  return new PyList(key.columns.map((column, index): Value => {
    const element = new PyInstance(elementClass);
    const native: ForeignKey = {
      kind: "columnForeignKey",
      name: key.name,
      referred: key.referred,
      referredColumn: key.referredColumns[index] ?? column,
      ...(key.onDelete === undefined ? {} : { onDelete: key.onDelete }),
      ...(key.onUpdate === undefined ? {} : { onUpdate: key.onUpdate }),
    };
    element.native = native;
    elements.set(element, { constraint, index });
    return element;
  }));
}

extendClass(foreignKeyConstraintClass, {
  properties: {
    elements: elementsOf,
    column_keys: (self: PyInstance) => new PyList(keyOf(self).columns.map(nameText)),
    referred_table: (self: PyInstance) => referredTable(self).object,
  },
});
