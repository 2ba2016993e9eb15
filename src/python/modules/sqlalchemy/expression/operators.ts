import { nameText } from "../../../../schema/name.ts";
import { type SqlType, typeFor } from "../../../../schema/types.ts";
import type { Select } from "../../../../sql/query.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { BinaryOperator } from "../../../../sql/operator.ts";
import {
  asString,
  callNow,
  collectNow,
  isTrue,
  type NativeEntry,
  notImplemented,
  PyInstance,
  PyNativeFunction,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom, textFrom } from "../names.ts";
import { sqlType } from "../types/engine.ts";
import { valuesOf } from "../values.ts";
import { operandOf, orderingOf, valueExpression } from "./coercion.ts";
import { element } from "./element.ts";
import { asFromSource } from "./from_source.ts";
import { booleanType, integerType, intervalType, numericType, typeOfExpression } from "./infer.ts";
import { containerMethods } from "./container_operators.ts";
import { negate } from "./negation.ts";
import { stringMethods } from "./string_operators.ts";
import { asExpression, asSelect, expressionOf } from "./payload.ts";
import { quantifiedComparison } from "./quantified_comparison.ts";

type Operands = readonly [left: Expression, right: Expression];

function operands(self: PyInstance, other: Value): Operands {
  const left = expressionOf(self);
  return [left, operandOf(other, left)];
}

function binary(operator: BinaryOperator, [left, right]: Operands, type: SqlType): PyInstance {
  return element({ kind: "binary", operator, left, right, type });
}

function comparison(operator: BinaryOperator, extra: { escape?: string } = {}) {
  return (self: PyInstance, other: Value): PyInstance => {
    const mine = expressionOf(self);
    if (mine.kind === "anyAll") return element(quantifiedComparison(operator, mine, other));
    const [left, right] = operands(self, other);
    return element({ kind: "binary", operator, left, right, type: booleanType, ...extra });
  };
}

/** `==` and `!=`: None means IS NULL; truth values are written as constants. */
function equality(operator: "eq" | "ne") {
  return (self: PyInstance, other: Value): PyInstance => {
    const left = expressionOf(self);
    if (left.kind === "anyAll" && !isTrueOrFalse(other)) {
      return element(quantifiedComparison(operator, left, other));
    }
    if (other === null || isNull(asExpression(other))) {
      const right: Expression = { kind: "constant", value: "null" };
      return binary(operator === "eq" ? "is" : "is_not", [left, right], booleanType);
    }
    if (typeof other === "boolean") {
      const right: Expression = { kind: "constant", value: other ? "true" : "false" };
      return binary(operator, [left, right], booleanType);
    }
    return binary(operator, [left, operandOf(other, left)], booleanType);
  };
}

function isTrueOrFalse(value: Value): boolean {
  const expression = asExpression(value);
  return typeof value === "boolean" ||
    expression?.kind === "constant" &&
      (expression.value === "true" || expression.value === "false");
}

function isNull(expression: Expression | undefined): boolean {
  return expression?.kind === "constant" && expression.value === "null";
}

function ordering(operator: "lt" | "le" | "gt" | "ge") {
  return (self: PyInstance, other: Value): PyInstance => {
    if (other === null) {
      throw sqlalchemyError(
        "ArgumentError",
        "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' " +
          "operators can be used with None/True/False",
      );
    }
    const left = expressionOf(self);
    if (left.kind === "anyAll") return element(quantifiedComparison(operator, left, other));
    return binary(operator, operands(self, other), booleanType);
  };
}

function isOperator(operator: "is" | "is_not") {
  return (self: PyInstance, other: Value): PyInstance => {
    const left = expressionOf(self);
    if (left.kind === "anyAll") return element(quantifiedComparison(operator, left, other));
    const right: Expression = typeof other === "boolean"
      ? { kind: "constant", value: other ? "true" : "false" }
      : operandOf(other, left);
    return binary(operator, [left, right], booleanType);
  };
}

const concatenable = new Set(["string", "enum", "array", "hstore", "json"]);

/** The type of `left <operator> right`, by SQLAlchemy's table for arithmetic. */
function arithmeticType(operator: BinaryOperator, left: SqlType, right: SqlType): SqlType {
  const [a, b] = [typeFor(left, "postgresql").kind, typeFor(right, "postgresql").kind];
  if (operator === "truediv" && a === "integer" && b === "integer") return numericType;
  if (a === "integer" && (b === "numeric" || b === "float")) return right;
  if (a === "integer" && (b === "date" || b === "interval")) return right;
  if (operator === "sub" && (a === "datetime" || a === "date" || a === "time") && a === b) {
    return a === "date" ? integerType : intervalType;
  }
  if (operator === "sub" && a === "date" && b === "datetime") return intervalType;
  if (a === "date" && b === "interval") return { kind: "datetime", form: "DateTime" };
  if (a === "interval" && (b === "datetime" || b === "date" || b === "time")) return right;
  if (a === "null") return right;
  return left;
}

