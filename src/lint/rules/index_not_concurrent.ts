import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const indexNotConcurrent: Rule = {
  id: "index-not-concurrent",
  level: "warning",
  title: "Index built while nobody can write",
  why:
    "CREATE INDEX keeps everybody from writing to the table until the index is built, which takes as long as reading all of it.",
  safe:
    "CREATE INDEX CONCURRENTLY, in an autocommit block (`with op.get_context().autocommit_block():`, `transaction:false` in SQL).",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE INDEX t_a ON t (a)",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE INDEX CONCURRENTLY t_a ON t (a)",
    autocommit: true,
  },
  check: ({ facts }, at) =>
    facts.kind === "create-index" && !facts.concurrently && inUse(facts.table, at)
      ? [`${facts.index === null ? "" : `${facts.index} on `}${shown(facts.table)}`]
      : [],
};
