import { type SqlType, typeFor } from "../../../../schema/types.ts";
import type { Binary, Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import {
  asString,
  collectNow,
  type NativeEntry,
  type PyInstance,
  PySlice,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { valueExpression } from "./coercion.ts";
import { element } from "./element.ts";
import {
  bindOf,
  booleanType,
  integerType,
  jsonType,
  numericType,
  stringType,
  textType,
  typeOfExpression,
} from "./infer.ts";
import { asExpression, expressionOf } from "./payload.ts";
import { quantifiedComparison } from "./quantified_comparison.ts";
import { affix } from "./string_operators.ts";

function binary(
  operator: BinaryOperator,
  [left, right]: readonly [Expression, Expression],
  type: SqlType,
): PyInstance {
  return element({ kind: "binary", operator, left, right, type });
}

function isDocument(type: SqlType): boolean {
  return typeFor(type, "postgresql").kind === "json";
}

function contains(self: PyInstance, other: Value, autoescape: Value, escape: Value): PyInstance {
  const left = expressionOf(self);
  const type = typeFor(typeOfExpression(left), "postgresql");
  if (["array", "json", "hstore", "range"].includes(type.kind)) {
    const right = asExpression(other) ?? bindOf(other, typeOfExpression(left));
    return binary("contains", [left, right], booleanType);
  }
  return affix("like", true, true)(self, other, autoescape, escape);
}

/** Operators of arrays, documents and ranges whose right side has the type of the left. */
function sameType(operator: BinaryOperator) {
  return (self: PyInstance, other: Value): PyInstance => {
    const left = expressionOf(self);
    const right = asExpression(other) ?? bindOf(other, typeOfExpression(left));
    return binary(operator, [left, right], booleanType);
  };
}

function keysOperator(operator: BinaryOperator) {
  return (self: PyInstance, other: Value): PyInstance => {
    const right = asExpression(other) ??
      bindOf(other, {
        kind: "array",
        itemType: textType,
        postgresql: true,
      });
    return binary(operator, [expressionOf(self), right], booleanType);
  };
}

function getItem(self: PyInstance, index: Value): PyInstance {
  const operand = expressionOf(self);
  const type = typeOfExpression(operand);
  const plain = typeFor(type, "postgresql");
  if (plain.kind === "array") {
    if (index instanceof PySlice) {
      const end = (value: Value) => value === null ? null : valueExpression(value, integerType);
      return element({
        kind: "slice",
        operand,
        start: end(index.start),
        stop: end(index.stop),
        type,
      });
    }
    const at = asExpression(index) ?? bindOf(index, integerType);
    return element({ kind: "subscript", operand, index: at, type: plain.itemType });
  }
  if (plain.kind === "hstore") {
    return binary("hstore_getitem", [operand, valueExpression(index, textType)], textType);
  }
  if (isDocument(type)) {
    const expression = asExpression(index);
    if (expression === undefined && typeof index === "object" && index !== null) {
      const path = collectNow(index).map((part) => asString(part) ?? String(part));
      const right = bindOf(`{${path.join(", ")}}`, textType);
      return binary("json_path_getitem", [operand, right], type);
    }
    const right = expression ?? bindOf(index, typeof index === "string" ? textType : integerType);
    return binary("json_getitem", [operand, right], type.kind === "variant" ? jsonType : type);
  }
  throw raiseNotIndexable();
}

function raiseNotIndexable() {
  return sqlalchemyError(
    "ArgumentError",
    "Operator 'getitem' is not supported on this expression",
  );
}

function quantified(quantifier: "any" | "all") {
  return (self: PyInstance, other: Value): PyInstance => {
    const operand = expressionOf(self);
    return element(quantifiedComparison("eq", { kind: "anyAll", quantifier, operand }, other));
  };
}

/** `document["key"].astext`: the value as text instead of JSON. */
export function asText(expression: Expression): Expression {
  const found = requireElement(expression);
  const operator = found.operator === "json_getitem"
    ? "json_getitem_text"
    : "json_path_getitem_text";
  return { ...found, operator, type: textType };
}

/** `document["key"].as_integer()`: the same look-up with another type. */
function elementAs(type: SqlType) {
  return (self: PyInstance): PyInstance => element({ ...requireElement(expressionOf(self)), type });
}

function requireElement(expression: Expression): Binary {
  const isElement = expression.kind === "binary" &&
    (expression.operator === "json_getitem" || expression.operator === "json_path_getitem");
  if (isElement) return expression;
  throw sqlalchemyError(
    "InvalidRequestError",
    "The JSON cast operator JSON.as_string() and its relatives only work with a JSON index " +
      "expression e.g. col['q'].as_string()",
  );
}

/** Methods of what stands for an array, a document or a range. */
export const containerMethods: Readonly<Record<string, NativeEntry>> = {
  __getitem__: ["index", getItem],
  contains: ["other, autoescape=False, escape=None", contains],
  contained_by: ["other", sameType("contained_by")],
  overlap: ["other", sameType("overlap")],
  overlaps: ["other", sameType("overlap")],
  has_key: [
    "other",
    (self: PyInstance, other: Value) =>
      binary("has_key", [expressionOf(self), valueExpression(other, textType)], booleanType),
  ],
  has_any: ["other", keysOperator("has_any")],
  has_all: ["other", keysOperator("has_all")],
  any: ["other, operator=None", quantified("any")],
  all: ["other, operator=None", quantified("all")],
  as_string: ["", elementAs(stringType)],
  as_integer: ["", elementAs(integerType)],
  as_boolean: ["", elementAs(booleanType)],
  as_float: ["", elementAs({ kind: "float", form: "Float" })],
  as_numeric: ["precision, scale, asdecimal=True", (
    self: PyInstance,
    precision: Value,
    scale: Value,
  ) =>
    elementAs({
      ...numericType,
      precision: Number(precision),
      scale: Number(scale),
    } as SqlType)(self)],
  as_json: ["", (self: PyInstance) => self],
};
