import { nullType, type SqlType, typeFor } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import { plain, PyBytes, PyFloat, PyObject, type Value } from "../../../runtime/mod.ts";
import { boundValue } from "../types/bound_value.ts";
import { typeObject } from "../types/engine.ts";
import { valueFamily } from "../values.ts";

export const booleanType: SqlType = { kind: "boolean", form: "Boolean" };
export const integerType: SqlType = { kind: "integer", form: "Integer" };
export const stringType: SqlType = { kind: "string", form: "String" };
export const textType: SqlType = { kind: "string", form: "Text" };
export const numericType: SqlType = { kind: "numeric", form: "Numeric" };
export const dateTimeType: SqlType = { kind: "datetime", form: "DateTime", timezone: false };
export const dateType: SqlType = { kind: "date", form: "Date" };
export const intervalType: SqlType = { kind: "interval", form: "Interval" };
export const jsonType: SqlType = { kind: "json", form: "JSON" };

/** The type of an expression, as far as it is known. */
export function typeOfExpression(expression: Expression): SqlType {
  switch (expression.kind) {
    case "label":
    case "grouping":
    case "collate":
    case "over":
    case "filter":
    case "withinGroup":
    case "aggregateOrderBy":
      return typeOfExpression(expression.operand);
    case "booleanList":
    case "between":
    case "in":
    case "exists":
      return booleanType;
    case "extract":
      return integerType;
    case "constant":
      return expression.value === "true" || expression.value === "false" ? booleanType : nullType;
    case "text":
    case "tuple":
    case "anyAll":
      return nullType;
    case "nextValue":
      return integerType;
    default:
      return expression.type;
  }
}

/** The type that a Python value has by itself (`literal(value)`). */
export function typeOfValue(value: Value): SqlType {
  switch (typeof value) {
    case "string":
      return stringType;
    case "number":
    case "bigint":
      return integerType;
    case "boolean":
      return booleanType;
  }
  if (value === null) return nullType;
  if (value instanceof PyFloat) return { kind: "float", form: "Float" };
  switch (valueFamily(value)) {
    case "datetime":
      return dateTimeType;
    case "date":
      return dateType;
    case "time":
      return { kind: "time", form: "Time" };
    case "interval":
      return intervalType;
    case "decimal":
      return numericType;
    case "uuid":
      return { kind: "uuid", form: "Uuid", asUuid: true };
    case "enum":
      return nullType;
  }
  if (value instanceof PyBytes) return { kind: "binary", form: "LargeBinary" };
  const inner = value instanceof PyObject ? plain(value) : value;
  return inner === value ? nullType : typeOfValue(inner);
}

/** Types of one affinity take each other's values: an Integer column a BigInteger value. */
function affinity(type: SqlType): string {
  switch (type.kind) {
    case "float":
      return "numeric";
    case "enum":
      return "string";
    default:
      return type.kind;
  }
}

/** The type that a value gets beside an expression of a type (SQLAlchemy's `coerce_compared_value`). */
export function comparedType(type: SqlType, value: Value): SqlType {
  const own = typeOfValue(value);
  const target = typeFor(type, "postgresql");
  if (own.kind === "null" || affinity(own) === affinity(target)) return type;
  // A type that brings its own conversion keeps it (TypeDecorator, user-defined and JSON types).
  if (typeObject(type) !== undefined && convertsValues(type)) return type;
  if (target.kind === "enum" && own.kind === "string") return type;
  return own;
}

function convertsValues(type: SqlType): boolean {
  const object = typeObject(type);
  return object !== undefined && object.cls.lookup("process_bind_param") !== undefined;
}

/** A Python value as a parameter of a type. */
export function bindOf(value: Value, type: SqlType): Expression {
  const bind: Expression = {
    kind: "bind",
    value: boundValue(type, value),
    type,
  };
  given.set(bind, value);
  return bind;
}

const given = new WeakMap<Expression, Value>();

/** The value that a parameter was made of; undefined for any other expression. */
export function valueOfBind(expression: Expression): Value | undefined {
  return given.get(expression);
}
