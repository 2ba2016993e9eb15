import type { Rule } from "../rule.ts";

export const bareTableName: Rule = {
  id: "bare-table-name",
  level: "notice",
  optional: true,
  title: "Table made in whatever schema comes first",
  why:
    "Without a schema the table goes where the search path of the session that runs the revision leads.",
  safe: "Name the schema: `schema=` in `create_table()`.",
  bad: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY)",
  },
  good: {
    sql: "CREATE TABLE app.t (id bigint PRIMARY KEY)",
  },
  check: ({ facts }) =>
    facts.kind === "create-table" && facts.table.schema === null && !facts.temporary
      ? [facts.table.name]
      : [],
};
