import { type Rule, shown } from "../rule.ts";
import { actionsInUse, heldUp } from "./in_use.ts";

export const validateUnderLock: Rule = {
  id: "validate-under-lock",
  level: "warning",
  title: "Constraint validated in a transaction that holds a lock",
  why:
    "VALIDATE CONSTRAINT itself lets others read and write, but the transaction already holds a lock that does not, and keeps it while all rows are read.",
  safe:
    "Validate in a revision of its own, with a transaction per migration, or in an autocommit block.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql:
      "ALTER TABLE t ADD CONSTRAINT t_a CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_a",
  },
  good: {
    given:
      "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); ALTER TABLE t ADD CONSTRAINT t_a CHECK (a > 0) NOT VALID",
    sql: "ALTER TABLE t VALIDATE CONSTRAINT t_a",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    const [held] = heldUp(at.before);
    if (held === undefined) return [];
    return actions.flatMap((action) =>
      action.kind === "validate-constraint"
        ? [`${shown(table)}, ${action.constraint}, while ${shown(held.table)} is locked`]
        : []
    );
  },
};
