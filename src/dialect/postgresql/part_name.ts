import type { Expression } from "../../sql/expression.ts";
import { functionStem } from "./function_text.ts";
import { nameOfPart, type Scope } from "./scope.ts";

/** What a made name begins with: of a function its name. */
export function stemOf(part: Expression): string {
  if (part.kind === "function") {
    // What SQLAlchemy has as an operator has no name.
    return part.path[0] === "REGEXP_REPLACE" ? "anon" : functionStem(part);
  }
  return part.kind === "nextValue" ? "next_value" : "anon";
}

/** What makes a part the same as another: NULL, true and false are one object each. */
export function identityOf(part: Expression): Expression | string {
  return part.kind === "constant" ? part.value : part;
}

/** The name that a nameless result of a subquery is referred to by. */
export function partName(part: Expression, scope: Scope): string {
  return nameOfPart(identityOf(part), stemOf(part), 0, scope);
}
