import type { ForeignKey, ReferredTable } from "../../../../schema/constraint.ts";
import { nameText } from "../../../../schema/name.ts";
import { nameFrom } from "../names.ts";
import type { ColumnState } from "./column_state.ts";
import type { MetaDataState } from "./metadata_state.ts";
import type { TableState } from "./table_state.ts";

/** The other sides of a column's foreign keys, its own and those of constraints of the table. */
function* keysOf(
  table: TableState,
  column: ColumnState,
): Generator<Pick<ForeignKey, "referred" | "referredColumn">> {
  yield* column.foreignKeys;
  for (const constraint of table.constraints) {
    if (constraint.kind !== "foreignKey") continue;
    const at = constraint.columns.findIndex((name) => nameText(name) === nameText(column.name));
    if (at < 0) continue;
    yield { referred: constraint.referred, referredColumn: constraint.referredColumns[at]! };
  }
}

/**
 * Gives the columns of a table that have no type that of the column that their foreign key refers to, as SQLAlchemy does
 * once that is known.
 */
export function resolveReferenceTypes(table: TableState): void {
  for (const column of table.columnStates()) {
    if (column.typeObject === null) resolve(table, column, new Set());
  }
}

/**
 * Does so for all tables that belong together with one: the type of a column is about to change, and columns that refer to
 * it keep the one that they have had since both tables were there.
 */
export function settleReferenceTypes({ metadata }: TableState): void {
  for (const table of metadata?.tables.values() ?? []) resolveReferenceTypes(table);
}

function resolve(table: TableState, column: ColumnState, seen: ReadonlySet<ColumnState>): void {
  if (column.typeObject !== null || seen.has(column) || table.metadata === null) return;
  for (const { referred, referredColumn } of keysOf(table, column)) {
    const owner = table.metadata.tables.get(keyOfReferred(referred, table.metadata));
    const other = owner?.columnStates().find(({ name, key }) =>
      [nameText(name), key].includes(nameText(referredColumn ?? column.name))
    );
    if (owner === undefined || other === undefined) continue;
    resolve(owner, other, new Set([...seen, column]));
    if (other.typeObject === null) continue;
    column.typeObject = other.typeObject;
    column.sqlType = other.sqlType;
    return;
  }
}

/** The key in `metadata.tables` of what a foreign key refers to. */
export function keyOfReferred({ table, schema }: ReferredTable, metadata: MetaDataState): string {
  const name = schema ?? nameFrom(metadata.schema);
  return name === null ? nameText(table) : `${nameText(name)}.${nameText(table)}`;
}
