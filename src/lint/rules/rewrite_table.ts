import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const rewriteTable: Rule = {
  id: "rewrite-table",
  level: "warning",
  title: "Table written anew",
  why:
    "SET LOGGED, SET UNLOGGED, SET TABLESPACE, SET ACCESS METHOD and SET EXPRESSION write the whole table anew, or copy it, under an ACCESS EXCLUSIVE lock.",
  safe:
    "A quiet time, or a new table that is filled in batches and takes the place of the old one.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t SET UNLOGGED",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t SET (fillfactor = 90)",
  },
  check: (statement, at) => {
    const { table, actions } = actionsInUse(statement, at);
    return actions.some(({ kind }) => REWRITING.includes(kind)) ? [shown(table)] : [];
  },
};

const REWRITING: readonly string[] = [
  "set-logged",
  "set-unlogged",
  "set-tablespace",
  "set-access-method",
  "set-expression",
];
