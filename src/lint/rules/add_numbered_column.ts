import { readType, SERIAL } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsAdded } from "./in_use.ts";

export const addNumberedColumn: Rule = {
  id: "add-numbered-column",
  level: "warning",
  title: "New column that numbers the rows that are there",
  why:
    "A serial or identity column gives every row a number, so that the whole table is written anew under an ACCESS EXCLUSIVE lock.",
  safe:
    "Add a plain column, give it a sequence as default in a second statement, number the old rows in batches.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN n bigint",
  },
  check: (statement, at) =>
    columnsAdded(statement, at)
      .filter(({ column }) => column.identity || Object.hasOwn(SERIAL, readType(column.type).name))
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