function arithmetic(operator: BinaryOperator, reflected = false) {
  return (self: PyInstance, other: Value): Value => {
    const mine = expressionOf(self);
    const theirs = operandOf(other, mine);
    const [left, right] = reflected ? [theirs, mine] : [mine, theirs];
    const type = typeOfExpression(left);
    const kind = typeFor(type, "postgresql").kind;
    const otherKind = typeFor(typeOfExpression(right), "postgresql").kind;
    if (
      operator === "add" && (concatenable.has(kind) || concatenable.has(otherKind)) &&
      [kind, otherKind].every((each) => concatenable.has(each) || each === "null")
    ) return binary("concat", [left, right], type);
    return binary(operator, [left, right], arithmeticType(operator, type, typeOfExpression(right)));
  };
}

function membership(negated: boolean) {
  return (self: PyInstance, other: Value): PyInstance => {
    const operand = expressionOf(self);
    const flags = negated ? { negated } : {};
    const select = asSelect(other);
    if (select !== undefined) return element({ kind: "in", operand, members: select, ...flags });
    const expression = asExpression(other);
    if (expression !== undefined) {
      if (expression.kind === "scalarSubquery") {
        return element({ kind: "in", operand, members: expression.select, ...flags });
      }
      if (expression.kind === "text") {
        return element({ kind: "in", operand, members: expression, ...flags });
      }
      if (expression.kind === "bind") {
        const type = expression.type.kind === "null" ? typeOfExpression(operand) : expression.type;
        const members = { ...expression, expanding: true, type };
        return element({ kind: "in", operand, members, ...flags });
      }
      return element({ kind: "in", operand, members: [expression], ...flags });
    }
    // A subquery stands for the SELECT of its columns.
    const from = other instanceof PyInstance ? asFromSource(other)?.toFrom() : undefined;
    if (from !== undefined) {
      const members: Select = { kind: "select", columns: [from] };
      return element({ kind: "in", operand, members, ...flags });
    }
    if (asString(other) !== null || other === null || typeof other !== "object") {
      throw sqlalchemyError(
        "ArgumentError",
        `IN expression list, SELECT construct, or bound parameter object expected, got ${
          typeof other === "string" ? `'${other}'` : other === null ? "None" : String(other)
        }.`,
      );
    }
    const members = valuesOf(other).map((member) =>
      operand.kind === "tuple" && asExpression(member) === undefined
        ? tupleMember(member)
        : operandOf(member, operand)
    );
    return element({ kind: "in", operand, members, ...flags });
  };
}

function tupleMember(value: Value): Expression {
  return { kind: "tuple", elements: collectNow(value).map((item) => valueExpression(item)) };
}

function unary(operator: "neg" | "distinct" | "bitwise_not") {
  return (self: PyInstance): PyInstance => {
    const operand = expressionOf(self);
    const type = typeOfExpression(operand);
    return element({ kind: "unary", position: "prefix", operator, operand, type });
  };
}

function postfix(operator: "asc" | "desc" | "nulls_first" | "nulls_last") {
  return (self: PyInstance): PyInstance => {
    const operand = expressionOf(self);
    return element({
      kind: "unary",
      position: "postfix",
      operator,
      operand,
      type: typeOfExpression(operand),
    });
  };
}

function customOperator(
  self: PyInstance,
  text: Value,
  precedence: Value,
  isComparison: Value,
  returnType: Value,
): PyNativeFunction {
  return new PyNativeFunction(
    "custom_op",
    "other",
    (other: Value) =>
      customBinary(self, text, other, {
        precedence: typeof precedence === "number" ? precedence : 0,
        isComparison: isTrue(isComparison),
        type: returnType === null ? null : sqlType(returnType),
      }),
  );
}

function customBinary(
  self: PyInstance,
  text: Value,
  other: Value,
  options: { precedence: number; isComparison: boolean; type: SqlType | null },
): PyInstance {
  const [left, right] = operands(self, other);
  return element({
    kind: "binary",
    operator: "custom",
    left,
    right,
    custom: {
      text: textFrom(text) ?? "",
      precedence: options.precedence,
      isComparison: options.isComparison,
    },
    type: options.type ?? (options.isComparison ? booleanType : typeOfExpression(left)),
  });
}

function between(self: PyInstance, low: Value, high: Value, symmetric: Value): PyInstance {
  const operand = expressionOf(self);
  return element({
    kind: "between",
    operand,
    low: operandOf(low, operand),
    high: operandOf(high, operand),
    ...(isTrue(symmetric) ? { symmetric: true } : {}),
  });
}

function connect(operator: "and" | "or", left: Value, right: Value): PyInstance {
  const clauses: Expression[] = [];
  for (const value of [left, right]) {
    const clause = typeof value === "boolean"
      ? { kind: "constant", value: value ? "true" : "false" } as const
      : expressionOf(value);
    if (clause.kind === "booleanList" && clause.operator === operator) {
      clauses.push(...clause.clauses);
    } else clauses.push(clause);
  }
  return element({ kind: "booleanList", operator, clauses });
}

