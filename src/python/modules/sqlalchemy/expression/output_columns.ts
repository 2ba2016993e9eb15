import type { Name } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import { resultNames } from "../../../../sql/result_names.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { CompoundSelect, Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import { typeOfExpression } from "./infer.ts";

/** The output columns of a SELECT: name, type, and the key where Python knows it by another name. */
export function* outputColumns(
  statement: Select | CompoundSelect | Insert | Update | Delete,
): Iterable<readonly [Name, SqlType, string?]> {
  const columns = statement.kind === "compound"
    ? undefined
    : statement.kind === "select"
    ? statement.columns
    : statement.returning ?? [];
  if (columns === undefined) {
    yield* outputColumns((statement as CompoundSelect).selects[0]!);
    return;
  }
  let anonymous = 0;
  const names = resultNames(columns.filter(isExpression));
  let at = 0;
  for (const column of columns) {
    if ("columns" in column && (column.kind === "table" || column.kind === "values")) {
      for (const { name, type } of column.columns) yield [name, type];
    } else if (column.kind === "alias" || column.kind === "tableFunction") {
      const element = column.kind === "alias" ? column.element : column;
      for (const { name, type } of element.columns) yield [name, type];
    } else if (column.kind === "join") {
      yield* outputColumns({ kind: "select", columns: [column.left, column.right] });
    } else if (column.kind === "subquery") yield* outputColumns(column.select);
    else if (isExpression(column)) {
      const type = typeOfExpression(column);
      const name = names[at++] ?? null;
      if (name !== null) yield [name, type, column.kind === "column" ? column.key : undefined];
      else if (column.kind === "function") yield [column.path.at(-1)!, type];
      else if (column.kind === "literalColumn") yield [column.sql, type];
      else yield [`anon_${++anonymous}`, type];
    }
  }
}

function isExpression(column: Expression | FromClause): column is Expression {
  return !["table", "alias", "join", "subquery", "cte", "tableFunction", "values", "textFrom"]
    .includes(column.kind);
}
