import { type Rule, shown } from "../rule.ts";

export const enumValueInTransaction: Rule = {
  id: "enum-value-in-transaction",
  level: "error",
  title: "Enum value added in a transaction, before PostgreSQL 12",
  why: "Servers before version 12 refuse ALTER TYPE … ADD VALUE inside a transaction.",
  safe: "Put it into an autocommit block.",
  bad: {
    given: "CREATE TYPE mood AS ENUM ('sad')",
    sql: "ALTER TYPE mood ADD VALUE 'ok'",
    serverVersion: 110022,
  },
  good: {
    given: "CREATE TYPE mood AS ENUM ('sad')",
    sql: "ALTER TYPE mood ADD VALUE 'ok'",
    serverVersion: 120022,
  },
  check: ({ facts, transaction }, { serverVersion }) =>
    facts.kind === "add-enum-value" && transaction !== null && serverVersion !== null &&
      serverVersion < 120000
      ? [shown(facts.type)]
      : [],
};
