import { type Name, nameText } from "../schema/name.ts";
import type { ColumnReference, Expression } from "./expression.ts";
import { namedColumn } from "./named_column.ts";

/**
 * The names of the results of a SELECT inside another statement, as far as columns and labels give them: another column of
 * a name gets a number, the same one again one of repetition. `null` for what has no name of its own.
 */
export function resultNames(columns: readonly Expression[]): readonly (Name | null)[] {
  const seen = new Map<string, ColumnReference | null>();
  let repeated = 0;
  return columns.map((expression) => {
    if (expression.kind === "label") {
      seen.set(nameText(expression.name), null);
      return expression.name;
    }
    const column = namedColumn(expression);
    if (column === null || column.part !== undefined) return null;
    const name = nameText(column.name);
    const earlier = seen.get(name);
    if (earlier === undefined) {
      seen.set(name, column);
      return column.name;
    }
    return earlier?.from === column.from ? `${name}__${++repeated}` : `${name}_1`;
  });
}
