import { nameText } from "../../../schema/name.ts";
import { nullType, type SqlType } from "../../../schema/types.ts";
import type { BulkInsert, InsertRow, InsertValue } from "../../../operations/operation.ts";
import type { TableClause } from "../../../sql/from_clause.ts";
import {
  asString,
  callNow,
  PyDict,
  PyList,
  PyTuple,
  typeError,
  type Value,
} from "../../runtime/mod.ts";
import { sqlalchemyError } from "../sqlalchemy/exc.ts";
import { fromSource } from "../sqlalchemy/expression/from_source.ts";
import { asExpression } from "../sqlalchemy/expression/payload.ts";
import { isCallable } from "../sqlalchemy/schema/column_state.ts";
import { tableState } from "../sqlalchemy/schema/table_state.ts";
import { bindValue } from "../sqlalchemy/types/decorator.ts";
import { typeObject } from "../sqlalchemy/types/engine.ts";
import { sqlValue } from "../sqlalchemy/values.ts";

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
  return { kind: "value", value: sqlValue(bindValue(typeObject(type), value)) };
}

/** A row of values for a table; the functions among the defaults of its columns are called. */
export function insertRow(
  row: PyDict,
  clause: TableClause,
  defaults: readonly Default[],
): InsertRow {
  const types = new Map(clause.columns.map((column) => [nameText(column.name), column.type]));
  const entries: (readonly [string, InsertValue])[] = [];
  const names = new Set<string>();
  for (const [key, value] of row.entries()) {
    const name = asString(key) ?? nameOfColumn(key);
    names.add(name);
    entries.push([name, insertValue(value, types.get(name) ?? nullType)]);
  }
  for (const { name, type, call } of defaults) {
    if (!names.has(name)) entries.push([name, insertValue(call(), type)]);
  }
  return entries;
}

function nameOfColumn(key: Value): string {
  const expression = asExpression(key);
  if (expression?.kind === "column") return nameText(expression.name);
  throw sqlalchemyError("ArgumentError", "the keys of rows are names of columns");
}

/** A default of a column that is a function of Python. */
export interface Default {
  readonly name: string;
  readonly type: SqlType;
  readonly call: () => Value;
}

/** The defaults of a `Table` that must be called row by row. */
export function callableDefaults(table: Value): readonly Default[] {
  const state = tableState(table);
  if (state === undefined) return [];
  return state.columnStates().filter((column) => isCallable(column.insertDefault)).map((
    column,
  ) => ({
    name: nameText(column.name),
    type: column.sqlType,
    // SQLAlchemy passes an execution context to functions that take an argument.
    call: () => callDefault(column.insertDefault),
  }));
}

function callDefault(fn: Value): Value {
  return callNow(fn, []);
}

/** `op.bulk_insert(table, rows, multiinsert=…)` as an operation; null when there are no rows. */
export function bulkInsert(table: Value, rows: Value, multiInsert: Value): BulkInsert | null {
  if (!(rows instanceof PyList) && !(rows instanceof PyTuple)) throw typeError("List expected");
  if (rows.items.length > 0 && !(rows.items[0] instanceof PyDict)) {
    throw typeError("List of dictionaries expected");
  }
  if (rows.items.length === 0) return null;
  const clause = clauseOf(table);
  const defaults = callableDefaults(table);
  return {
    kind: "bulkInsert",
    table: clause,
    rows: rows.items.map((row) => {
      if (!(row instanceof PyDict)) throw typeError("List of dictionaries expected");
      return insertRow(row, clause, defaults);
    }),
    ...(multiInsert === false ? { multiInsert: false } : {}),
  };
}
