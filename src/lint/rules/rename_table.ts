import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const renameTable: Rule = {
  id: "rename-table",
  level: "warning",
  title: "Table renamed or moved",
  why: "Programs that run know the old name and fail at once.",
  safe:
    "Rename it and make a view with the old name in the same transaction, until no program uses it any more.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t RENAME TO s",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE VIEW s AS SELECT * FROM t",
  },
  check: (statement, at) => {
    if (statement.facts.kind === "rename-schema") {
      return [`schema ${shown(statement.facts.name)} to ${statement.facts.to}`];
    }
    const { table, actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "rename"
        ? [`${shown(table)} to ${action.to}`]
        : action.kind === "set-schema"
        ? [`${shown(table)} to schema ${action.schema}`]
        : []
    );
  },
};
