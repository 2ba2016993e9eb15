import { type Name, nameText, quotedName } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import { resultNames } from "../../../../sql/result_names.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { CompoundSelect, Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import { typeOfExpression } from "./infer.ts";

/** A column that a statement gives; the key is the name by which Python knows it, where that is another. */
export type OutputColumn = readonly [
  name: Name,
  type: SqlType,
  key?: string,
  /** Whether it comes from a `Table`. */
  isDefined?: boolean,
  /** What it is where it has no name of its own: see ColumnReference. */
  part?: Expression,
];

/** The output columns of a SELECT, or of what a statement returns. */
export function* outputColumns(
  statement: Select | CompoundSelect | Insert | Update | Delete,
): Iterable<OutputColumn> {
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
      for (const { name, type } of column.columns) {
        yield [name, type, undefined, isDefined(column, name)];
      }
    } else if (column.kind === "alias" || column.kind === "tableFunction") {
      const element = column.kind === "alias" ? column.element : column;
      for (const { name, type } of element.columns) {
        yield [name, type, undefined, isDefined(element, name)];
      }
    } else if (column.kind === "join") {
      yield* outputColumns({ kind: "select", columns: [column.left, column.right] });
    } else if (column.kind === "subquery") yield* outputColumns(column.select);
    else if (column.kind === "cte" && column.statement.kind !== "values") {
      yield* outputColumns(column.statement);
    } else if (isExpression(column)) {
      const type = typeOfExpression(column);
      const name = names[at++] ?? null;
      if (name !== null) {
        const key = column.kind === "column" ? column.key : undefined;
        yield [name, type, key, comesFromTable(column)];
      } else if (column.kind === "column") {
        yield [column.name, type, column.key, false, column.part];
      } else if (column.kind === "function") {
        yield [column.path.at(-1)!, type, undefined, false, column];
      } else if (column.kind === "literalColumn") yield [quotedName(column.sql, false), type];
      else yield [`anon_${++anonymous}`, type, undefined, false, column];
    }
  }
}

/** Whether an expression is a column of a `Table`, under whatever name and through whatever subqueries. */
function comesFromTable(expression: Expression): boolean {
  if (expression.kind === "label") return comesFromTable(expression.operand);
  return expression.kind === "column" && expression.from !== null &&
    isDefined(expression.from, expression.name);
}

/** Whether a column of a member of FROM is one of a `Table`: lightweight tables have none. */
export function isDefined(from: FromClause, name: Name): boolean {
  switch (from.kind) {
    case "table":
      return from.defined === true;
    case "alias":
      return isDefined(from.element, name);
    case "subquery":
    case "cte": {
      const statement = from.kind === "cte" ? from.statement : from.select;
      if (statement.kind === "values") return false;
      const text = nameText(name);
      return [...outputColumns(statement)]
        .some(([each, , , defined]) => defined === true && nameText(each) === text);
    }
    default:
      return false;
  }
}

function isExpression(column: Expression | FromClause): column is Expression {
  return !["table", "alias", "join", "subquery", "cte", "tableFunction", "values", "textFrom"]
    .includes(column.kind);
}
