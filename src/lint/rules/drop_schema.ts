import { type Rule, shown } from "../rule.ts";

export const dropSchema: Rule = {
  id: "drop-schema",
  level: "warning",
  title: "Schema or database dropped",
  why: "Everything in it is gone for good.",
  safe: "Drop what is in it by name, in a revision that says so.",
  bad: {
    sql: "DROP SCHEMA archive",
  },
  good: {
    sql: "CREATE SCHEMA archive",
  },
  check: ({ facts }) =>
    facts.kind === "drop" && (facts.what === "schema" || facts.what === "database")
      ? facts.names.map(shown)
      : [],
};
