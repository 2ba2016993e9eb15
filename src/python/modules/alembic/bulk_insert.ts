import { nameText } from "../../../schema/name.ts";
import { nullType, type SqlType } from "../../../schema/types.ts";
import type { BulkInsert, InsertRow, InsertValue } from "../../../operations/operation.ts";
import type { TableClause } from "../../../sql/from_clause.ts";
import {
  asString,
  isTrue,
  PyDict,
  PyList,
  PyTuple,
  refuseOpaque,
  typeError,
  type Value,
} from "../../runtime/mod.ts";
import { sqlalchemyError } from "../sqlalchemy/exc.ts";
import { columnNamed, fromSource } from "../sqlalchemy/expression/from_source.ts";
import { asExpression } from "../sqlalchemy/expression/payload.ts";
import { type CallableDefault, callableDefaults } from "../sqlalchemy/schema/callable_defaults.ts";
import { boundValue } from "../sqlalchemy/types/bound_value.ts";

/** The table of `bulk_insert` and of `connection.execute(table.insert(), [rows])`. */
function clauseOf(table: Value): TableClause {
  const clause = fromSource(table).toFrom();
  if (clause.kind !== "table") throw sqlalchemyError("ArgumentError", "a table is expected");
  return clause;
}

/** A value of a row: an expression, or a value converted by the type of its column. */
export function insertValue(value: Value, type: SqlType): InsertValue {
  const expression = asExpression(value);
  if (expression !== undefined) return { kind: "expression", expression };
  return { kind: "value", value: boundValue(type, value) };
}

/** A row of values for a table; the functions among the defaults of its columns are called. */
export function insertRow(
  row: PyDict,
  clause: TableClause,
  defaults: readonly CallableDefault[],
): InsertRow {
  const types = new Map(clause.columns.map((column) => [nameText(column.name), column.type]));
  const entries: (readonly [string, InsertValue])[] = [];
  const given = new Map<string, Value>();
  for (const [key, value] of row.entries()) {
    const written = asString(key) ?? nameOfColumn(key);
    const name = nameText(columnNamed(clause, written)?.name ?? written);
    given.set(name, value);
    entries.push([name, insertValue(value, types.get(name) ?? nullType)]);
  }
  for (const { name, type, call } of defaults) {
    if (given.has(name)) continue;
    const value = call(() => [...given].filter(([, value]) => asExpression(value) === undefined));
    given.set(name, value);
    entries.push([name, insertValue(value, type)]);
  }
  return entries;
}

function nameOfColumn(key: Value): string {
  const expression = asExpression(key);
  if (expression?.kind === "column") return nameText(expression.name);
  throw sqlalchemyError("ArgumentError", "the keys of rows are names of columns");
}

/** `op.bulk_insert(table, rows, multiinsert=…)` as an operation; null when there are no rows. */
export function bulkInsert(table: Value, rows: Value, multiInsert: Value): BulkInsert | null {
  for (const value of [rows, ...rows instanceof PyList ? rows.items : []]) {
    refuseOpaque(value, "a row of bulk_insert()");
  }
  if (!(rows instanceof PyList) && !(rows instanceof PyTuple)) throw typeError("List expected");
  if (rows.items.length > 0 && !(rows.items[0] instanceof PyDict)) {
    throw typeError("List of dictionaries expected");
  }
  if (rows.items.length === 0) return null;
  const clause = clauseOf(table);
  const defaults = callableDefaults(clause, "insertDefault");
  return {
    kind: "bulkInsert",
    table: clause,
    rows: rows.items.map((row) => {
      if (!(row instanceof PyDict)) throw typeError("List of dictionaries expected");
      return insertRow(row, clause, defaults);
    }),
    ...(!isTrue(multiInsert) ? { multiInsert: false } : {}),
  };
}
