import { alterEffects } from "../effect/alter_effects.ts";
import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const setNotNull: Rule = {
  id: "set-not-null",
  level: "warning",
  title: "NOT NULL checked while nobody can read or write",
  why:
    "SET NOT NULL reads the whole table under an ACCESS EXCLUSIVE lock to see that no value is null.",
  safe:
    "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own; SET NOT NULL then has nothing to read, and the check can be dropped.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  },
  good: {
    given:
      "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); ALTER TABLE t ADD CONSTRAINT t_a CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_a",
    sql: "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "set-not-null" &&
        alterEffects(table, action, at.model).some(({ work }) => work === "scan")
        ? [`${shown(table)}.${action.column}`]
        : []
    );
  },
};
