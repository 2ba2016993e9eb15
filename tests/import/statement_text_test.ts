import { assertEquals } from "@std/assert";
import { statementText, tidied } from "../../src/import/statement_text.ts";

const statements: readonly (readonly [name: string, sql: string, text: string | null])[] = [
  ["gets its semicolon", "SELECT 1", "SELECT 1;"],
  ["keeps the one that it has", "  SELECT 1;\n", "SELECT 1;"],
  ["keeps several", "SELECT 1; SELECT 2", "SELECT 1; SELECT 2;"],
  ["keeps a comment at its end from the semicolon", "SELECT 1 -- one", "SELECT 1 -- one\n;"],
  ["keeps a comment behind its semicolon", "SELECT 1; -- one", "SELECT 1; -- one"],
  ["keeps comments before it", "-- why\nSELECT 1", "-- why\nSELECT 1;"],
  ["keeps semicolons in quotation", "SELECT ';' || $$;$$", "SELECT ';' || $$;$$;"],
  ["keeps an open BEGIN of a transaction", "BEGIN", "BEGIN;"],
  ["is nothing where there is nothing", " \n", ""],
  ["is refused where it does not end", "SELECT 'open", null],
  ["is refused where it is not the server's", "\\copy t FROM x", null],
];

for (const [name, sql, text] of statements) {
  Deno.test(`statementText() of a statement ${name}`, () => assertEquals(statementText(sql), text));
}

Deno.test("tidied() lays out what was compiled, and no text in quotation marks", () => {
  assertEquals(
    tidied("CREATE TABLE t (\n\ta INTEGER, \n\tb TEXT\n)"),
    "CREATE TABLE t (\n    a INTEGER,\n    b TEXT\n)",
  );
  const quoted = "INSERT INTO t VALUES ('a \n\tb')";
  assertEquals(tidied(quoted), quoted);
});
