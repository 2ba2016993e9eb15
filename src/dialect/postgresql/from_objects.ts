import type { Expression } from "../../sql/expression.ts";
import type { FromClause } from "../../sql/from_clause.ts";
import { isFrom } from "./from_text.ts";

/** The tables that expressions mention, in the order in which they are met; subqueries keep theirs. */
export function fromObjects(
  parts: readonly (Expression | FromClause)[],
  found: Set<FromClause> = new Set(),
): Set<FromClause> {
  for (const part of parts) visit(part, found);
  return found;
}

function visit(part: Expression | FromClause, found: Set<FromClause>): void {
  if (isFrom(part)) {
    found.add(part);
    return;
  }
  if (part.kind === "column") {
    if (part.from) found.add(part.from);
    return;
  }
  for (const child of children(part)) visit(child, found);
}

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "function":
      return expression.arguments;
    case "binary":
      return [expression.left, expression.right];
    case "booleanList":
      return expression.clauses;
    case "between":
      return [expression.operand, expression.low, expression.high];
    case "in":
      return "kind" in expression.members
        ? [expression.operand]
        : [expression.operand, ...expression.members];
    case "tuple":
    case "arrayLiteral":
      return expression.elements;
    case "case":
      return [
        ...(expression.value ? [expression.value] : []),
        ...expression.whens.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case "subscript":
      return [expression.operand, expression.index];
    case "slice":
      return [expression.operand];
    case "over":
      return [
        expression.operand,
        ...(expression.partitionBy ?? []),
        ...(expression.orderBy ?? []),
      ];
    case "filter":
      return [expression.operand, expression.where];
    case "withinGroup":
    case "aggregateOrderBy":
      return [expression.operand, ...expression.orderBy];
    case "unary":
    case "grouping":
    case "cast":
    case "typeCoerce":
    case "extract":
    case "collate":
    case "label":
    case "anyAll":
      return [expression.operand];
    default:
      return [];
  }
}

/** The tables inside a join, and the join itself. */
export function joinMembers(from: FromClause): readonly FromClause[] {
  return from.kind === "join"
    ? [from, ...joinMembers(from.left), ...joinMembers(from.right)]
    : [from];
}
