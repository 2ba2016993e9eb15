import type { Rule } from "../rule.ts";
import { constraintsAdded } from "./in_use.ts";

export const addCheck: Rule = {
  id: "add-check",
  level: "warning",
  title: "Check made while nobody can read or write",
  why: "Every row is read under an ACCESS EXCLUSIVE lock to see that the condition holds.",
  safe:
    "ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own, which lets reading and writing go on.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_a CHECK (a > 0)",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_a CHECK (a > 0) NOT VALID",
  },
  check: (statement, at) =>
    constraintsAdded(statement, at)
      .filter(({ constraint }) => constraint.kind === "check" && !constraint.notValid)
      .map(({ about }) => about),
};
