import { volatilityOf } from "../effect/volatility.ts";
import { type Rule, shown } from "../rule.ts";
import { columnsAdded } from "./in_use.ts";

export const volatileDefault: Rule = {
  id: "volatile-default",
  level: "warning",
  title: "New column whose default makes the table be written anew",
  why:
    "The default gives every row another value, so that all rows are written anew under an ACCESS EXCLUSIVE lock.",
  safe:
    "Add the column without a default, set the default in a second statement, fill the old rows in batches.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql:
      "ALTER TABLE t ADD COLUMN c uuid; ALTER TABLE t ALTER COLUMN c SET DEFAULT gen_random_uuid()",
  },
  check: (statement, at) =>
    columnsAdded(statement, at).flatMap(({ table, column }) => {
      const volatility = column.default === null ? "stable" : volatilityOf(column.default);
      if (volatility === "stable") return [];
      const may = volatility === "unknown" ? " (if its function is volatile)" : "";
      return [`${shown(table)}.${column.name}${may}`];
    }),
};
