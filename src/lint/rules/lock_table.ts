import { blocks } from "../effect/effect.ts";
import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const lockTable: Rule = {
  id: "lock-table",
  level: "warning",
  title: "Table locked on purpose",
  why:
    "The lock is held until the transaction ends, and keeps others from writing, or from reading too.",
  safe: "Leave the locks to the statements, or take a weaker mode.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "LOCK TABLE t IN EXCLUSIVE MODE",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "LOCK TABLE t IN ROW EXCLUSIVE MODE",
  },
  check: ({ facts }, at) =>
    facts.kind === "lock" && ["writes", "reads and writes"].includes(blocks(facts.mode) ?? "")
      ? facts.tables.filter((table) => inUse(table, at)).map(shown)
      : [],
};
