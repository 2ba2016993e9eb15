/** What values are among the columns of a SELECT or of RETURNING. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { asFromSource } from "./from_source.ts";
import { integerType } from "./infer.ts";
import { asExpression, asSelect, describe, scalarSubquery } from "./payload.ts";

/** One entry of the columns of a SELECT or of RETURNING. */
export function outputItem(value: Value): Expression | FromClause {
  const select = asSelect(value);
  if (select !== undefined) return scalarSubquery(select);
  const expression = asExpression(value);
  if (expression !== undefined) return expression;
  const source = asFromSource(value);
  if (source !== undefined) return source.toFrom();
  if (value === null) return { kind: "constant", value: "null" };
  if (typeof value === "boolean") return { kind: "constant", value: value ? "true" : "false" };
  if (typeof value === "number" || typeof value === "bigint") {
    return { kind: "literalColumn", sql: String(value), type: integerType };
  }
  throw sqlalchemyError(
    "ArgumentError",
    `Column expression, FROM clause, or other columns clause element expected, got ${
      describe(value)
    }.`,
  );
}
