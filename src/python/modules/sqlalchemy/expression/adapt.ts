/** Conditions on tables, said of something else that has their columns. */
import type { ColumnReference, Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Select } from "../../../../sql/query.ts";
import { UnsupportedConstructError } from "../../../runtime/mod.ts";

/** What columns of some tables are elsewhere. */
export interface Replacement {
  readonly tables: ReadonlySet<FromClause>;
  /** What a column of theirs is there; undefined where it stays. */
  column(column: ColumnReference): Expression | undefined;
}

/** The expression with the columns of `table` taken from `place`, by the same names. */
export function over<T extends Expression>(expression: T, table: FromClause, place: FromClause): T {
  const column = (column: ColumnReference) => ({ ...column, from: place });
  return replaced(expression, { tables: new Set([table]), column });
}

/** The expression with the columns of tables replaced. */
export function replaced<T extends Expression>(expression: T, by: Replacement): T {
  return adapted(expression, by) as T;
}

function adapted(part: unknown, by: Replacement): unknown {
  if (Array.isArray(part)) return part.map((item) => adapted(item, by));
  if (typeof part !== "object" || part === null) return part;
  const { kind, from } = part as { readonly kind?: string; readonly from?: FromClause | null };
  switch (kind) {
    case "column":
      return from && by.tables.has(from) ? by.column(part as ColumnReference) ?? part : part;
    case "bind":
    case "constant":
    case "literalColumn":
    case "text":
      return part;
    case "select":
    case "compound": {
      const mentioned = [...by.tables].filter((table) => mentions(part, table));
      if (mentioned.length === 0) return part;
      // Said to be about these tables alone, it means that of the statement around it.
      const { correlateExcept } = part as Select;
      if (correlateExcept !== undefined && !mentioned.some((t) => correlateExcept.includes(t))) {
        break;
      }
      throw new UnsupportedConstructError(
        "a subquery over a table that stands for another here",
        "a condition with a subquery over the same table cannot be evaluated",
        { hint: "use aliased() for the class inside or outside the subquery" },
      );
    }
  }
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === "type" || key === "from" || key === "correlateExcept" ? value : adapted(value, by),
    ]),
  );
}

function mentions(part: unknown, table: FromClause): boolean {
  if (part === table) return true;
  if (typeof part !== "object" || part === null) return false;
  return Object.entries(part).some(([key, value]) => key !== "type" && mentions(value, table));
}
