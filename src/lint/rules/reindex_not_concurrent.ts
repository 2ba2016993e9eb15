import { type Rule, shown } from "../rule.ts";

export const reindexNotConcurrent: Rule = {
  id: "reindex-not-concurrent",
  level: "warning",
  title: "Indexes rebuilt while nobody can write",
  why:
    "REINDEX keeps everybody from writing to the table, and from reading by the index, until it is rebuilt.",
  safe: "REINDEX … CONCURRENTLY, in an autocommit block.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "REINDEX TABLE t",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "REINDEX TABLE CONCURRENTLY t",
    autocommit: true,
  },
  check: ({ facts }) =>
    facts.kind === "reindex" && !facts.concurrently && facts.what !== "system"
      ? [facts.name === null ? facts.what : shown(facts.name)]
      : [],
};
