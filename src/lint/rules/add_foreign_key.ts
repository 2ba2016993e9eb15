import { type Rule, shown } from "../rule.ts";
import { constraintsAdded } from "./in_use.ts";

export const addForeignKey: Rule = {
  id: "add-foreign-key",
  level: "warning",
  title: "Foreign key checked while nobody can write",
  why:
    "Every row is looked up in the other table while a lock keeps everybody from writing to either.",
  safe:
    "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own, which lets writing go on.",
  bad: {
    given:
      "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); CREATE TABLE o (id bigint PRIMARY KEY)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_o FOREIGN KEY (a) REFERENCES o (id)",
  },
  good: {
    given:
      "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text); CREATE TABLE o (id bigint PRIMARY KEY)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_o FOREIGN KEY (a) REFERENCES o (id) NOT VALID",
  },
  check: (statement, at) =>
    constraintsAdded(statement, at)
      .filter(({ constraint, column }) =>
        constraint.kind === "foreign-key" && !constraint.notValid &&
        // A new column without a default holds nothing to look up.
        (column === null || column.default !== null)
      )
      .map(({ table, constraint }) => `${shown(table)} to ${shown(constraint.references!)}`),
};
