import { assert, assertEquals } from "@std/assert";
import { CommandError, DatabaseError, StatementError } from "../../src/errors/mod.ts";
import { eachDatabase } from "./databases.ts";
import { failing, rows, tables, upgrade } from "./engine.ts";
import { line, RecordingConnection, run, type TestRevision } from "./history.ts";

eachDatabase("a failure undoes all steps of one transaction", async (c) => {
  const { error, events, log } = await upgrade(c, failing);
  assert(error instanceof StatementError);
  assertEquals(error.message, 'column "nope" does not exist');
  assertEquals([error.revision, error.direction], ["cccc", "upgrade"]);
  assertEquals(error.place, { path: "/v/cccc.ts", line: 2 });
  assertEquals(error.sql, "SELECT 'é'\n, nope");
  assertEquals([error.report.sqlstate, error.report.position], ["42703", 14]);
  assertEquals(error.positionInSql, { line: 2, column: 3, text: ", nope" });
  assertEquals(await rows(c), null);
  assertEquals(await tables(c), "");
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.step?.toText, "cccc");
  assertEquals(failed.kept, []);
  assertEquals(failed.undone.map(({ step }) => step.toText), ["aaaa", "bbbb"]);
  assertEquals(failed.notRun.map(({ toText }) => toText), ["dddd"]);
  assertEquals([failed.partlyKept, failed.rows], [null, []]);
  assertEquals(log.at(-1), "Running upgrade bbbb -> cccc, do cccc");
});

for (
  const [name, options] of [
    ["transaction_per_migration", { transactionPerMigration: true }],
    ["transactional_ddl=False", { transactionalDdl: false }],
  ] as const
) {
  eachDatabase(`a failure with ${name} undoes its own step alone`, async (c) => {
    const { error, events, log } = await upgrade(c, failing, "heads", options);
    assert(error instanceof StatementError);
    assertEquals(await rows(c), ["bbbb"]);
    assertEquals(await tables(c), "a alembic_version b");
    const failed = events.at(-1)!;
    assert(failed.kind === "failed");
    assertEquals(failed.kept.map(({ step }) => step.toText), ["aaaa", "bbbb"]);
    assertEquals(failed.undone, []);
    assertEquals([failed.partlyKept, failed.rows], [null, ["bbbb"]]);
    assertEquals(
      log[1],
      `Will assume ${
        options === undefined || "transactionPerMigration" in options ? "" : "non-"
      }transactional DDL.`,
    );
  });
}

eachDatabase("an unknown target undoes the new version table", async (c) => {
  const { error } = await upgrade(c, failing, "zzzz");
  assert(error instanceof CommandError);
  assertEquals(error.message, "Can't locate revision identified by 'zzzz'");
  assertEquals(await rows(c), null);
});

eachDatabase("an autocommit block stands outside, and commits what came before", async (c) => {
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)"]],
    ["bbbb", (host) => {
      run(host, "INSERT INTO a VALUES (1)");
      host.emit({ kind: "autocommit", active: true });
      run(host, "CREATE INDEX CONCURRENTLY i ON a (id)");
      run(host, "VACUUM a");
      host.emit({ kind: "autocommit", active: false });
      run(host, "INSERT INTO a VALUES (2)");
    }],
    ["cccc", ["SELECT 1/0"]],
  );
  const recording = new RecordingConnection(c);
  const { error, events } = await upgrade(recording, history);
  assert(error instanceof StatementError);
  assertEquals(recording.statements.filter((sql) => !/pg_catalog/.test(sql)).slice(1), [
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)",
    "CREATE TABLE a (id int)",
    "INSERT INTO alembic_version (version_num) VALUES ('aaaa') RETURNING alembic_version.version_num",
    "INSERT INTO a VALUES (1)",
    "COMMIT",
    "CREATE INDEX CONCURRENTLY i ON a (id)",
    "VACUUM a",
    "BEGIN",
    "INSERT INTO a VALUES (2)",
    "UPDATE alembic_version SET version_num='bbbb' WHERE alembic_version.version_num = 'aaaa'",
    "SELECT 1/0",
    // It travels with the statement that fails, and is refused.
    "UPDATE alembic_version SET version_num='cccc' WHERE alembic_version.version_num = 'bbbb'",
    "ROLLBACK",
  ]);
  assertEquals(await rows(c), ["aaaa"]);
  assertEquals((await c.execute({ sql: "SELECT id FROM a" })).rows, [["1"]]);
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.kept.map(({ step }) => step.toText), ["aaaa"]);
  assertEquals(failed.undone.map(({ step }) => step.toText), ["bbbb"]);
  assertEquals(failed.partlyKept?.toText, "bbbb");
  assertEquals(failed.rows, ["aaaa"]);
});

