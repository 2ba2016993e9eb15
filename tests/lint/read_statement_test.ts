import { assertEquals } from "@std/assert";
import { readStatement } from "../../src/lint/statement/read_statement.ts";
import type { StatementFacts } from "../../src/lint/statement/statement.ts";

/** What a statement is about, in short. */
function summary(facts: StatementFacts): string {
  switch (facts.kind) {
    case "alter-table":
      return `alter ${named(facts.table)}: ${facts.actions.map(({ kind }) => kind).join(", ")}`;
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "copy":
      return `${facts.kind} ${named(facts.table)}${facts.where ? " where" : ""}`;
    case "create-table":
      return `create ${named(facts.table)}(${
        facts.columns.map(({ name, type, default: value }) =>
          `${name} ${type}${value === null ? "" : ` = ${value}`}`
        ).join("; ")
      })${facts.constraints.map(({ kind }) => ` ${kind}`).join("")}`;
    case "unknown":
      return `unknown ${facts.what}`;
    case "transaction":
      return facts.verb;
    case "set":
      return `set ${facts.local ? "local " : ""}${facts.parameter} = ${facts.value}`;
    default:
      return facts.kind;
  }
}

function named({ schema, name }: { readonly schema: string | null; readonly name: string }) {
  return schema === null ? name : `${schema}.${name}`;
}

const CASES: readonly (readonly [sql: string, expected: string])[] = [
  ['ALTER TABLE IF EXISTS ONLY "My Schema"."T" ADD a int', "alter My Schema.T: add-column"],
  [
    "alter table T add column a int, drop b, alter c set not null",
    "alter t: add-column, drop-column, set-not-null",
  ],
  [
    "/* c */ ALTER TABLE t -- more\n ADD CONSTRAINT c CHECK (a IN (1, 2), true)",
    "alter t: add-constraint",
  ],
  ["ALTER TABLE t ALTER a TYPE numeric(10, 2), RENAME TO s", "alter t: alter-type, rename"],
  ["ALTER TABLE t FROBNICATE a", "unknown ALTER TABLE T"],
  ["ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "unknown ALTER ALL IN TABLESPACE"],
  [
    "CREATE TABLE t (a varchar(5) DEFAULT 'x, y'::text NOT NULL, b timestamp(3) with time zone, PRIMARY KEY (a), LIKE s)",
    "create t(a varchar(5) = 'x, y'::text; b timestamp(3) with time zone) primary-key",
  ],
  ["WITH x AS (SELECT 1) UPDATE t SET a = (SELECT 1 WHERE true)", "update t"],
  ["WITH x AS (DELETE FROM s WHERE a RETURNING *) INSERT INTO t SELECT * FROM x", "delete s where"],
  ["DELETE FROM ONLY t USING s WHERE t.a = s.a", "delete t where"],
  ["COPY t (a) FROM '/f'", "copy t"],
  ["COPY t TO '/f'", "select"],
  ["(SELECT 1) UNION SELECT 2", "select"],
  ["SELECT 1 INTO t", "unknown SELECT INTO"],
  ["DO $$ BEGIN DROP TABLE t; END $$", "unknown DO …"],
  ["CALL p()", "unknown CALL P …"],
  ["EXPLAIN ANALYZE DELETE FROM t", "unknown EXPLAIN ANALYZE DELETE"],
  ["'nonsense", "unknown "],
  ["ROLLBACK TO SAVEPOINT a", "savepoint"],
  ["ROLLBACK", "rollback"],
  ["START TRANSACTION", "begin"],
  ["END", "commit"],
  ["SET LOCAL search_path = a, public", "set local search_path = a, public"],
  ["SET session_replication_role TO replica", "set session_replication_role = replica"],
  ["CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'DROP TABLE t'", "other"],
  ["constructor", "unknown CONSTRUCTOR"],
];

for (const [sql, expected] of CASES) {
  Deno.test(`readStatement() reads ${sql}`, () => {
    assertEquals(summary(readStatement(sql).facts), expected);
  });
}
