import { assertEquals } from "@std/assert";
import { isChainable } from "../../src/migration/chainable.ts";

const chainable = [
  "CREATE TABLE t (id int)",
  "CREATE TABLE t (id int);\n",
  "-- nothing",
  "",
  "SELECT 1; -- the last",
  "COMMENT ON TABLE t IS 'one; two'",
  "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$",
  "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
  "INSERT INTO t VALUES ('\\d+')",
];

const notChainable = [
  "SELECT 1; SELECT 2",
  "SELECT $1",
  "DEALLOCATE ALL",
  "DISCARD PLANS",
  // Where the string ends depends on a setting of the session.
  "SELECT '\\'; SELECT '1'",
  "SELECT 'never closed; 2",
];

for (const [is, texts] of [[true, chainable], [false, notChainable]] as const) {
  for (const text of texts) {
    Deno.test(`isChainable() is ${is} of ${JSON.stringify(text)}`, () => {
      assertEquals(isChainable(text), is);
    });
  }
}
