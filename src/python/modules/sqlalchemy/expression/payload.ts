import type { Expression } from "../../../../sql/expression.ts";
import { nullType } from "../../../../schema/types.ts";
import type { CompoundSelect, Select } from "../../../../sql/query.ts";
import { PyInstance, PyOpaque, PyProperty, typeName, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";

/** Native payloads that can stand for a value in SQL beside plain expressions. */
export interface ExpressionSource {
  toExpression(): Expression;
}

function isSource(native: unknown): native is ExpressionSource {
  return typeof native === "object" && native !== null && "toExpression" in native;
}

const expressionKinds = new Set<string>([
  "text",
  "column",
  "literalColumn",
  "bind",
  "inlineLiteral",
  "constant",
  "function",
  "binary",
  "unary",
  "booleanList",
  "between",
  "in",
  "grouping",
  "tuple",
  "case",
  "cast",
  "typeCoerce",
  "extract",
  "collate",
  "label",
  "exists",
  "scalarSubquery",
  "anyAll",
  "arrayLiteral",
  "subscript",
  "slice",
  "over",
  "filter",
  "withinGroup",
  "aggregateOrderBy",
  "nextValue",
]);

let elementText: (element: PyInstance) => string | undefined = () => undefined;

/** Says how the text of elements is found that a `@compiles` function writes (registered elsewhere). */
export function setElementText(find: typeof elementText): void {
  elementText = find;
}

const ownExpressions = new WeakMap<PyInstance, Expression>();

/** Gives an object an expression of its own, where it shares what stands behind it: the attribute of a derived class. */
export function giveExpression(value: PyInstance, expression: Expression): void {
  ownExpressions.set(value, expression);
}

/** The expression behind a Python object; undefined where it is none. */
export function asExpression(value: Value): Expression | undefined {
  if (!(value instanceof PyInstance)) return undefined;
  const { native } = value;
  if (native === undefined) {
    const sql = elementText(value);
    return sql === undefined ? undefined : { kind: "literalColumn", sql, type: nullType };
  }
  if (typeof native !== "object" || native === null) return undefined;
  if (isSource(native)) return ownExpressions.get(value) ?? native.toExpression();
  const { kind } = native as { readonly kind?: unknown };
  if (typeof kind === "string" && expressionKinds.has(kind)) return native as Expression;
  // What defines `__clause_element__` (ORM attributes, user classes) says itself what it stands for.
  return undefined;
}

/** The expression behind a Python object that must be one. */
export function expressionOf(value: Value): Expression {
  const expression = asExpression(value);
  if (expression !== undefined) return expression;
  if (value instanceof PyOpaque) return value.refuse("the SQL expression");
  throw sqlalchemyError(
    "ArgumentError",
    `SQL expression element or literal value expected, got ${describe(value)}.`,
  );
}

/** How messages name a value. */
export function describe(value: Value): string {
  if (typeof value === "string") return `'${value}'`;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value instanceof PyProperty ? "a property" : `a ${typeName(value)} object`;
}

/** The SELECT or UNION behind a Python object; undefined where it is none. */
export function asSelect(value: Value): Select | CompoundSelect | undefined {
  if (!(value instanceof PyInstance)) return undefined;
  const native = value.native as { readonly kind?: unknown } | null | undefined;
  if (typeof native !== "object" || native === null) return undefined;
  return native.kind === "select" || native.kind === "compound"
    ? native as Select | CompoundSelect
    : undefined;
}

/** A SELECT in the place of a value. */
export function scalarSubquery(select: Select | CompoundSelect): Expression {
  const first = select.kind === "select" ? select.columns[0] : undefined;
  const type = first !== undefined && "type" in first
    ? first.type
    : first?.kind === "label" && "type" in first.operand
    ? first.operand.type
    : { kind: "null" as const };
  return { kind: "scalarSubquery", select, type };
}
