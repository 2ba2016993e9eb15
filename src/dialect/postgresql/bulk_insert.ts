import { CommandError } from "../../errors/mod.ts";
import type { BulkInsert, InsertRow, InsertValue } from "../../operations/operation.ts";
import { nameText } from "../../schema/name.ts";
import { nullType } from "../../schema/types.ts";
import type { Expression } from "../../sql/expression.ts";
import type { Assignment } from "../../sql/query.ts";
import type { CompileOptions } from "../dialect.ts";
import { insertText } from "./dml_text.ts";
import { statementScope } from "./scope.ts";

/** How many rows SQLAlchemy puts into one INSERT. */
const pageSize = 1000;

/**
 * `op.bulk_insert`. A script has one INSERT for each row, with that row's own keys; a server gets the keys of the
 * first row for all, many rows in one statement. As with Alembic, a key that the table does not have is an error
 * in a script and passed over on a server.
 */
export function compileBulkInsert(
  operation: BulkInsert,
  options: CompileOptions,
): readonly string[] {
  const { rows } = operation;
  if (options.offline || operation.multiInsert === false) {
    return rows.map((row) => {
      for (const [key] of row) requireColumn(operation, key);
      return write(operation, [row.map(assignment)], options);
    });
  }
  const first = rows[0];
  if (first === undefined) return [];
  const keys = first.map(([key]) => key).filter((key) => hasColumn(operation, key));
  const statements: string[] = [];
  for (let start = 0; start < rows.length; start += pageSize) {
    const page = rows.slice(start, start + pageSize)
      .map((row, index) => keys.map((key) => valueOf(row, key, start + index)));
    // DEFAULT VALUES has no form for several rows.
    if (keys.length === 0) {
      for (const row of page) statements.push(write(operation, [row], options));
    } else statements.push(write(operation, page, options));
  }
  return statements;
}

function write(
  operation: BulkInsert,
  rows: readonly (readonly Assignment[])[],
  options: CompileOptions,
): string {
  return insertText(
    { kind: "insert", table: operation.table, rows, inline: true },
    statementScope(options),
  );
}

function valueOf(row: InsertRow, key: string, position: number): Assignment {
  const found = row.find(([name]) => name === key);
  if (found) return assignment(found);
  throw new CommandError(
    "missing_parameter",
    `A value is required for bind parameter '${key}', in parameter group ${position}`,
    { hint: "Every row needs the keys of the first one" },
  );
}

function assignment([column, value]: readonly [string, InsertValue]): Assignment {
  return { column, value: expressionOf(value) };
}

function expressionOf(value: InsertValue): Expression {
  return value.kind === "expression"
    ? value.expression
    : { kind: "bind", value: value.value, type: nullType };
}

function requireColumn(operation: BulkInsert, key: string): void {
  const { table } = operation;
  if (hasColumn(operation, key)) return;
  throw new CommandError(
    "unknown_column",
    `The table '${nameText(table.name)}' has no column '${key}'`,
    { hint: `Its columns are: ${table.columns.map((column) => nameText(column.name)).join(", ")}` },
  );
}

function hasColumn(operation: BulkInsert, key: string): boolean {
  return operation.table.columns.some((column) => nameText(column.name) === key);
}
