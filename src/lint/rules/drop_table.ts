import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const dropTable: Rule = {
  id: "drop-table",
  level: "warning",
  title: "Table dropped",
  why: "Programs that still use the table fail, and its rows are gone for good.",
  safe:
    "Let no running program use the table any more, deploy that, and drop it in a later release.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "DROP TABLE t",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE TABLE s (id bigint PRIMARY KEY); DROP TABLE s",
  },
  check: ({ facts }, at) =>
    facts.kind === "drop" && facts.what === "table"
      ? facts.names.filter((name) => inUse(name, at)).map(shown)
      : [],
};