eachDatabase("a failure in an autocommit block names its statement", async (c) => {
  const history = line(["aaaa", (host) => {
    host.emit({ kind: "autocommit", active: true });
    run(host, "CREATE TABLE kept (id int)", 3);
    run(host, "SELECT 1/0", 4);
    run(host, "CREATE TABLE never (id int)", 5);
    host.emit({ kind: "autocommit", active: false });
  }]);
  const { error, events } = await upgrade(c, history);
  assert(error instanceof StatementError);
  assertEquals(error.place?.line, 4);
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals([failed.partlyKept?.toText, failed.rows], ["aaaa", []]);
  assertEquals(await tables(c), "alembic_version kept");
  assertEquals(await rows(c), []);
});

eachDatabase("a body that asks for it runs outside a transaction as a whole", async (c) => {
  const history: TestRevision[] = [
    { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
    {
      id: "bbbb",
      down: ["aaaa"],
      outside: true,
      up: ["CREATE INDEX CONCURRENTLY i ON a (id)", "CREATE INDEX CONCURRENTLY j ON a (id)"],
    },
  ];
  const { error } = await upgrade(c, history);
  assertEquals(error, null);
  assertEquals(await rows(c), ["bbbb"]);
});

eachDatabase("after a body's own COMMIT statements stand alone, as with psycopg2", async (c) => {
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)", "COMMIT", "CREATE INDEX CONCURRENTLY i ON a (id)"]],
    ["bbbb", ["INSERT INTO a VALUES (1)", "SELECT 1/0"]],
  );
  const { error, events } = await upgrade(c, history);
  assert(error instanceof StatementError);
  assertEquals(await rows(c), ["aaaa"]);
  assertEquals((await c.execute({ sql: "SELECT id FROM a" })).rows, [["1"]]);
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.kept.map(({ step }) => step.toText), ["aaaa"]);
});

eachDatabase("a connection in a transaction is left in it", async (c) => {
  await c.execute({ sql: "BEGIN" });
  await c.execute({ sql: "CREATE TABLE mine (id int)" });
  const { error } = await upgrade(c, line(["aaaa", ["CREATE TABLE a (id int)"]]));
  assertEquals(error, null);
  assertEquals(c.transactionStatus, "in-transaction");
  assertEquals(await tables(c), "a alembic_version mine");
  const block = await upgrade(
    c,
    line(["aaaa", []], ["bbbb", (host) => host.emit({ kind: "autocommit", active: true })]),
  );
  assert(block.error instanceof CommandError);
  await c.execute({ sql: "ROLLBACK" });
  assertEquals(await tables(c), "");
});

eachDatabase("an engine that owns an open transaction commits it", async (c) => {
  await c.execute({ sql: "BEGIN; CREATE TABLE before (id int)" });
  const history = line(["aaaa", ["CREATE TABLE a (id int)"]]);
  await upgrade(c, history, "heads", {}, { transactionOwner: "engine" });
  assertEquals(c.transactionStatus, "idle");
  assertEquals(await tables(c), "a alembic_version before");
});

eachDatabase("with no transactions at all every statement stands alone", async (c) => {
  const { error } = await upgrade(c, failing, "heads", {}, { transactionOwner: "none" });
  assert(error instanceof StatementError);
  assertEquals(await tables(c), "a alembic_version b c");
  assertEquals(await rows(c), ["bbbb"]);
});

eachDatabase("what is refused at COMMIT is an error", async (c) => {
  const history = line(["aaaa", [
    "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
    "INSERT INTO a VALUES (1, 2)",
  ]]);
  const { error, events } = await upgrade(c, history);
  assert(error instanceof DatabaseError);
  assertEquals(error.report.sqlstate, "23503");
  assertEquals(await rows(c), null);
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals([failed.step, failed.kept, failed.notRun, failed.rows], [null, [], [], []]);
  assertEquals(failed.undone.map(({ step }) => step.toText), ["aaaa"]);
});
