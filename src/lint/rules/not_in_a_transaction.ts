import type { Rule } from "../rule.ts";

export const notInATransaction: Rule = {
  id: "not-in-a-transaction",
  level: "error",
  title: "Statement that no transaction may hold",
  why: "PostgreSQL refuses the statement inside a transaction, so that the run fails here.",
  safe:
    "Put it into an autocommit block (`with op.get_context().autocommit_block():`), or mark the SQL part `transaction:false`.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE INDEX CONCURRENTLY t_a ON t (a)",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "CREATE INDEX CONCURRENTLY t_a ON t (a)",
    autocommit: true,
  },
  check: ({ effects, transaction, tokens }) =>
    effects.outsideTransaction && transaction !== null
      ? [tokens.slice(0, 3).map(({ text }) => text).join(" ")]
      : [],
};
