import { type Rule, shown } from "../rule.ts";

export const dropCascade: Rule = {
  id: "drop-cascade",
  level: "warning",
  title: "What is dropped is not all named",
  why:
    "CASCADE drops whatever depends on it too: views, foreign keys, columns, without saying which.",
  safe:
    "Drop what depends on it by name first, and leave CASCADE out, so that the server refuses what was overlooked.",
  bad: {
    sql: "DROP VIEW v CASCADE",
  },
  good: {
    sql: "DROP VIEW v",
  },
  check: ({ facts }) =>
    (facts.kind === "drop" || facts.kind === "truncate") && facts.cascade
      ? [(facts.kind === "drop" ? facts.names : facts.tables).map(shown).join(", ")]
      : [],
};
