import type { Rule } from "../rule.ts";
import { columnsWith } from "./in_use.ts";

export const dropColumn: Rule = {
  id: "drop-column",
  level: "warning",
  title: "Column dropped",
  why: "Programs that still read or write the column fail, and its values are gone for good.",
  safe:
    "Let no running program use the column any more, deploy that, and drop it in a later release.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t DROP COLUMN a",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
  },
  check: (statement, at) => columnsWith("drop-column", statement, at),
};
