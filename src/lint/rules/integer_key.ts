import { readType } from "../effect/sql_type.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsMade } from "./in_use.ts";

export const integerKey: Rule = {
  id: "integer-key",
  level: "notice",
  title: "Primary key that ends at 2,147,483,647",
  why: "An integer key runs out, and to change it to bigint then writes the whole table anew.",
  safe: "bigint, or bigserial, from the beginning.",
  bad: {
    sql: "CREATE TABLE t (id serial PRIMARY KEY)",
  },
  good: {
    sql: "CREATE TABLE t (id bigserial PRIMARY KEY)",
  },
  check: (statement) => {
    const { facts } = statement;
    const keys = facts.kind === "create-table"
      ? facts.constraints.filter(({ kind }) => kind === "primary-key")
        .flatMap(({ columns }) => columns.length === 1 ? columns : [])
      : [];
    return columnsMade(statement)
      .filter(({ column }) =>
        SMALL.includes(readType(column.type).name) &&
        (keys.includes(column.name) ||
          column.constraints.some(({ kind }) => kind === "primary-key"))
      )
      .map(({ table, column }) => `${shown(table)}.${column.name}`);
  },
};

const SMALL: readonly string[] = ["integer", "smallint", "serial", "smallserial"];
