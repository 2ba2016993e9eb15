import type { Binary, Expression } from "../sql/expression.ts";
import { ownValue } from "../config/own_value.ts";

/**
 * How tightly operators bind, as SQLAlchemy counts it; it decides where parentheses are written. The
 * names that are not binary operators of the vocabulary stand for the places that group their parts.
 */
const precedences: Readonly<Record<string, number>> = {
  any: 15,
  all: 15,
  subscript: 15,
  hstore_getitem: 15,
  json_getitem: 15,
  json_getitem_text: 15,
  json_path_getitem: 15,
  json_path_getitem_text: 15,
  mul: 8,
  truediv: 8,
  floordiv: 8,
  mod: 8,
  neg: 8,
  bitwise_not: 8,
  add: 7,
  sub: 7,
  bitwise_xor: 7,
  bitwise_or: 7,
  bitwise_and: 7,
  bitwise_lshift: 7,
  bitwise_rshift: 7,
  filter: 6,
  collate: 4,
  and: 3,
  asc: 3,
  desc: 3,
  or: 2,
  exists: 0,
  comma: -1,
};

/** All other operators (comparisons, LIKE, IN, BETWEEN, `||`, NOT, DISTINCT) bind alike. */
const ordinary = 5;

/** Operators whose chains need no parentheses: `a + b + c`. */
const chaining = new Set([
  "add",
  "mul",
  "concat",
  "and",
  "or",
  "subscript",
  "hstore_getitem",
  "json_getitem",
  "json_getitem_text",
  "json_path_getitem",
  "json_path_getitem_text",
]);

/**
 * Whether a LIKE is one of `startswith`, `endswith` and `contains`, which join percent signs to their text:
 * SQLAlchemy writes it without inner and with outer parentheses.
 */
export function isAffixed(binary: Binary): boolean {
  if (!/^(?:not_)?i?like$/.test(binary.operator)) return false;
  const { right } = binary;
  return right.kind === "binary" && right.operator === "concat" &&
    (isPercent(right.right) || isPercent(right.left));
}

function isPercent(expression: Expression): boolean {
  return expression.kind === "inlineLiteral" && expression.value === "%";
}

/** What surrounds an expression: an operator, with its strength where it is the author's own. */
export interface Surrounding {
  readonly operator: string;
  readonly precedence?: number;
}

/** Whether an operator needs parentheses inside another; `null` stands for "anywhere". */
export function needsParentheses(inner: Surrounding, outer: Surrounding | null): boolean {
  if (outer === null) return true;
  if (inner.operator === outer.operator && chaining.has(inner.operator)) return false;
  return strength(inner) <= strength(outer);
}

function strength(surrounding: Surrounding): number {
  return surrounding.precedence ?? ownValue(precedences, surrounding.operator) ?? ordinary;
}

/** The operator of an expression that may need parentheses, else `null`. */
export function operatorOf(expression: Expression): Surrounding | null {
  switch (expression.kind) {
    case "binary":
      if (isAffixed(expression)) return { operator: "affix", precedence: -100 };
      return expression.operator === "custom"
        ? {
          operator: `custom ${expression.custom?.text}`,
          precedence: expression.custom?.precedence ?? 0,
        }
        : { operator: expression.operator };
    case "booleanList":
      return { operator: expression.operator };
    case "between":
    case "in":
    case "collate":
    case "filter":
      return { operator: expression.kind };
    case "subscript":
    case "slice":
      return { operator: "subscript" };
    case "exists":
      return { operator: expression.negated ? "not" : "exists" };
    case "anyAll":
      return { operator: expression.quantifier };
    case "unary":
      return expression.position === "prefix" ? { operator: expression.operator } : null;
    default:
      return null;
  }
}
