import type { Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import { booleanType, typeOfExpression } from "./infer.ts";

const opposites: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  eq: "ne",
  ne: "eq",
  lt: "ge",
  ge: "lt",
  gt: "le",
  le: "gt",
  is: "is_not",
  is_not: "is",
  is_distinct_from: "is_not_distinct_from",
  is_not_distinct_from: "is_distinct_from",
  like: "not_like",
  not_like: "like",
  ilike: "not_ilike",
  not_ilike: "ilike",
  regexp_match: "not_regexp_match",
  not_regexp_match: "regexp_match",
};

/** Whether NOT before it can be taken away again; SQLAlchemy does not look into EXISTS and lists of conditions. */
function isTruthValue(expression: Expression): boolean {
  return expression.kind !== "exists" && expression.kind !== "booleanList" &&
    typeOfExpression(expression).kind === "boolean";
}

const negations = new WeakMap<Expression, Expression>();

/** Says what the opposite of a condition is, where it is another than by its form. */
export function rememberNegation(condition: Expression, opposite: Expression): void {
  negations.set(condition, opposite);
}

/** `~expression` and `not_(expression)`: the opposite operator where there is one, else NOT. */
export function negate(expression: Expression): Expression {
  const known = negations.get(expression);
  if (known !== undefined) return known;
  switch (expression.kind) {
    case "binary": {
      // That none is equal is another thing than that one is not.
      if (expression.right.kind === "anyAll") break;
      const operator = opposites[expression.operator];
      if (operator !== undefined) return { ...expression, operator };
      break;
    }
    case "exists":
      if (expression.negated) break;
      return { ...expression, negated: true };
    case "in":
    case "between":
      return { ...expression, negated: !expression.negated };
    case "constant":
      if (expression.value === "true") return { kind: "constant", value: "false" };
      if (expression.value === "false") return { kind: "constant", value: "true" };
      break;
    case "unary":
      if (expression.operator === "not" && isTruthValue(expression.operand)) {
        const { operand } = expression;
        return operand.kind === "binary" ? { kind: "grouping", operand } : operand;
      }
      break;
  }
  return {
    kind: "unary",
    position: "prefix",
    operator: "not",
    operand: expression,
    type: booleanType,
  };
}
