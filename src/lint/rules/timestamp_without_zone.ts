import { readType } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsMade } from "./in_use.ts";

export const timestampWithoutZone: Rule = {
  id: "timestamp-without-zone",
  level: "notice",
  title: "Timestamp without a time zone",
  why:
    "Nobody can tell which moment it means: servers and clients in other time zones read and compare it differently.",
  safe: "timestamp with time zone (timestamptz).",
  bad: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c timestamp)",
  },
  good: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c timestamptz)",
  },
  check: (statement) =>
    columnsMade(statement)
      .filter(({ column }) => readType(column.type).name === "timestamp without time zone")
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
