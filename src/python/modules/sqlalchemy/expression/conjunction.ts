import type { Expression } from "../../../../sql/expression.ts";

/** All of some conditions, of which there is one at least. */
export function conjunction(clauses: readonly Expression[]): Expression {
  return clauses.length === 1 ? clauses[0]! : { kind: "booleanList", operator: "and", clauses };
}
