import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const dropIndexNotConcurrent: Rule = {
  id: "drop-index-not-concurrent",
  level: "warning",
  title: "Index dropped under an exclusive lock",
  why:
    "DROP INDEX waits until nobody uses the table, and everybody who comes after waits behind it.",
  safe: "DROP INDEX CONCURRENTLY, in an autocommit block.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); CREATE INDEX t_a ON t (a)",
    sql: "DROP INDEX t_a",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); CREATE INDEX t_a ON t (a)",
    sql: "DROP INDEX CONCURRENTLY t_a",
    autocommit: true,
  },
  check: ({ facts }, at) => {
    if (facts.kind !== "drop" || facts.what !== "index" || facts.concurrently) return [];
    return facts.names.filter((index) => {
      const table = at.model.tableOfIndex(index);
      return table === null ? !at.model.isAbsent(index) : inUse(table, at);
    }).map(shown);
  },
};
