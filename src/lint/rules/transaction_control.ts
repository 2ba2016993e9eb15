import type { Rule } from "../rule.ts";

export const transactionControl: Rule = {
  id: "transaction-control",
  level: "error",
  title: "Transaction begun or ended by the revision",
  why:
    "The revision ends the transaction that it runs in, so that what comes after is neither undone nor recorded when it fails.",
  safe: "An autocommit block for what must stand alone; otherwise leave transactions to migrator.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "COMMIT",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "SAVEPOINT here",
  },
  check: ({ facts, tokens }) =>
    facts.kind === "transaction" && facts.verb !== "savepoint"
      ? [tokens[0]!.text.toUpperCase()]
      : [],
};
