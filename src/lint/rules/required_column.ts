import { readType, SERIAL } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsAdded } from "./in_use.ts";

export const requiredColumn: Rule = {
  id: "required-column",
  level: "error",
  title: "New column that the rows that are there cannot have",
  why:
    "A column that is NOT NULL and has no default cannot be added to a table with rows: the statement fails.",
  safe:
    "Give it a default, which costs nothing if it is constant; or add it without NOT NULL, fill it, and set NOT NULL later.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c text NOT NULL",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c text DEFAULT '' NOT NULL",
  },
  check: (statement, at) =>
    columnsAdded(statement, at)
      .filter(({ column }) =>
        column.notNull && column.default === null && !column.identity &&
        column.generated === null && !Object.hasOwn(SERIAL, readType(column.type).name)
      )
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
