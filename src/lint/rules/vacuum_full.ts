import { type Rule, shown } from "../rule.ts";

export const vacuumFull: Rule = {
  id: "vacuum-full",
  level: "warning",
  title: "VACUUM FULL or CLUSTER",
  why: "The whole table is written anew under an ACCESS EXCLUSIVE lock.",
  safe: "Plain VACUUM, or a tool that repacks a table while it is in use (pg_repack, pg_squeeze).",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "VACUUM FULL t",
    autocommit: true,
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "VACUUM t",
    autocommit: true,
  },
  check: ({ facts }) => {
    if (facts.kind === "vacuum" && facts.full) {
      return [facts.tables.length === 0 ? "all tables" : facts.tables.map(shown).join(", ")];
    }
    if (facts.kind !== "cluster") return [];
    return [facts.table === null ? "all tables" : shown(facts.table)];
  },
};
