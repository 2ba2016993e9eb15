import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { DatabaseError } from "../../src/errors/mod.ts";
import { ResumeError } from "../../src/migration/history/resume_error.ts";
import { classify } from "../../src/migration/history/statement_kind.ts";
import { CrashingConnection } from "./crashing_connection.ts";
import { eachDatabase } from "./databases.ts";
import { rows, upgrade } from "./engine.ts";
import type { TestRevision } from "./history.ts";
import { remembering } from "./remembered.ts";

const history = remembering();

function outside(...up: readonly string[]): readonly TestRevision[] {
  return [{ id: "aaaa", outside: true, up }];
}

/** Runs statements outside a transaction and loses the connection at the first that begins so. */
async function loseAt(c: Connection, start: string, ...up: readonly string[]): Promise<void> {
  for (let last = 1;; last++) {
    const crashing = new CrashingConnection(c, last, true);
    const { error } = await upgrade(crashing, outside(...up), "heads", {}, { history });
    if (c.transactionStatus !== "idle") await c.execute({ sql: "ROLLBACK" });
    assert(error instanceof DatabaseError && crashing.crashed, String(error));
    // It went with the session.
    await c.execute({ sql: "DROP TABLE IF EXISTS t" });
    if (crashing.statements.at(-1)!.startsWith(start)) return;
    await c.execute({
      sql: "DROP TABLE IF EXISTS a, alembic_version, migrator_history, migrator_history_progress",
    });
  }
}

async function refusal(c: Connection, ...up: readonly string[]): Promise<string> {
  const { error } = await upgrade(c, outside(...up), "heads", {}, { history });
  assert(error instanceof ResumeError, String(error));
  return error.message;
}

const TABLE = "CREATE TABLE a (id int)";

eachDatabase("a statement that may have run is not run again", async (c) => {
  await c.execute({ sql: "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'" });
  await loseAt(c, "CALL", TABLE, "CALL p()");
  const message = await refusal(c, TABLE, "CALL p()");
  assertStringIncludes(message, "statement 2, `CALL p()`, was begun on");
  assertStringIncludes(message, "nothing tells whether it has run; the 1 before it have");
  assertEquals(await rows(c), []);
});

eachDatabase("a file that has changed before the crash is not gone on with", async (c) => {
  await loseAt(c, "VACUUM", TABLE, "INSERT INTO a VALUES (1)", "VACUUM a");
  const message = await refusal(c, TABLE, "INSERT INTO a VALUES (2)", "VACUUM a");
  assertStringIncludes(message, "statement 2 was done on");
  assertStringIncludes(message, "beginning with `INSERT INTO a VALUES (1)`");
  assertStringIncludes(
    await refusal(c, TABLE),
    "2 of its statements are recorded, and the file has 1",
  );
  // What comes behind the crash may change.
  const { error } = await upgrade(
    c,
    outside(TABLE, "INSERT INTO a VALUES (1)", "VACUUM a", "INSERT INTO a VALUES (3)"),
    "heads",
    {},
    { history },
  );
  assertEquals(error, null);
  assertEquals((await c.execute({ sql: "SELECT id FROM a ORDER BY 1" })).rows, [["1"], ["3"]]);
});

eachDatabase("what went with the session is missed", async (c) => {
  const steps = ["CREATE TEMP TABLE t (id int)", TABLE, "VACUUM a"];
  await loseAt(c, "VACUUM", ...steps);
  assertStringIncludes(await refusal(c, ...steps), "statement 1 made a temporary object");
});

Deno.test("classify() knows what may share a transaction with its record", () => {
  const kinds: readonly (readonly [string, string])[] = [
    ["UPDATE a SET b = 1;", "atomic"],
    ["-- why\nINSERT INTO a VALUES ('; COMMIT'); DELETE FROM b", "atomic"],
    ["INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING", "atomic"],
    ["ALTER TYPE mood ADD VALUE 'glad'", "atomic"],
    ["CREATE INDEX i ON a (b)", "atomic"],
    ["DO $$ BEGIN PERFORM 1; END $$", "atomic"],
    ["DO $$ BEGIN COMMIT; END $$", "alone"],
    ["CALL p()", "alone"],
    ["CREATE DATABASE d", "alone"],
    ["UPDATE a SET b = 1; COMMIT; UPDATE a SET b = 2", "alone"],
    ["CREATE INDEX CONCURRENTLY ON a (b)", "alone"],
    ["ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "alone"],
    ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I" ON ONLY s.a (b)', "index-build"],
    ["DROP INDEX CONCURRENTLY IF EXISTS s.i CASCADE", "index-drop"],
    ["VACUUM (ANALYZE) a", "repeatable"],
    ["REINDEX INDEX CONCURRENTLY i", "repeatable"],
    ["SET search_path TO a", "session"],
    ["SELECT pg_catalog.set_config('a', 'b', false)", "session"],
  ];
  for (const [sql, kind] of kinds) assertEquals([sql, classify(sql, 150000).kind], [sql, kind]);
  assertEquals(classify("ALTER TYPE mood ADD VALUE 'glad'", 110000).kind, "alone");
  assertEquals(classify('CREATE INDEX CONCURRENTLY "I" ON s.a (b)', 150000), {
    kind: "index-build",
    index: '"I"',
    table: "s.a",
  });
});
