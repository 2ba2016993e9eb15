import type { Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import { booleanType } from "./infer.ts";

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
      const operator = opposites[expression.operator];
      if (operator !== undefined) return { ...expression, operator };
      break;
    }
    case "in":
    case "between":
    case "exists":
      return { ...expression, negated: !expression.negated };
    case "constant":
      if (expression.value === "true") return { kind: "constant", value: "false" };
      if (expression.value === "false") return { kind: "constant", value: "true" };
      break;
    case "unary":
      if (expression.operator === "not") return expression.operand;
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
