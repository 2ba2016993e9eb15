import { readType } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsMade } from "./in_use.ts";

export const charColumn: Rule = {
  id: "char-column",
  level: "notice",
  title: "Column of type char(n)",
  why:
    "Values are padded with blanks, which are stored, and are lost or kept by rules that surprise.",
  safe: "text or varchar, with a check if the length matters.",
  bad: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c char(3))",
  },
  good: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c varchar(3))",
  },
  check: (statement) =>
    columnsMade(statement)
      .filter(({ column }) => readType(column.type).name === "character")
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
