import type { Rule } from "../rule.ts";
import { columnsWith } from "./in_use.ts";

export const dropNotNull: Rule = {
  id: "drop-not-null",
  level: "notice",
  title: "NOT NULL given up",
  why: "Programs that run do not expect null in the column.",
  safe: "Let every program that reads the column deal with null, deploy that, then drop NOT NULL.",
  bad: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
  },
  good: {
    given: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text)",
    sql: "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
  },
  check: (statement, at) => columnsWith("drop-not-null", statement, at),
};
