import { type Rule, shown } from "../rule.ts";
import { heldUp, inUse } from "./in_use.ts";

export const backfillWithSchemaChange: Rule = {
  id: "backfill-with-schema-change",
  level: "warning",
  title: "Rows changed in a transaction that holds a lock",
  why:
    "The transaction has changed a table before, and keeps everybody from it for as long as the rows take.",
  safe: "Change the rows in a revision of its own, with a transaction per migration, in batches.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c bigint; UPDATE t SET c = a WHERE c IS NULL",
  },
  good: {
    given:
      "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); ALTER TABLE t ADD COLUMN c bigint",
    sql: "UPDATE t SET c = a WHERE id < 1000",
  },
  check: ({ facts }, at) => {
    if (facts.kind !== "update" && facts.kind !== "delete" && facts.kind !== "merge") return [];
    const [held] = heldUp(at.before);
    if (held === undefined || !inUse(facts.table, at)) return [];
    return [`${shown(facts.table)}, while ${shown(held.table)} is locked`];
  },
};
