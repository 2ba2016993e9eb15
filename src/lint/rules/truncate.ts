import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const truncate: Rule = {
  id: "truncate",
  level: "warning",
  title: "Table emptied",
  why: "All rows are gone for good, under an ACCESS EXCLUSIVE lock.",
  safe: "DELETE in batches, if the table is in use.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "TRUNCATE t",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "DELETE FROM t WHERE id < 1000",
  },
  check: ({ facts }, at) =>
    facts.kind === "truncate" ? facts.tables.filter((table) => inUse(table, at)).map(shown) : [],
};
