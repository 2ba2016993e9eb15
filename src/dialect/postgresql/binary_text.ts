import { nullType, type SqlType } from "../../schema/types.ts";
import type { Binary, Expression } from "../../sql/expression.ts";
import { isAffixed, operatorOf } from "../precedence.ts";
import { expressionText, groupedText, parenthesized } from "./expression_text.ts";
import { type Scope, withinOperator } from "./scope.ts";
import { scriptString } from "./script_literal.ts";
import { typeText } from "./type_text.ts";

const operatorWords: Readonly<Record<Exclude<Binary["operator"], "custom">, string>> = {
  eq: "=",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  add: "+",
  sub: "-",
  mul: "*",
  truediv: "/",
  floordiv: "/",
  mod: "%",
  concat: "||",
  is: "IS",
  is_not: "IS NOT",
  is_distinct_from: "IS DISTINCT FROM",
  is_not_distinct_from: "IS NOT DISTINCT FROM",
  like: "LIKE",
  not_like: "NOT LIKE",
  ilike: "ILIKE",
  not_ilike: "NOT ILIKE",
  regexp_match: "~",
  not_regexp_match: "!~",
  match: "@@",
  bitwise_and: "&",
  bitwise_or: "|",
  bitwise_xor: "#",
  bitwise_lshift: "<<",
  bitwise_rshift: ">>",
  hstore_getitem: "->",
  json_getitem: "->",
  json_getitem_text: "->>",
  json_path_getitem: "#>",
  json_path_getitem_text: "#>>",
  has_key: "?",
  has_any: "?|",
  has_all: "?&",
  contains: "@>",
  contained_by: "<@",
  overlap: "&&",
  delete_path: "#-",
  path_exists: "@?",
  path_match: "@@",
};

/** Two operands and what stands between them. */
export function binaryText(binary: Binary, outer: Scope): string {
  const text = bareText(
    binary,
    quiet.has(binary.operator) ? outer : withinOperator(outer),
  );
  const grouped = outer.insideOperator && eager.has(binary.operator) && !isSubscripted(binary);
  const found = grouped ? parenthesized(text) : text;
  // `as_integer()` and its like read the text of the member and cast it.
  return isCastElement(binary) ? `CAST(${found} AS ${typeText(binary.type)})` : found;
}

/** Operators that stand in parentheses inside any other. */
const eager: ReadonlySet<Binary["operator"]> = new Set(
  [
    "hstore_getitem",
    "json_getitem",
    "json_getitem_text",
    "json_path_getitem",
    "json_path_getitem_text",
    "has_key",
    "has_any",
    "has_all",
    "contains",
    "contained_by",
    "delete_path",
    "path_exists",
    "path_match",
  ] as const,
);

/** Operators that do not count as one around their operands. */
const quiet: ReadonlySet<Binary["operator"]> = new Set(
  ["like", "not_like", "ilike", "not_ilike", "truediv", "floordiv", "match"] as const,
);

function bareText(binary: Binary, scope: Scope): string {
  const self = operatorOf(binary);
  const left = groupedText(binary.left, self, scope);
  const right = isAffixed(binary)
    ? expressionText(binary.right, scope)
    : groupedText(binary.right, self, scope);
  switch (binary.operator) {
    case "custom":
      return `${left} ${binary.custom!.text} ${right}`;
    case "truediv":
      // PostgreSQL divides whole numbers to a whole number; Python's `/` does not.
      return isNumeric(binary.right)
        ? `${left} / CAST(${right} AS ${typeText(typeOf(binary.right))})`
        : `${left} / CAST(${right} AS NUMERIC)`;
    case "floordiv":
      return isInteger(binary.left) && isInteger(binary.right)
        ? `${left} / ${right}`
        : `FLOOR(${left} / ${right})`;
    case "match":
      return `${left} @@ plainto_tsquery(${right})`;
    case "regexp_match":
    case "not_regexp_match": {
      const word = operatorWords[binary.operator];
      if (binary.escape === undefined) return `${left} ${word} ${right}`;
      return binary.escape === "i"
        ? `${left} ${word}* ${right}`
        : `${left} ${word} CONCAT('(?', ${flag(binary.escape, scope)}, ')', ${right})`;
    }
    case "json_getitem":
    case "json_path_getitem": {
      if (isCastElement(binary)) {
        return `${left} ${operatorWords[`${binary.operator}_text`]} ${right}`;
      }
      if (!isSubscripted(binary)) return `${left} ${operatorWords[binary.operator]} ${right}`;
      const operand = binary.left.kind === "function" || binary.left.kind === "cast"
        ? parenthesized(left)
        : left;
      return `${operand}[${expressionText(binary.right, scope)}]`;
    }
    default: {
      const text = `${left} ${operatorWords[binary.operator]} ${right}`;
      return binary.escape === undefined ? text : `${text} ESCAPE ${flag(binary.escape, scope)}`;
    }
  }
}

function flag(text: string, scope: Scope): string {
  return scriptString(text, scope.doubleBackslashes);
}

function typeOf(expression: Expression): SqlType {
  return "type" in expression ? expression.type : nullType;
}

function isInteger(expression: Expression): boolean {
  return typeOf(expression).kind === "integer";
}

function isNumeric(expression: Expression): boolean {
  const { kind } = typeOf(expression);
  return kind === "numeric" || kind === "float";
}

/** A member of a JSON document that is read as something else, as by `as_integer()`. */
function isCastElement(binary: Binary): boolean {
  const { operator, type } = binary;
  return (operator === "json_getitem" || operator === "json_path_getitem") && !isDocument(type);
}

/** A member of a JSONB document is written `document['key']` (PostgreSQL 14). */
function isSubscripted(binary: Binary): boolean {
  return binary.operator === "json_getitem" && isJsonb(binary.left) && isDocument(binary.type);
}

function isDocument(type: SqlType): boolean {
  return type.kind === "json" || type.kind === "null";
}

function isJsonb(expression: Expression): boolean {
  const type = typeOf(expression);
  return type.kind === "json" && type.form === "JSONB";
}
