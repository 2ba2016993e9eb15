import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const dropNotNull: Rule = {
  id: "drop-not-null",
  level: "notice",
  title: "NOT NULL given up",
  why: "Programs that run do not expect null in the column.",
  safe: "Let every program that reads the column deal with null, deploy that, then drop NOT NULL.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "drop-not-null" ? [`${shown(table)}.${action.column}`] : []
    );
  },
};
