import { type Name, nameText } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Executable } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Assignment } from "../../../../sql/query.ts";
import { callNow, isRaised, raise, type Value } from "../../../runtime/mod.ts";
import { asExpression } from "../expression/payload.ts";
import { bindOf } from "../expression/infer.ts";
import { isCallable } from "./column_state.ts";
import { stateOfClause } from "./table_state.ts";

/** A default of a column that is a function of Python, called for each row. */
export interface CallableDefault {
  readonly name: string;
  readonly type: SqlType;
  readonly call: () => Value;
}

/** The functions among the defaults (or the `onupdate=`) of a table's columns. */
export function callableDefaults(
  table: FromClause,
  kind: "insertDefault" | "updateDefault",
): readonly CallableDefault[] {
  const state = stateOfClause(table);
  if (state === undefined) return [];
  return state.columnStates().filter((column) => isCallable(column[kind])).map((column) => ({
    name: nameText(column.name),
    type: column.sqlType,
    call: () => callDefault(column[kind]),
  }));
}

/** SQLAlchemy gives a function that takes an argument its execution context, which is not there. */
function callDefault(fn: Value): Value {
  try {
    return callNow(fn, []);
  } catch (error) {
    if (!isRaised(error, raise("TypeError").exception.cls)) throw error;
    return callNow(fn, [null]);
  }
}

function columnName(column: Assignment["column"]): string | null {
  if (typeof column === "string") return column;
  return "kind" in column ? null : nameText(column as Name);
}

function completed(
  row: readonly Assignment[],
  defaults: readonly CallableDefault[],
): readonly Assignment[] {
  const names = new Set(row.map(({ column }) => columnName(column)));
  const missing = defaults.filter(({ name }) => !names.has(name));
  if (missing.length === 0) return row;
  return [
    ...row,
    ...missing.map(({ name, type, call }): Assignment => {
      const value = call();
      return { column: name, value: asExpression(value) ?? bindOf(value, type) };
    }),
  ];
}

/** An INSERT or UPDATE with the values that functions give for columns it does not name. */
export function withCallableDefaults(statement: Executable): Executable {
  if (statement.kind === "insert" && statement.fromSelect === undefined) {
    const defaults = callableDefaults(statement.table, "insertDefault");
    if (defaults.length === 0) return statement;
    const rows = statement.rows ?? [[]];
    return { ...statement, rows: rows.map((row) => completed(row, defaults)) };
  }
  if (statement.kind === "update") {
    const defaults = callableDefaults(statement.table, "updateDefault");
    if (defaults.length === 0) return statement;
    return { ...statement, values: completed(statement.values, defaults) };
  }
  return statement;
}
