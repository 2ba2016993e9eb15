import { readType } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsMade } from "./in_use.ts";

export const jsonColumn: Rule = {
  id: "json-column",
  level: "notice",
  title: "Column of type json",
  why:
    "json has no equality, so that DISTINCT, GROUP BY and UNION on the table fail, and it cannot be indexed as a whole.",
  safe: "jsonb, unless the text must be kept as it came.",
  bad: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c json)",
  },
  good: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c jsonb)",
  },
  check: (statement) =>
    columnsMade(statement)
      .filter(({ column }) => readType(column.type).name === "json")
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
