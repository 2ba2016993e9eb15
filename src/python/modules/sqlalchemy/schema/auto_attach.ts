import type { PyInstance, Value } from "../../../runtime/mod.ts";
import { asExpression } from "../expression/payload.ts";
import { ColumnState, stateOfReference } from "./column_state.ts";
import { tableState } from "./table_state.ts";

/** The columns that a value is, or that stand in the expression that it is. */
function columnsIn(value: Value): readonly ColumnState[] {
  const expression = asExpression(value);
  const found: ColumnState[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const column = stateOfReference(part);
    if (column !== undefined) found.push(column);
    else if (Array.isArray(part)) part.forEach(visit);
    else {
      for (const [key, inner] of Object.entries(part)) {
        if (key !== "type" && key !== "from") visit(inner);
      }
    }
  };
  visit(expression);
  return found;
}

/**
 * Puts an index or a constraint into the table of the columns that it was made of, once all of them are in one; so
 * that `Index("ix", User.name)` after a class, or in it, belongs to its table.
 */
export function attachToTable(object: PyInstance, values: readonly Value[]): void {
  const columns = values.flatMap(columnsIn);
  if (columns.length === 0) return;
  const attach = () => {
    if ((object.attributes?.get("table") ?? null) !== null) return;
    const [table = null] = columns.map((column) => column.table);
    if (table === null || columns.some((column) => column.table !== table)) return;
    tableState(table)?.add(object);
  };
  attach();
  for (const column of columns) if (column.table === null) column.whenAttached(attach);
}
