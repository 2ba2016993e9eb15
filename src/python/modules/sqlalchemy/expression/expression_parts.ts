import type { Expression } from "../../../../sql/expression.ts";

const leaves = new Set(["column", "bind", "scalarSubquery", "exists"]);

/** An expression and what it is made of, breadth first; a SELECT inside is a matter of its own. */
export function* expressionParts(expression: Expression): Iterable<Expression> {
  const waiting: object[] = [expression];
  for (const part of waiting) {
    const { kind } = part as { readonly kind?: string };
    if (kind !== undefined) yield part as Expression;
    if (kind !== undefined && leaves.has(kind)) continue;
    for (const [key, child] of Object.entries(part)) {
      if (key === "type") continue;
      if (Array.isArray(child)) waiting.push(...child.filter(isObject));
      else if (isObject(child)) waiting.push(child);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
