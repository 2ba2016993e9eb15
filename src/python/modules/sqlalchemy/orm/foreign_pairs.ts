/** Columns that refer to one another: by foreign keys, or as conditions say. */
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import { type ColumnState, stateOfReference } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";

/** A column that refers to another. */
export interface ColumnPair {
  /** The column with the foreign key. */
  readonly from: ColumnState;
  readonly to: ColumnState;
}

/** The columns of a table that refer to another one, with what they refer to. */
export function foreignPairs(from: TableState, to: TableState): readonly ColumnPair[] {
  const pairs: ColumnPair[] = [];
  const add = (local: ColumnState | undefined, remote: Name | null) => {
    const name = nameText(remote ?? local?.name ?? "");
    const referred = to.columnStates().find((column) => nameText(column.name) === name);
    if (local !== undefined && referred !== undefined) pairs.push({ from: local, to: referred });
  };
  const refersTo = ({ table, schema }: { readonly table: Name; readonly schema?: Name | null }) =>
    nameText(table) === nameText(to.name) &&
    (!schema || to.schema === null || nameText(schema) === nameText(to.schema));
  for (const column of from.columnStates()) {
    for (const key of column.foreignKeys) {
      if (refersTo(key.referred)) add(column, key.referredColumn);
    }
  }
  for (const constraint of from.constraints) {
    if (constraint.kind !== "foreignKey" || !refersTo(constraint.referred)) continue;
    constraint.columns.forEach((name, index) => {
      const local = from.columnStates().find((column) => nameText(column.name) === nameText(name));
      add(local, constraint.referredColumns[index] ?? null);
    });
  }
  return pairs;
}

/** The columns that an expression says are equal; `null` where it says something else. */
export function equalColumns(
  expression: Expression | undefined,
): readonly (readonly [ColumnState, ColumnState] | null)[] | null {
  if (expression === undefined) return null;
  if (expression.kind === "grouping") return equalColumns(expression.operand);
  if (expression.kind === "booleanList" && expression.operator === "and") {
    return expression.clauses.flatMap((clause) => equalColumns(clause) ?? [null]);
  }
  if (expression.kind !== "binary" || expression.operator !== "eq") return null;
  const [left, right] = [expression.left, expression.right].map(stateOfReference);
  return left && right ? [[left, right]] : null;
}
