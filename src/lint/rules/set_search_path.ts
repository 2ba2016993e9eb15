import type { Rule } from "../rule.ts";

export const setSearchPath: Rule = {
  id: "set-search-path",
  level: "warning",
  title: "Search path changed for what comes after",
  why: "Later revisions, and the version table, are looked for in other schemas.",
  safe:
    "Write the schema with the names, or SET LOCAL search_path, and set it back before the revision ends.",
  bad: {
    sql: "SET search_path TO other",
  },
  good: {
    sql: "SET LOCAL search_path TO other",
  },
  check: ({ facts }) =>
    facts.kind === "set" && facts.parameter === "search_path" && !facts.local ? [facts.value] : [],
};
