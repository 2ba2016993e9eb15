import { readType } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsMade } from "./in_use.ts";

export const varcharLimit: Rule = {
  id: "varchar-limit",
  level: "notice",
  optional: true,
  title: "Column of type varchar(n)",
  why:
    "A limit that turns out too small is an error for users, and to make it smaller reads the whole table.",
  safe:
    "text, with a check of its length where that matters: NOT VALID, then validated, it holds nobody up.",
  bad: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c varchar(50))",
  },
  good: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, c text CHECK (length(c) <= 50))",
  },
  check: (statement) =>
    columnsMade(statement)
      .filter(({ column }) => {
        const type = readType(column.type);
        return type.name === "character varying" && type.arguments.length > 0;
      })
      .map(({ table, column }) => `${shown(table)}.${column.name}`),
};
