import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FileError } from "../../src/errors/mod.ts";
import { loadSqlBody } from "../../src/revision/sql.ts";
import type { QueuedItem } from "../../src/revision/body.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

const load = (text: string) =>
  loadSqlBody("/v/a.sql", memoryPlatform({ files: { "/v/a.sql": text } }).files);

const header = "-- revision: aaaa\n-- down_revision: None\n";

/** The statements that a direction queues, with their lines. */
async function queued(text: string, direction: "upgrade" | "downgrade") {
  const items: QueuedItem[] = [];
  await load(text).run(direction, {
    offline: false,
    emit: (item) => items.push(item),
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new Error("not expected")),
  });
  return items.map((item) =>
    item.kind === "statement" ? [item.statement.sql, item.place?.line] : [item.kind]
  );
}

Deno.test("loadSqlBody() queues the statements of the part that runs, with their lines", async () => {
  const text = `${header}
-- migrate:up
CREATE TABLE t (id int); -- one
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;

-- migrate:down
DROP FUNCTION f();
DROP TABLE t
`;
  assertEquals(await queued(text, "upgrade"), [
    ["CREATE TABLE t (id int)", 5],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$", 6],
  ]);
  assertEquals(await queued(text, "downgrade"), [["DROP FUNCTION f()", 9], ["DROP TABLE t", 10]]);
});

Deno.test("loadSqlBody() says which part is to run outside a transaction", () => {
  const body = load(`${header}-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\n`);
  assertEquals(body.outsideTransaction("upgrade"), true);
  assertEquals(body.outsideTransaction("downgrade"), false);
});

Deno.test("loadSqlBody() takes an autocommit block out of the transaction", async () => {
  const text = `${header}-- migrate:up
SELECT 1;
-- migrate:autocommit begin
CREATE INDEX CONCURRENTLY i ON t (a);
-- migrate:autocommit end
SELECT 2;
`;
  assertEquals(await queued(text, "upgrade"), [
    ["SELECT 1", 4],
    ["autocommit"],
    ["CREATE INDEX CONCURRENTLY i ON t (a)", 6],
    ["autocommit"],
    ["SELECT 2", 8],
  ]);
});

Deno.test("loadSqlBody() cannot run a part that is not there", async () => {
  const text = `${header}-- migrate:up\nSELECT 1;\n`;
  assertEquals([load(text).lacks("upgrade"), load(text).lacks("downgrade")], [false, true]);
  await assertRejects(() => queued(text, "downgrade"), FileError, "no '-- migrate:down' part");
});

Deno.test("loadSqlBody() refuses what is wrong in the other part", () => {
  const text = `${header}-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 'open;\n`;
  const error = assertThrows(() => load(text), FileError);
  assertEquals(error.place?.line, 6);
});
