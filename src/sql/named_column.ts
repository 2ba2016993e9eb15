import type { ColumnReference, Expression } from "./expression.ts";

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
