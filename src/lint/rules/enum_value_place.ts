import { type Rule, shown } from "../rule.ts";

export const enumValuePlace: Rule = {
  id: "enum-value-place",
  level: "notice",
  optional: true,
  title: "Enum value whose place is not said",
  why:
    "It comes after all others, and by that place values are sorted and compared; it cannot be moved later.",
  safe: "ADD VALUE … BEFORE or AFTER another one.",
  bad: {
    given: "CREATE TYPE mood AS ENUM ('sad', 'glad')",
    sql: "ALTER TYPE mood ADD VALUE 'ok'",
  },
  good: {
    given: "CREATE TYPE mood AS ENUM ('sad', 'glad')",
    sql: "ALTER TYPE mood ADD VALUE 'ok' BEFORE 'glad'",
  },
  check: ({ facts }) =>
    facts.kind === "add-enum-value" && !facts.positioned
      ? [`'${facts.value}' of ${shown(facts.type)}`]
      : [],
};
