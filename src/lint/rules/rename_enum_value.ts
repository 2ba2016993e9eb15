import { type Rule, shown } from "../rule.ts";

export const renameEnumValue: Rule = {
  id: "rename-enum-value",
  level: "warning",
  title: "Enum value renamed",
  why: "Programs that run send the old label, which the server then refuses.",
  safe: "Add the new label, change the rows over in batches, and let the old one be.",
  bad: {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    sql: "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
  },
  good: {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    sql: "ALTER TYPE mood ADD VALUE 'fine'",
    autocommit: true,
  },
  check: ({ facts }) =>
    facts.kind === "rename-enum-value" ? [`${shown(facts.type)} '${facts.from}'`] : [],
};