/** `&` and `|`: AND and OR of conditions. */
function logical(operator: "and" | "or", reflected = false) {
  return (self: PyInstance, other: Value): Value => {
    if (asExpression(other) === undefined && typeof other !== "boolean") return notImplemented;
    return reflected ? connect(operator, other, self) : connect(operator, self, other);
  };
}

function labelled(self: PyInstance, name: Value): PyInstance {
  const operand = expressionOf(self);
  const given = nameFrom(name);
  if (given !== null) return element({ kind: "label", operand, name: given });
  // What has no name gets one where it is written.
  if (operand.kind !== "column") return element(operand);
  return element({ kind: "label", operand, name: `${nameText(operand.name)}_1` });
}

function castTo(self: PyInstance, type: Value): PyInstance {
  return element({ kind: "cast", operand: expressionOf(self), type: sqlType(type) });
}

/** The methods of whatever stands for a value, Python's operators among them. */
export const columnMethods: Readonly<Record<string, NativeEntry>> = {
  ...stringMethods,
  ...containerMethods,
  __eq__: ["other", equality("eq")],
  __ne__: ["other", equality("ne")],
  __lt__: ["other", ordering("lt")],
  __le__: ["other", ordering("le")],
  __gt__: ["other", ordering("gt")],
  __ge__: ["other", ordering("ge")],
  __add__: ["other", arithmetic("add")],
  __radd__: ["other", arithmetic("add", true)],
  __sub__: ["other", arithmetic("sub")],
  __rsub__: ["other", arithmetic("sub", true)],
  __mul__: ["other", arithmetic("mul")],
  __rmul__: ["other", arithmetic("mul", true)],
  __truediv__: ["other", arithmetic("truediv")],
  __rtruediv__: ["other", arithmetic("truediv", true)],
  __floordiv__: ["other", arithmetic("floordiv")],
  __rfloordiv__: ["other", arithmetic("floordiv", true)],
  __mod__: ["other", arithmetic("mod")],
  __rmod__: ["other", arithmetic("mod", true)],
  __lshift__: ["other", arithmetic("bitwise_lshift")],
  __rshift__: ["other", arithmetic("bitwise_rshift")],
  __neg__: ["", unary("neg")],
  __invert__: ["", (self: PyInstance) => element(negate(expressionOf(self)))],
  __and__: ["other", logical("and")],
  __rand__: ["other", logical("and", true)],
  __or__: ["other", logical("or")],
  __ror__: ["other", logical("or", true)],
  __iter__: ["", (self: PyInstance) => {
    throw typeError(`'${self.cls.name}' object is not iterable`);
  }],
  concat: ["other", (self: PyInstance, other: Value) => {
    const [left, right] = operands(self, other);
    return binary("concat", [left, right], typeOfExpression(left));
  }],
  op: [
    "opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None",
    customOperator,
  ],
  bool_op: [
    "opstring, precedence=0",
    (self: PyInstance, text: Value, precedence: Value) =>
      customOperator(self, text, precedence, true, null),
  ],
  operate: [
    "op, *other, **kw",
    (self: PyInstance, op: Value, other: Value[]) => callNow(op, [self, ...other]),
  ],
  in_: ["other", membership(false)],
  notin_: ["other", membership(true)],
  not_in: ["other", membership(true)],
  is_: ["other", isOperator("is")],
  is_not: ["other", isOperator("is_not")],
  isnot: ["other", isOperator("is_not")],
  is_distinct_from: ["other", comparison("is_distinct_from")],
  isnot_distinct_from: ["other", comparison("is_not_distinct_from")],
  is_not_distinct_from: ["other", comparison("is_not_distinct_from")],
  any_: [
    "",
    (self: PyInstance) =>
      element({ kind: "anyAll", quantifier: "any", operand: expressionOf(self) }),
  ],
  all_: [
    "",
    (self: PyInstance) =>
      element({ kind: "anyAll", quantifier: "all", operand: expressionOf(self) }),
  ],
  bitwise_and: ["other", arithmetic("bitwise_and")],
  bitwise_or: ["other", arithmetic("bitwise_or")],
  bitwise_xor: ["other", arithmetic("bitwise_xor")],
  between: ["cleft, cright, symmetric=False", between],
  collate: ["collation", (self: PyInstance, collation: Value) =>
    element({
      kind: "collate",
      operand: expressionOf(self),
      collation: nameFrom(collation) ?? "",
    })],
  cast: ["type_", castTo],
  label: ["name", labelled],
  distinct: ["", unary("distinct")],
  asc: ["", postfix("asc")],
  desc: ["", postfix("desc")],
  nulls_first: ["", postfix("nulls_first")],
  nullsfirst: ["", postfix("nulls_first")],
  nulls_last: ["", postfix("nulls_last")],
  nullslast: ["", postfix("nulls_last")],
  bitwise_not: ["", unary("bitwise_not")],
};

/** ORDER BY words as functions: `desc(column)`. */
export function orderedBy(operator: "asc" | "desc" | "nulls_first" | "nulls_last") {
  return (column: Value): PyInstance => {
    const operand = orderingOf(column);
    return element({
      kind: "unary",
      position: "postfix",
      operator,
      operand,
      type: typeOfExpression(operand),
    });
  };
}
