import { type Name, nameText } from "../schema/name.ts";
import type { ColumnReference, Expression } from "./expression.ts";

/**
 * The names by which the results of a SELECT are referred to from around it, as far as columns and labels give them: another
 * column of a name gets a number, the same one again is taken for the first. `null` for what has no name of its own.
 */
export function resultNames(columns: readonly Expression[]): readonly (Name | null)[] {
  const first = new Map<string, Expression>();
  const others = new Map<string, number>();
  let repeated = 0;
  const found = columns.map((expression) => {
    const column = expression.kind === "label" ? expression : namedColumn(expression);
    if (column === null || column.kind === "column" && column.part !== undefined) return null;
    const name = nameText(column.name);
    const earlier = first.get(name);
    if (earlier === undefined || expression.kind === "label") {
      first.set(name, expression);
      return { name: column.name };
    }
    // What a cast or the like is of counts as the same, wherever it comes from.
    const isOther = expression.kind === "column" &&
      !(earlier.kind === "column" && earlier.from === expression.from);
    if (!isOther) return { name: column.name, repeated: ++repeated };
    const number = (others.get(name) ?? 0) + 1;
    others.set(name, number);
    return { name: `${name}_${number}` };
  });
  return found.map((result) => {
    if (result === null) return null;
    const { name, repeated } = result;
    // Where others have numbers, what is the same again is told apart, too: two numbers would meet.
    return repeated !== undefined && others.has(nameText(name))
      ? `${nameText(name)}__${repeated}`
      : name;
  });
}

/** The column whose name an expression takes for its own (`CAST(a …)` is an `a`); `null` where it has none. */
export function namedColumn(expression: Expression): ColumnReference | null {
  switch (expression.kind) {
    case "column":
      return expression;
    case "cast":
    case "typeCoerce":
    case "grouping":
      return namedColumn(expression.operand);
    case "unary": {
      // The opposite of a truth value is still called as that.
      const { operand } = expression;
      return expression.operator === "not" && operand.kind === "column" &&
          operand.type.kind === "boolean"
        ? operand
        : null;
    }
    default:
      return null;
  }
}
