import { nullType, type SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import { asString, PyOpaque, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { bindOf, comparedType, typeOfExpression, typeOfValue } from "./infer.ts";
import { asExpression, asSelect, describe, scalarSubquery } from "./payload.ts";

/** The other operand of an operator: an expression, a SELECT, or a value of a fitting type. */
export function operandOf(value: Value, beside: Expression): Expression {
  return expressionFrom(value) ?? bindOf(value, comparedType(typeOfExpression(beside), value));
}

/** An argument that may be a value: of the type given, or of its own. */
export function valueExpression(value: Value, type?: SqlType): Expression {
  const expression = expressionFrom(value);
  if (expression !== undefined) return expression;
  return bindOf(value, type ?? typeOfValue(value));
}

/** An argument of a function: None is NULL there. */
export function argumentExpression(value: Value): Expression {
  if (value === null) return { kind: "constant", value: "null" };
  return valueExpression(value);
}

/** The expression that a value is or stands for; undefined for one to be bound. */
export function expressionFrom(value: Value): Expression | undefined {
  if (value instanceof PyOpaque) return value.refuse("the value in SQL");
  if (value === null) return { kind: "constant", value: "null" };
  const select = asSelect(value);
  if (select !== undefined) return scalarSubquery(select);
  return asExpression(value);
}

/** A condition of WHERE, ON and the like; Python's truth values are constants. */
export function conditionOf(value: Value): Expression {
  if (value === true || value === false) {
    return { kind: "constant", value: value ? "true" : "false" };
  }
  if (value === null) return { kind: "constant", value: "null" };
  const select = asSelect(value);
  if (select !== undefined) return scalarSubquery(select);
  const expression = asExpression(value);
  if (expression !== undefined) return expression;
  if (value instanceof PyOpaque) return value.refuse("the condition");
  const text = asString(value);
  if (text !== null) {
    throw sqlalchemyError(
      "ArgumentError",
      `Textual SQL expression '${text}' should be explicitly declared as text('${text}')`,
    );
  }
  throw sqlalchemyError(
    "ArgumentError",
    `SQL expression for WHERE/HAVING role expected, got ${describe(value)}.`,
  );
}

/** A column in ORDER BY or GROUP BY: a string names a label or column. */
export function orderingOf(value: Value): Expression {
  const text = asString(value);
  if (text !== null) {
    return { kind: "column", name: text, type: nullType, from: null, isText: true };
  }
  return conditionOf(value);
}
