import { type Name, nameText } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Executable } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  PyDict,
  PyOpaque,
  refuseOpaque,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { asExpression } from "../expression/payload.ts";
import { bindOf, valueOfBind } from "../expression/infer.ts";
import { type ColumnState, isCallable } from "./column_state.ts";
import { callDefault } from "./default_function.ts";
import { stateOfClause } from "./table_state.ts";

/** The values that a row gets, by the keys of their columns; values that the database computes are not among them. */
export type RowValues = Iterable<readonly [key: string, value: Value]>;

/** A default of a column that is a function of Python, called for each row; one that is not known is an error then. */
export interface CallableDefault {
  readonly name: string;
  readonly type: SqlType;
  /** Calls it; it may ask for the values that the row has so far. `isOneOfMany`: by an INSERT whose VALUES name several rows. */
  readonly call: (row: () => RowValues, isOneOfMany?: boolean) => Value;
}

/** The functions among the defaults (or the `onupdate=`) of a table's columns. */
export function callableDefaults(
  table: FromClause,
  kind: "insertDefault" | "updateDefault",
): readonly CallableDefault[] {
  const state = stateOfClause(table);
  if (state === undefined) return [];
  const columns = state.columnStates();
  const isAsked = (value: Value) => isCallable(value) || value instanceof PyOpaque;
  return columns.filter((column) => isAsked(column[kind])).map((column) => ({
    name: nameText(column.name),
    type: column.sqlType,
    call: (row, isOneOfMany = false) => {
      refuseOpaque(column[kind], `the default of "${nameText(column.name)}"`);
      return callDefault(column[kind], {
        column: () => [...state.columns().values()][columns.indexOf(column)]!,
        parameters: () => parametersOf(row(), isOneOfMany ? [column] : columns, kind),
      });
    },
  }));
}

/** SQLAlchemy's `current_parameters`: what is to come from a default is None until its turn comes. */
function parametersOf(
  row: RowValues,
  columns: readonly ColumnState[],
  kind: "insertDefault" | "updateDefault",
): PyDict {
  const parameters = new PyDict();
  for (const [key, value] of row) parameters.set(key, value);
  for (const column of columns) {
    const value = column[kind];
    if (value === null || asExpression(value) !== undefined) continue;
    const key = keyOf(column);
    if (parameters.get(key) === undefined) parameters.set(key, null);
  }
  return parameters;
}

/** The key of a column, which is its name where it has no other. */
export function keyOf({ key, name }: ColumnState): string {
  return key ?? nameText(name);
}

function columnName(column: Assignment["column"]): string | null {
  if (typeof column === "string") return column;
  return "kind" in column ? null : nameText(column as Name);
}

function completed(
  row: readonly Assignment[],
  defaults: readonly CallableDefault[],
  isOneOfMany = false,
): readonly Assignment[] {
  const names = new Set(row.map(({ column }) => columnName(column)));
  const missing = defaults.filter(({ name }) => !names.has(name));
  const all = [...row];
  for (const { name, type, call } of missing) {
    const value = call(() => valuesOf(all), isOneOfMany);
    all.push({ column: name, value: asExpression(value) ?? bindOf(value, type) });
  }
  return all;
}

function* valuesOf(row: readonly Assignment[]): RowValues {
  for (const { column, value } of row) {
    if (value.kind === "bind" && value.name !== undefined) {
      throw new UnsupportedConstructError(
        `bindparam("${value.name}")`,
        `a default cannot ask for the parameters of a statement with bindparam("${value.name}")`,
        { hint: "give the values to values()" },
      );
    }
    const given = valueOfBind(value);
    const name = columnName(column);
    if (given !== undefined && name !== null) yield [name, given];
  }
}

/** An INSERT or UPDATE with the values that functions give for columns it does not name. */
export function withCallableDefaults(statement: Executable): Executable {
  if (statement.kind === "insert" && statement.fromSelect === undefined) {
    const defaults = callableDefaults(statement.table, "insertDefault");
    if (defaults.length === 0) return statement;
    const rows = statement.rows ?? [[]];
    return { ...statement, rows: rows.map((row) => completed(row, defaults, rows.length > 1)) };
  }
  if (statement.kind === "update") {
    const defaults = callableDefaults(statement.table, "updateDefault");
    if (defaults.length === 0) return statement;
    return { ...statement, values: completed(statement.values, defaults) };
  }
  return statement;
}
