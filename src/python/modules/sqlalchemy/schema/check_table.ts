import { isName, type Name, nameText } from "../../../../schema/name.ts";
import { sqlalchemyError } from "../exc.ts";
import type { Value } from "../../../runtime/mod.ts";
import { columnState } from "./column.ts";
import { type TableState, tableState } from "./table_state.ts";

/** The classes of constraints as messages name them. */
const CLASSES: Readonly<Record<string, string>> = {
  unique: "UniqueConstraint",
  primaryKey: "PrimaryKeyConstraint",
  foreignKey: "ForeignKeyConstraint",
};

/** Raises what SQLAlchemy raises where a column is one of another table. */
export function refuseAssigned(items: readonly Value[]): void {
  for (const item of items) {
    const column = columnState(item);
    const table = column === undefined ? undefined : tableState(column.table);
    if (column === undefined || table === undefined) continue;
    throw sqlalchemyError(
      "ArgumentError",
      `Column object '${nameText(column.name)}' already assigned to Table '${
        nameText(table.name)
      }'`,
    );
  }
}

/** Raises what SQLAlchemy raises where a constraint or an index of a table names a column that it has not. */
export function checkColumnNames(table: TableState): void {
  const known = new Set(table.columns().keys());
  for (const { name } of table.columnStates()) known.add(nameText(name));
  const check = (cls: string, names: readonly Name[]) => {
    const missing = names.map(nameText).find((name) => !known.has(name));
    if (missing === undefined) return;
    throw sqlalchemyError(
      "ConstraintColumnNotFoundError",
      `Can't create ${cls} on table '${
        nameText(table.name)
      }': no column named '${missing}' is present.`,
    );
  };
  for (const constraint of table.constraints) {
    const cls = CLASSES[constraint.kind];
    if (cls !== undefined && "columns" in constraint) check(cls, constraint.columns);
  }
  for (const { index } of table.indexes) {
    check("Index", index.expressions.filter((part): part is Name => isName(part)));
  }
}
