import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const uniqueIndex: Rule = {
  id: "unique-index",
  level: "notice",
  title: "Unique index that rows may not allow",
  why:
    "It fails if two rows that are there have the same values, and CONCURRENTLY leaves an invalid index behind then.",
  safe:
    "Look for such rows first (`GROUP BY … HAVING count(*) > 1`), in a query that stops the revision if there are any.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)",
    autocommit: true,
  },
  good: {
    sql: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint); CREATE UNIQUE INDEX t_a ON t (a)",
  },
  check: ({ facts }, at) =>
    facts.kind === "create-index" && facts.unique && inUse(facts.table, at)
      ? [`${facts.index === null ? "" : `${facts.index} on `}${shown(facts.table)}`]
      : [],
};
