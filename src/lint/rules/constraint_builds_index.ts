import type { Rule } from "../rule.ts";
import { constraintsAdded } from "./in_use.ts";

export const constraintBuildsIndex: Rule = {
  id: "constraint-builds-index",
  level: "warning",
  title: "Constraint whose index is built while nobody can read or write",
  why: "UNIQUE, PRIMARY KEY and EXCLUDE build an index under an ACCESS EXCLUSIVE lock.",
  safe:
    "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX. For EXCLUDE there is no such way: choose a quiet time.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_a UNIQUE (a)",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_a UNIQUE USING INDEX t_a_key",
  },
  check: (statement, at) =>
    constraintsAdded(statement, at)
      .filter(({ constraint: { kind, usingIndex } }) =>
        BUILDING.includes(kind) && usingIndex === null
      )
      .map(({ about }) => about),
};

const BUILDING: readonly string[] = ["primary-key", "unique", "exclude"];
