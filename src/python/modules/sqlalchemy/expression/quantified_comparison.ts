import { typeFor } from "../../../../schema/types.ts";
import type { AnyAll, Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import type { Value } from "../../../runtime/mod.ts";
import { expressionFrom } from "./coercion.ts";
import { bindOf, booleanType, comparedType, typeOfExpression } from "./infer.ts";

/** What an operator is when its sides change places. */
const mirrored: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  lt: "gt",
  le: "ge",
  gt: "lt",
  ge: "le",
};

/** `any_(x) > 3` is `3 < ANY (x)`: SQL takes ANY and ALL on the right side alone. */
export function quantifiedComparison(
  operator: BinaryOperator,
  quantified: AnyAll,
  other: Value,
): Expression {
  const found = typeFor(typeOfExpression(quantified.operand), "postgresql");
  const item = found.kind === "array" ? found.itemType : found;
  return {
    kind: "binary",
    operator: mirrored[operator] ?? operator,
    left: expressionFrom(other) ?? bindOf(other, comparedType(item, other)),
    right: quantified,
    type: booleanType,
  };
}
