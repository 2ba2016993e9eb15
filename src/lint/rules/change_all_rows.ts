import { type Rule, shown } from "../rule.ts";
import { heldUp, inUse } from "./in_use.ts";

export const changeAllRows: Rule = {
  id: "change-all-rows",
  level: "warning",
  title: "All rows changed at once",
  why:
    "Every row is written anew and locked until the transaction ends; whoever writes to one of them waits.",
  safe: "Batches of some thousand rows, each in a transaction of its own.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "UPDATE t SET a = 1",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "UPDATE t SET a = 1 WHERE id BETWEEN 1 AND 5000",
  },
  check: ({ facts }, at) =>
    (facts.kind === "update" || facts.kind === "delete") && !facts.where &&
      inUse(facts.table, at) && heldUp(at.before).length === 0
      ? [shown(facts.table)]
      : [],
};
