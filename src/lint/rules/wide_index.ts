import { type Rule, shown } from "../rule.ts";

export const wideIndex: Rule = {
  id: "wide-index",
  level: "notice",
  title: "Index on more than three columns",
  why:
    "Each change of one of the columns changes the index too, and the columns behind the first few hardly make a search faster.",
  safe:
    "An index on the columns that choose the fewest rows; INCLUDE for those that are only read.",
  bad: {
    sql: "CREATE TABLE t (a int, b int, c int, d int); CREATE INDEX t_all ON t (a, b, c, d)",
  },
  good: {
    sql: "CREATE TABLE t (a int, b int, c int, d int); CREATE INDEX t_a ON t (a, b) INCLUDE (c, d)",
  },
  check: ({ facts }) =>
    facts.kind === "create-index" && !facts.unique && facts.columns.length > 3
      ? [`${facts.index === null ? "" : `${facts.index} on `}${shown(facts.table)}`]
      : [],
};
