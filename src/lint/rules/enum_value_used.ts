import type { Rule } from "../rule.ts";

export const enumValueUsed: Rule = {
  id: "enum-value-used",
  level: "error",
  title: "Enum value used in the transaction that adds it",
  why:
    "PostgreSQL refuses to use a new label before the transaction that added it has ended (unless it made the type too).",
  safe:
    "Add the value in an autocommit block, or use it in a later revision, with a transaction per migration.",
  bad: {
    given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id bigint PRIMARY KEY, m mood)",
    sql: "ALTER TYPE mood ADD VALUE 'ok'; INSERT INTO t VALUES (1, 'ok')",
  },
  good: {
    given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id bigint PRIMARY KEY, m mood)",
    sql: "ALTER TYPE mood ADD VALUE 'ok'; INSERT INTO t VALUES (1, 'ok')",
    autocommit: true,
  },
  check: ({ facts, tokens, transaction }, { model }) => {
    if (transaction === null || facts.kind === "add-enum-value") return [];
    const added = [...model.enums.values()].flatMap((each) => each.isNew ? [] : [...each.added]);
    const used = new Set(tokens.filter(({ kind }) => kind === "string").map(({ value }) => value));
    return added.filter((value) => used.has(value)).map((value) => `'${value}'`);
  },
};
