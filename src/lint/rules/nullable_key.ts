import { indexColumns, neverNull } from "../effect/alter_effects.ts";
import type { Rule } from "../rule.ts";
import { constraintsAdded } from "./in_use.ts";

export const nullableKey: Rule = {
  id: "nullable-key",
  level: "warning",
  title: "Primary key from an index on columns that may be null",
  why:
    "The columns become NOT NULL, so that the whole table is read under an ACCESS EXCLUSIVE lock although the index is there.",
  safe:
    "First ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, and VALIDATE CONSTRAINT in a transaction of its own: the key then has nothing to read.",
  bad: {
    given: "CREATE TABLE t (a bigint, b text); CREATE UNIQUE INDEX t_a ON t (a)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_a",
  },
  good: {
    given: "CREATE TABLE t (a bigint NOT NULL, b text); CREATE UNIQUE INDEX t_a ON t (a)",
    sql: "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_a",
  },
  check: (statement, at) =>
    constraintsAdded(statement, at).flatMap(({ table, constraint, about }) => {
      if (constraint.kind !== "primary-key" || constraint.usingIndex === null) return [];
      const columns = indexColumns(table, constraint.usingIndex, at.model);
      return columns?.some((name) => !neverNull(table, name, at.model)) ? [about] : [];
    }),
};
