import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const disableTrigger: Rule = {
  id: "disable-trigger",
  level: "warning",
  title: "Triggers switched off",
  why:
    "Rows that are written meanwhile, by anybody, are never seen by the trigger; of foreign keys it is the checks that are off.",
  safe:
    "Write what the statement needs without switching them off, or `SET LOCAL session_replication_role` for this transaction alone.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t DISABLE TRIGGER ALL",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ENABLE TRIGGER ALL",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.some((action) => action.kind === "trigger" && !action.enable)
      ? [shown(table)]
      : [];
  },
};
