import { type Rule, shown } from "../rule.ts";
import { columnsAdded } from "./in_use.ts";

export const addStoredColumn: Rule = {
  id: "add-stored-column",
  level: "warning",
  title: "New generated column that is stored",
  why:
    "A value is computed and stored for every row, so that the whole table is written anew under an ACCESS EXCLUSIVE lock.",
  safe:
    "A plain column that a trigger fills for new rows and a batch job for old ones; or a view, or an index on the expression.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c bigint GENERATED ALWAYS AS (a * 2) STORED",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE INDEX CONCURRENTLY t_c ON t ((a * 2))",
    autocommit: true,
  },
  check: (statement, at) =>
    columnsAdded(statement, at)
      .filter(({ column }) => column.generated === "stored")
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
