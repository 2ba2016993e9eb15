import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { makePlan, type Plan } from "../../src/lint/plan.ts";
import { defaultOptions, type MigrationOptions, stepOf } from "../../src/migration/mod.ts";
import { makeRevision } from "../../src/script/revision.ts";
import { runOn, testDatabase } from "../support/postgres.ts";
import { open } from "./server_connection.ts";

/** The plan of steps, each of which sends these statements. */
async function planOf(
  connection: Connection,
  steps: readonly (readonly string[])[],
  options: Partial<MigrationOptions> = {},
): Promise<Plan> {
  const header = { downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
  const revisions = steps.map((_, index) =>
    makeRevision({ ...header, id: `r${index}` }, "sql", `/v/r${index}.sql`)
  );
  return await makePlan({
    connection,
    dialect: postgresql,
    options: { ...defaultOptions, ...options },
    transactionOwner: "engine",
    loadBody: (revision) =>
      Promise.resolve({
        lacks: () => false,
        outsideTransaction: () => false,
        run: (_direction, host) => {
          for (const sql of steps[revisions.indexOf(revision)]!) {
            host.emit({ kind: "statement", statement: { sql } });
          }
          return Promise.resolve();
        },
      }),
    steps: () => revisions.map((revision) => stepOf(revision, "upgrade")),
    ignored: new Set(),
    sourceOf: () => "",
  });
}

Deno.test("makePlan() reads as a role that may only read, and makes nothing", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const role = `test_reader_${database.name.slice(-8)}`;
  await runOn(
    database.url,
    `CREATE TABLE t (id bigint PRIMARY KEY, a varchar(5)); REVOKE ALL ON SCHEMA public FROM PUBLIC;
     INSERT INTO t SELECT n FROM generate_series(1, 500) n; ANALYZE t;
     CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA public TO ${role};
     ALTER ROLE ${role} SET default_transaction_read_only = on`,
  );
  const url = new URL(database.url);
  [url.username, url.password] = [role, "x"];
  const connection = await open(url.href);
  try {
    const plan = await planOf(connection, [["ALTER TABLE t ALTER COLUMN a TYPE varchar(9)"]]);
    const [statement] = plan.steps[0]!.statements;
    const [effect] = statement!.examined.effects.tables;
    assertEquals(effect!.work, "instant");
    assertEquals(effect!.size!.rows, 500);
    assert(effect!.size!.bytes > 8192);
    assertEquals(plan.sizesUnknown, null);
  } finally {
    await connection.close();
    assertEquals(await runOn(database.url, "SELECT to_regclass('alembic_version')"), [[null]]);
    await runOn(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

Deno.test("makePlan() asks as many questions for one table as for forty", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const names = Array.from({ length: 40 }, (_, index) => `t${index}`);
  await runOn(database.url, names.map((name) => `CREATE TABLE ${name} (a int)`).join(";"));
  const connection = await open(database.url);
  try {
    const exchangesFor = async (tables: readonly string[]) => {
      const before = connection.exchanges;
      const plan = await planOf(
        connection,
        tables.map((name) => [`ALTER TABLE ${name} ADD b int`]),
      );
      assertEquals(plan.steps.length, tables.length);
      return connection.exchanges - before;
    };
    assertEquals(await exchangesFor(names), await exchangesFor(names.slice(0, 1)));
  } finally {
    await connection.close();
  }
});

Deno.test("makePlan() does without sizes when a table is locked", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  await runOn(database.url, "CREATE TABLE t (a int)");
  const [connection, other] = [await open(database.url), await open(database.url)];
  try {
    await other.execute({ sql: "BEGIN" });
    await other.execute({ sql: "LOCK TABLE t" });
    const plan = await planOf(connection, [["ALTER TABLE t ADD b int"]]);
    assertEquals(plan.sizesUnknown, "another session has locked one of the tables");
    assertEquals(plan.steps[0]!.statements[0]!.examined.effects.tables[0]!.size, null);
  } finally {
    await connection.close();
    await other.close();
  }
});

Deno.test("makePlan() knows what is not there, until it cannot know any more", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await open(database.url);
  try {
    const drops = ["DROP TABLE IF EXISTS gone", "DROP INDEX IF EXISTS gone_index"];
    const plan = await planOf(connection, [[...drops, "DO 'BEGIN END'", ...drops]]);
    assertEquals(
      plan.steps[0]!.statements.map(({ examined: { effects }, findings }) => [
        effects.tables.length,
        effects.complete,
        findings.map(({ rule }) => rule).join(),
      ]),
      [
        [0, true, ""],
        [0, true, ""],
        [0, false, "unknown-statement"],
        [1, true, "drop-table"],
        [0, false, "drop-index-not-concurrent"],
      ],
    );
  } finally {
    await connection.close();
  }
});

Deno.test("makePlan() numbers transactions as the run would have them", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await open(database.url);
  const transactions = async (
    steps: readonly (readonly string[])[],
    options: Partial<MigrationOptions> = {},
  ) =>
    (await planOf(connection, steps, options)).steps.map((step) =>
      step.statements.map(({ examined }) => examined.transaction)
    );
  try {
    const steps = [["SELECT 1", "SELECT 2"], ["SELECT 3"]];
    assertEquals(await transactions(steps), [[1, 1], [1]]);
    assertEquals(await transactions(steps, { transactionPerMigration: true }), [[1, 1], [2]]);
    // Behind a COMMIT of the revision's own nothing is begun again.
    assertEquals(await transactions([["COMMIT", "SELECT 2"], ["SELECT 3"]]), [[1, null], [null]]);
    const each = { transactionPerMigration: true };
    assertEquals(await transactions([["COMMIT", "SELECT 2"], ["SELECT 3"]], each), [[1, null], [
      2,
    ]]);
  } finally {
    await connection.close();
  }
});
