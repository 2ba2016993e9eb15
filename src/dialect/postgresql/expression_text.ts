import { partName } from "./part_name.ts";
import type { SqlType } from "../../schema/types.ts";
import type { Sequence } from "../../schema/sequence.ts";
import type {
  Case,
  ColumnReference,
  Expression,
  In,
  Over,
  ScalarSubquery,
  Unary,
} from "../../sql/expression.ts";
import { binaryText } from "./binary_text.ts";
import { needsParentheses, operatorOf, type Surrounding } from "../precedence.ts";
import { fromName } from "./from_text.ts";
import { functionText } from "./function_text.ts";
import { qualified, quote } from "./identifiers.ts";
import { subqueryText } from "./select_text.ts";
import { bindText, expandedList, type Scope, withinOperator } from "./scope.ts";
import { textClauseText } from "./text_clause.ts";
import { typeText } from "./type_text.ts";

/** The SQL of an expression. */
export function expressionText(expression: Expression, scope: Scope): string {
  switch (expression.kind) {
    case "text":
      return textClauseText(expression, scope);
    case "column":
      return scope.tables && expression.from !== null
        ? `${fromName(expression.from, scope)}.${columnName(expression, scope)}`
        : columnName(expression, scope);
    case "literalColumn":
      return expression.sql;
    case "bind":
      return bindText(expression, scope);
    case "inlineLiteral":
      return scope.literal(expression.value, expression.type);
    case "constant":
      return expression.value === "null" || expression.value === "default"
        ? expression.value.toUpperCase()
        : expression.value;
    case "function":
      return functionText(expression, scope);
    case "binary":
      return binaryText(expression, scope);
    case "unary":
      return unaryText(expression, scope);
    case "booleanList":
      return joinedText(expression.clauses, expression.operator, withinOperator(scope));
    case "between": {
      const word = `${expression.negated ? "NOT " : ""}BETWEEN${
        expression.symmetric ? " SYMMETRIC" : ""
      }`;
      const inner = withinOperator(scope);
      return `${groupedText(expression.operand, { operator: "between" }, inner)} ${word} ${
        expressionText(expression.low, inner)
      } AND ${expressionText(expression.high, inner)}`;
    }
    case "in":
      return inText(expression, scope);
    case "grouping":
      return `(${expressionText(expression.operand, scope)})`;
    case "tuple":
      return `(${listText(expression.elements, scope)})`;
    case "case":
      return caseText(expression, scope);
    case "cast":
      return castText(expressionText(expression.operand, scope), typeText(expression.type));
    case "typeCoerce":
    case "label":
      return expressionText(
        expression.operand.kind === "bind" && expression.kind === "typeCoerce"
          ? { ...expression.operand, type: expression.type }
          : expression.operand,
        scope,
      );
    case "extract":
      return `EXTRACT(${expression.field} FROM ${expressionText(expression.operand, scope)})`;
    case "collate":
      return `${groupedText(expression.operand, { operator: "collate" }, scope)} COLLATE ${
        quote(expression.collation)
      }`;
    case "exists": {
      const text = `EXISTS (${subqueryText(expression.select, scope)})`;
      return expression.negated ? `NOT (${text})` : text;
    }
    case "scalarSubquery":
      return scalarText(expression, scope);
    case "anyAll":
      return `${expression.quantifier.toUpperCase()} ${
        expression.operand.kind === "scalarSubquery" || expression.operand.kind === "text"
          ? expressionText(expression.operand, scope)
          : parenthesized(expressionText(expression.operand, scope))
      }`;
    case "arrayLiteral":
      return expression.elements.length === 0 && hasItemType(expression.type)
        ? `ARRAY[]::${typeText(expression.type)}`
        : `ARRAY[${listText(expression.elements, scope)}]`;
    case "subscript":
      return `${groupedText(expression.operand, { operator: "subscript" }, scope)}[${
        expressionText(expression.index, scope)
      }]`;
    case "slice": {
      const end = (part: Expression | null) => part === null ? "" : expressionText(part, scope);
      return `${groupedText(expression.operand, { operator: "subscript" }, scope)}[${
        end(expression.start)
      }:${end(expression.stop)}]`;
    }
    case "over":
      return overText(expression, scope);
    case "filter":
      return `${expressionText(expression.operand, scope)} FILTER (WHERE ${
        expressionText(expression.where, scope)
      })`;
    case "withinGroup":
      return `${expressionText(expression.operand, scope)} WITHIN GROUP (ORDER BY ${
        listText(expression.orderBy, scope)
      })`;
    case "aggregateOrderBy":
      return `${expressionText(expression.operand, scope)} ORDER BY ${
        listText(expression.orderBy, scope)
      }`;
    case "nextValue":
      return nextValueText(expression.sequence);
  }
}

function hasItemType(type: SqlType): boolean {
  return type.kind === "array" && type.itemType.kind !== "null";
}

/** Expressions with commas between. */
export function listText(expressions: readonly Expression[], scope: Scope): string {
  return expressions.map((expression) => expressionText(expression, scope)).join(", ");
}

/** An expression inside an operator, in parentheses where the operators ask for them. */
export function groupedText(
  expression: Expression,
  outer: Surrounding | null,
  scope: Scope,
): string {
  const text = expressionText(expression, scope);
  if (expression.kind === "label" || expression.kind === "typeCoerce") {
    return groupedText(expression.operand, outer, scope);
  }
  if (expression.kind === "booleanList" && expression.clauses.length === 0) return text;
  if (isNotIn(expression)) return text;
  const inner = operatorOf(expression);
  return inner !== null && needsParentheses(inner, outer) ? parenthesized(text) : text;
}

