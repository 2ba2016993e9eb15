import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Connection, Notice } from "../../src/database/connection.ts";
import { BatchError, DatabaseError } from "../../src/errors/mod.ts";

/** Opens an empty database for one test, or gives null where there is none to test on. */
export type OpenEmpty = () => Promise<Connection | null>;

/** What every {@link Connection} must do, whatever is behind it. */
export function testConnectionContract(name: string, open: OpenEmpty): void {
  const test = (title: string, body: (connection: Connection) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      const connection = await open();
      if (connection === null) return;
      try {
        await body(connection);
      } finally {
        await connection.close();
      }
    });

  test("execute() gives the fields, the rows as text and the command of a query", async (c) => {
    const result = await c.execute({
      sql: "SELECT 1 AS a, NULL::text AS b, true AS c, 1.50::numeric AS d, '{1,2}'::int[] AS e",
    });
    assertEquals(result.fields.map(({ name }) => name), ["a", "b", "c", "d", "e"]);
    assertEquals(result.fields.map(({ typeOid }) => typeOid), [23, 25, 16, 1700, 1007]);
    assertEquals(result.rows, [["1", null, "t", "1.50", "{1,2}"]]);
    assertEquals([result.command, result.rowCount], ["SELECT 1", 1]);
  });

  test("execute() gives the last result of several statements", async (c) => {
    const result = await c.execute({ sql: "SELECT 1; CREATE TABLE t (id int); SELECT 2, 3" });
    assertEquals(result.rows, [["2", "3"]]);
    const { rows } = await c.execute({ sql: "SELECT count(*) FROM t" });
    assertEquals(rows, [["0"]]);
  });

  test("execute() gives an empty result for an empty text", async (c) => {
    const result = await c.execute({ sql: " -- nothing\n" });
    assertEquals(result, { command: "", rowCount: null, fields: [], rows: [] });
  });

  test("execute() counts the rows that a change meets", async (c) => {
    await c.execute({ sql: "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2), (3)" });
    const counts: (number | null)[] = [];
    for (
      const sql of [
        "UPDATE t SET id = 9 WHERE id < 3",
        "DELETE FROM t WHERE id = 5",
        "INSERT INTO t VALUES (4) RETURNING id",
        "CREATE INDEX ON t (id)",
      ]
    ) counts.push((await c.execute({ sql })).rowCount);
    assertEquals(counts, [2, 0, 1, null]);
  });

  test("execute() sends parameters as text, bytes and null", async (c) => {
    const result = await c.execute({
      sql: "SELECT $1::int + 1, $2::text, $3::bytea, $4::text IS NULL, $5",
      parameters: ["41", "it's 100% ünïcode 😀", new Uint8Array([0, 255, 39]), null, "plain"],
    });
    assertEquals(result.rows, [["42", "it's 100% ünïcode 😀", "\\x00ff27", "t", "plain"]]);
  });

  test("execute() goes on after an error in a statement with parameters", async (c) => {
    const error = await assertRejects(
      () => c.execute({ sql: "SELECT $1::int", parameters: ["x"] }),
      DatabaseError,
    );
    assertEquals(error.report.sqlstate, "22P02");
    assertEquals(c.transactionStatus, "idle");
    assertEquals((await c.execute({ sql: "SELECT $1", parameters: ["y"] })).rows, [["y"]]);
  });

  test("execute() reports what the server says about an error", async (c) => {
    await c.execute({ sql: "CREATE TABLE t (id int CONSTRAINT positive CHECK (id > 0))" });
    const broken = await assertRejects(
      () => c.execute({ sql: "SELECT 'ü',\n  nope FROM t" }),
      DatabaseError,
    );
    assertEquals(broken.message, 'column "nope" does not exist');
    assertEquals(broken.report.sqlstate, "42703");
    assertEquals(broken.report.position, 15);
    assertEquals(broken.sql, "SELECT 'ü',\n  nope FROM t");
    const refused = await assertRejects(
      () => c.execute({ sql: "INSERT INTO t VALUES (-1)" }),
      DatabaseError,
    );
    const { table, constraint, detail } = refused.report;
    assertEquals([table, constraint], ["t", "positive"]);
    assertEquals(detail, "Failing row contains (-1).");
    assert(!(refused instanceof BatchError));
  });

  test("transactionStatus is what the server says", async (c) => {
    const seen = [c.transactionStatus];
    for (const sql of ["BEGIN", "SELECT 1/0", "ROLLBACK", "BEGIN; SELECT 1", "COMMIT"]) {
      await c.execute({ sql }).catch(() => {});
      seen.push(c.transactionStatus);
    }
    assertEquals(seen, ["idle", "in-transaction", "failed", "idle", "in-transaction", "idle"]);
  });

  test("executeBatch() gives a result each, in order", async (c) => {
    const heard: [number, string][] = [];
    const results = await c.executeBatch(
      [
        { sql: "BEGIN" },
        { sql: "CREATE TABLE t (id int, name text)" },
        { sql: "INSERT INTO t VALUES ($1, $2), (2, 'b')", parameters: ["1", "a"] },
        { sql: "SELECT 7; SELECT id FROM t ORDER BY id" },
        { sql: "COMMIT" },
      ],
      (index, { command }) => heard.push([index, command]),
    );
    assertEquals(heard, [
      [0, "BEGIN"],
      [1, "CREATE TABLE"],
      [2, "INSERT 0 2"],
      [3, "SELECT 2"],
      [4, "COMMIT"],
    ]);
    assertEquals(results[3]!.rows, [["1"], ["2"]]);
    assertEquals(c.transactionStatus, "idle");
  });

  test("executeBatch() says which statement failed, and none after it has run", async (c) => {
    const heard: number[] = [];
    await c.execute({ sql: "CREATE SEQUENCE s" });
    const error = await assertRejects(
      () =>
        c.executeBatch([
          { sql: "BEGIN" },
          { sql: "SELECT nextval('s')" },
          { sql: "SELECT missing" },
          { sql: "SELECT nextval('s')" },
        ], (index) => heard.push(index)),
      BatchError,
    );
    assertEquals([error.index, error.sql, error.report.position], [2, "SELECT missing", 8]);
    assertEquals(heard, [0, 1]);
    assertEquals(c.transactionStatus, "failed");
    await c.execute({ sql: "ROLLBACK" });
    assertEquals((await c.execute({ sql: "SELECT nextval('s')" })).rows, [["2"]]);
  });

  test("executeBatch() outside a transaction stops at a failure and keeps what ran", async (c) => {
    const error = await assertRejects(
      () =>
        c.executeBatch([
          { sql: "CREATE TABLE one (id int)" },
          { sql: "CREATE TABLE one (id int)" },
          { sql: "CREATE TABLE two (id int)" },
        ]),
      BatchError,
    );
    assertEquals(error.index, 1);
    const { rows } = await c.execute({
      sql: "SELECT relname FROM pg_class WHERE relname IN ('one', 'two')",
    });
    assertEquals(rows, [["one"]]);
  });

  for (const ending of ["COMMIT", "/* now */ END", "SELECT 1; COMMIT; SELECT 2", "ROLLBACK TO x"]) {
    test(`executeBatch() does not run on after ${ending} and a failure`, async (c) => {
      const error = await assertRejects(
        () =>
          c.executeBatch([
            { sql: "BEGIN" },
            { sql: "SAVEPOINT x" },
            { sql: ending },
            { sql: "SELECT 1/0" },
            { sql: ending },
            { sql: "CREATE TABLE never (id int)" },
          ]),
        BatchError,
      );
      assertEquals([error.index, error.report.sqlstate], [3, "22012"]);
      await c.execute({ sql: "ROLLBACK" });
      const { rows } = await c.execute({ sql: "SELECT to_regclass('never') IS NULL" });
      assertEquals(rows, [["t"]]);
    });
  }

  test("executeBatch() runs what must not be in a transaction outside of one", async (c) => {
    await c.executeBatch([
      { sql: "CREATE TABLE t (id int)" },
      { sql: "CREATE INDEX CONCURRENTLY i ON t (id)" },
      { sql: "DROP INDEX CONCURRENTLY i" },
    ]);
    assertEquals(c.transactionStatus, "idle");
  });

  test("executeChain() runs nothing behind a failure, and keeps what was committed before", async (c) => {
    const group = (...texts: string[]) => ["BEGIN", ...texts, "COMMIT"].map((sql) => ({ sql }));
    const heard: [number, string][] = [];
    const error = await assertRejects(
      () =>
        c.executeChain([
          group("CREATE TABLE a (id int)", "INSERT INTO a VALUES (1), (2);"),
          group("INSERT INTO a VALUES (3)", "SELECT nope FROM a"),
          group("INSERT INTO a VALUES (4)"),
        ], (index, { command }) => void heard.push([index, command])),
      BatchError,
    );
    assertEquals([error.index, error.report.sqlstate, error.sql], [
      6,
      "42703",
      "SELECT nope FROM a",
    ]);
    assertEquals(c.transactionStatus, "failed");
    assertEquals(heard.map(([index]) => index), [0, 1, 2, 3, 4, 5]);
    assertEquals(heard[2]![1], "INSERT 0 2");
    await c.execute({ sql: "ROLLBACK" });
    assertEquals((await c.execute({ sql: "SELECT id FROM a" })).rows, [["1"], ["2"]]);
  });

  test("executeChain() gives rows and counts, and stops at a COMMIT that is refused", async (c) => {
    await c.execute({ sql: "CREATE TABLE b (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)" });
    const heard: unknown[] = [];
    const chain = (...values: number[]) =>
      c.executeChain(
        values.map((value) => [
          { sql: "BEGIN" },
          { sql: `INSERT INTO b VALUES (${value}) RETURNING id, NULL` },
          { sql: " -- nothing" },
          { sql: "INSERT INTO b VALUES ($1)", parameters: [`${value + 10}`] },
          { sql: "COMMIT" },
        ]),
        (_, { rowCount, rows }) => void heard.push([rowCount, rows]),
      );
    await chain(1);
    assertEquals(heard, [[null, []], [1, [["1", null]]], [null, []], [1, []], [null, []]]);
    const error = await assertRejects(() => chain(2, 1, 3), BatchError);
    assertEquals([error.index, error.report.sqlstate], [9, "23505"]);
    assertEquals(c.transactionStatus, "idle");
    const { rows } = await c.execute({ sql: "SELECT id FROM b ORDER BY id" });
    assertEquals(rows.flat(), ["1", "2", "11", "12"]);
  });

  test("executeBatch() carries more than the buffers between two ends hold", async (c) => {
    const filler = "x".repeat(1000);
    const statements = Array.from({ length: 2000 }, (_, i) => ({
      sql: `SELECT ${i}, '${filler}', repeat('y', 2000)`,
    }));
    const results = await c.executeBatch([{ sql: "BEGIN" }, ...statements, { sql: "COMMIT" }]);
    assertEquals(results.length, 2002);
    assertEquals(results[2000]!.rows[0]!.slice(0, 2), ["1999", filler]);
  });

  test("a text with a NUL character is refused, and what came before it has run", async (c) => {
    const error = await assertRejects(
      () => c.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT 1" }, { sql: "SELECT '\0'" }]),
      BatchError,
      "NUL",
    );
    assertEquals([error.index, c.transactionStatus], [2, "in-transaction"]);
    await c.execute({ sql: "ROLLBACK" });
  });

  test("COPY FROM STDIN is an error and leaves the session usable", async (c) => {
    await c.execute({ sql: "CREATE TABLE t (id int)" });
    const error = await assertRejects(
      () => c.executeBatch([{ sql: "BEGIN" }, { sql: "COPY t FROM STDIN" }, { sql: "SELECT 1" }]),
      DatabaseError,
    );
    assertStringIncludes(error.message, "COPY");
    if (c.transactionStatus !== "idle") await c.execute({ sql: "ROLLBACK" });
    assertEquals((await c.execute({ sql: "SELECT 1" })).rows, [["1"]]);
    const text = "SELECT $$copy t from stdin$$, 'copy t from stdin'";
    assertEquals((await c.execute({ sql: text })).rows.length, 1);
  });

  test("COPY TO STDOUT is run and its data dropped", async (c) => {
    const result = await c.execute({ sql: "COPY (SELECT 1) TO STDOUT" });
    assertEquals(result.command, "COPY 1");
  });

  test("onNotice() hears what the server remarks", async (c) => {
    const notices: Notice[] = [];
    c.onNotice((notice) => notices.push(notice));
    await c.execute({ sql: "DO $$ BEGIN RAISE WARNING 'careful, %', 'you'; END $$" });
    assertEquals(notices, [{ severity: "WARNING", message: "careful, you", sqlstate: "01000" }]);
  });

  test("serverVersion is server_version_num", async (c) => {
    const { rows } = await c.execute({ sql: "SHOW server_version_num" });
    assertEquals(String(c.serverVersion), rows[0]![0]);
  });

  test("exchanges grows by one for each wait, however many statements travel", async (c) => {
    const start = c.exchanges;
    await c.execute({ sql: "SELECT 1" });
    assertEquals(c.exchanges - start, 1);
    await c.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT 1" }, { sql: "SELECT 2" }]);
    assertEquals(c.exchanges - start, 2);
    await c.execute({ sql: "ROLLBACK" });
    assertEquals(await c.executeBatch([]), []);
    assertEquals(c.exchanges - start, 3);
  });
}
