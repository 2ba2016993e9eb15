import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const dropConstraint: Rule = {
  id: "drop-constraint",
  level: "notice",
  title: "Constraint dropped",
  why: "Nothing keeps wrong rows out from here on, and to have it back every row must be checked.",
  safe: "Make what takes its place first.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t DROP CONSTRAINT t_pkey",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_key",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "drop-constraint" ? [`${shown(table)}, ${action.constraint}`] : []
    );
  },
};
