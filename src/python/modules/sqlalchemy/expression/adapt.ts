/** Conditions on a table, said of something else that has its columns. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Select } from "../../../../sql/query.ts";
import { UnsupportedConstructError } from "../../../runtime/mod.ts";

/** The expression with the columns of `table` taken from `place`, by the same names. */
export function over<T extends Expression>(expression: T, table: FromClause, place: FromClause): T {
  return adapted(expression, table, place) as T;
}

function adapted(part: unknown, table: FromClause, place: FromClause): unknown {
  if (Array.isArray(part)) return part.map((item) => adapted(item, table, place));
  if (typeof part !== "object" || part === null) return part;
  const { kind, from } = part as { readonly kind?: string; readonly from?: unknown };
  switch (kind) {
    case "column":
      return from === table ? { ...part, from: place } : part;
    case "bind":
    case "constant":
    case "literalColumn":
    case "text":
      return part;
    case "select":
    case "compound":
      if (!mentions(part, table)) return part;
      // Said to be about these tables alone, it means that of the statement around it.
      if ((part as Select).correlateExcept?.includes(table) === false) break;
      throw new UnsupportedConstructError(
        "a subquery over a table that stands for another here",
        "a condition with a subquery over the same table cannot be evaluated",
        { hint: "use aliased() for the class inside or outside the subquery" },
      );
  }
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === "type" || key === "from" || key === "correlateExcept"
        ? value
        : adapted(value, table, place),
    ]),
  );
}

function mentions(part: unknown, table: FromClause): boolean {
  if (part === table) return true;
  if (typeof part !== "object" || part === null) return false;
  return Object.entries(part).some(([key, value]) => key !== "type" && mentions(value, table));
}