/** A text between parentheses. */
export function parenthesized(text: string): string {
  return `(${text})`;
}

/** Conditions joined by AND or OR: constants that decide nothing are left out, one that decides stands alone. */
export function joinedText(
  clauses: readonly Expression[],
  operator: "and" | "or",
  scope: Scope,
): string {
  const [neutral, deciding] = operator === "and" ? ["true", "false"] : ["false", "true"];
  const isConstant = (clause: Expression, value: string) =>
    clause.kind === "constant" && clause.value === value;
  if (clauses.some((clause) => isConstant(clause, deciding!))) return deciding!;
  const rest = clauses.filter((clause) => !isConstant(clause, neutral!));
  if (rest.length === 0) return clauses.length > 0 ? neutral! : "";
  // As in WHERE, where only the weakest operators are in parentheses when they stand alone.
  if (rest.length === 1) {
    return groupedText(rest[0]!, { operator: "condition", precedence: -10 }, scope);
  }
  return rest.map((clause) => groupedText(clause, { operator }, scope))
    .join(operator === "and" ? " AND " : " OR ");
}

const prefixWords = { not: "NOT ", neg: "-", distinct: "DISTINCT ", bitwise_not: "~" } as const;

const postfixWords = {
  asc: " ASC",
  desc: " DESC",
  nulls_first: " NULLS FIRST",
  nulls_last: " NULLS LAST",
} as const;

function unaryText(unary: Unary, scope: Scope): string {
  const text = groupedText(unary.operand, { operator: unary.operator }, scope);
  return unary.position === "prefix"
    ? prefixWords[unary.operator] + text
    : text + postfixWords[unary.operator];
}

function isNotIn(expression: Expression): boolean {
  return expression.kind === "in" && expression.negated === true;
}

function inText(expression: In, outer: Scope): string {
  const scope = withinOperator(outer);
  const operand = groupedText(expression.operand, { operator: "in" }, scope);
  const members = membersText(expression, scope);
  // NOT IN is always in parentheses, because of what an empty list becomes.
  return expression.negated ? `(${operand} NOT IN ${members})` : `${operand} IN ${members}`;
}

function membersText(expression: In, scope: Scope): string {
  const { members } = expression;
  if ("kind" in members) {
    switch (members.kind) {
      case "text":
        return `(${textClauseText(members, scope)})`;
      case "bind": {
        const list = expandedList(members, scope);
        return list.length === 0 ? emptyList(expression) : `(${list.join(", ")})`;
      }
      default:
        return `(${subqueryText(members, scope)})`;
    }
  }
  return members.length === 0 ? emptyList(expression) : `(${listText(members, scope)})`;
}

function emptyList(expression: In): string {
  return expression.negated ? "(NULL) OR (1 = 1)" : "(NULL) AND (1 != 1)";
}

function caseText(expression: Case, scope: Scope): string {
  let text = "CASE ";
  if (expression.value) text += `${expressionText(expression.value, scope)} `;
  for (const { when, then } of expression.whens) {
    text += `WHEN ${conditionText(when, scope)} THEN ${expressionText(then, scope)} `;
  }
  if (expression.otherwise) text += `ELSE ${expressionText(expression.otherwise, scope)} `;
  return `${text}END`;
}

function conditionText(when: Expression, scope: Scope): string {
  // The parentheses that NOT IN has anyway do not count.
  if (when.kind === "in" && when.negated) return parenthesized(expressionText(when, scope));
  const isOpposite = when.kind === "unary" && when.operator === "not" &&
    (when.operand.kind === "grouping" ||
      (when.operand.kind === "column" || when.operand.kind === "binary") &&
        when.operand.type.kind === "boolean");
  return isOpposite ? expressionText(when, scope) : groupedText(when, null, scope);
}

function castText(operand: string, type: string): string {
  const collation = type.indexOf(" COLLATE ");
  return collation < 0
    ? `CAST(${operand} AS ${type})`
    : `CAST(${operand} AS ${type.slice(0, collation)})${type.slice(collation)}`;
}

function scalarText(expression: ScalarSubquery, scope: Scope): string {
  return `(${subqueryText(expression.select, scope)})`;
}

function overText(expression: Over, scope: Scope): string {
  const parts: string[] = [];
  if (expression.partitionBy?.length) {
    parts.push(`PARTITION BY ${listText(expression.partitionBy, scope)}`);
  }
  if (expression.orderBy?.length) parts.push(`ORDER BY ${listText(expression.orderBy, scope)}`);
  if (expression.frame) {
    const { unit, from, to } = expression.frame;
    const end = (offset: number | null, unbounded: string) =>
      offset === null
        ? `UNBOUNDED ${unbounded}`
        : offset === 0
        ? "CURRENT ROW"
        : `${Math.abs(offset)} ${offset < 0 ? "PRECEDING" : "FOLLOWING"}`;
    parts.push(`${unit} BETWEEN ${end(from, "PRECEDING")} AND ${end(to, "FOLLOWING")}`);
  }
  return `${expressionText(expression.operand, scope)} OVER (${parts.join(" ")})`;
}

function nextValueText(sequence: Sequence): string {
  return `nextval('${qualified(sequence.name, sequence.schema).replaceAll("'", "''")}')`;
}

function columnName({ name, part }: ColumnReference, scope: Scope): string {
  return quote(part === undefined ? name : partName(part, scope));
}
