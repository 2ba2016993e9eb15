import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const refreshNotConcurrent: Rule = {
  id: "refresh-not-concurrent",
  level: "warning",
  title: "Materialized view refreshed while nobody can read it",
  why: "REFRESH keeps everybody from reading the view until its query has run.",
  safe: "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.",
  bad: {
    sql: "REFRESH MATERIALIZED VIEW v",
  },
  good: {
    sql: "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
  },
  check: ({ facts }, at) =>
    facts.kind === "refresh" && !facts.concurrently && inUse(facts.name, at)
      ? [shown(facts.name)]
      : [],
};
