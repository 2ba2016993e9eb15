import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const renameColumn: Rule = {
  id: "rename-column",
  level: "warning",
  title: "Column renamed",
  why: "Programs that run know the old name and fail at once.",
  safe:
    "Add a column with the new name, let the program write both, fill the old rows, change over, drop the old one later.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t RENAME COLUMN a TO c",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c bigint",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "rename-column" ? [`${shown(table)}.${action.column} to ${action.to}`] : []
    );
  },
};
