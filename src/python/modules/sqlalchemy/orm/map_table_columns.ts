/** Attributes for the columns of a table that a class was given. */
import {
  asString,
  collectNow,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { tableState } from "../schema/table_state.ts";

/** Which columns a mapper is told not to map: `exclude_properties`, `include_properties`. */
function leftOut(
  options: ReadonlyMap<string, Value>,
): (key: string, column: PyInstance) => boolean {
  const has = (option: string) => {
    const given = options.get(option) ?? null;
    const values = given === null ? null : collectNow(given);
    return (key: string, column: PyInstance) =>
      values?.some((value) => value === column || asString(value) === key);
  };
  const [excluded, included] = [has("exclude_properties"), has("include_properties")];
  return (key, column) => excluded(key, column) === true || included(key, column) === false;
}

/** Makes the columns of a given table attributes of the class. */
export function mapTableColumns(
  cls: PyClass,
  table: PyInstance,
  columns: Map<string, PyInstance>,
  options: ReadonlyMap<string, Value>,
): void {
  const named = new Set(columns.values());
  const isLeftOut = leftOut(options);
  const prefix = asString(options.get("column_prefix") ?? null) ?? "";
  for (const [key, column] of tableState(table)?.columns() ?? []) {
    if (named.has(column) || isLeftOut(key, column)) continue;
    const name = prefix + key;
    columns.set(name, column);
    if (!cls.namespace.has(name)) cls.define(name, column);
  }
}
