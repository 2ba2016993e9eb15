import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { CommandError, DatabaseError, StatementError } from "../../src/errors/mod.ts";
import { downgradeCommand, stampCommand, upgradeCommand } from "../../src/migration/mod.ts";
import { eachDatabase } from "./databases.ts";
import {
  graphOf,
  line,
  type Outcome,
  RecordingConnection,
  run,
  runCommand,
  type TestRevision,
} from "./history.ts";

const online = (connection: Connection) => ({ kind: "online", connection }) as const;

function upgrade(
  connection: Connection,
  history: readonly TestRevision[],
  target = "heads",
  ...more: Parameters<typeof runCommand> extends [unknown, unknown, unknown, ...infer R] ? R : never
): Promise<Outcome> {
  const command = upgradeCommand(graphOf(history), target, { sql: false });
  return runCommand(online(connection), history, command, ...more);
}

function downgrade(
  connection: Connection,
  history: readonly TestRevision[],
  target: string,
  ...more: Parameters<typeof runCommand> extends [unknown, unknown, unknown, ...infer R] ? R : never
): Promise<Outcome> {
  const command = downgradeCommand(graphOf(history), target, { sql: false });
  return runCommand(online(connection), history, command, ...more);
}

/** Version rows, sorted; `null` where there is no version table. */
async function rows(connection: Connection, table = "alembic_version"): Promise<unknown> {
  assertEquals(connection.transactionStatus, "idle");
  const { rows: [found] } = await connection.execute({
    sql: `SELECT to_regclass('${table}') IS NOT NULL`,
  });
  if (found?.[0] === "f") return null;
  const result = await connection.execute({ sql: `SELECT version_num FROM ${table} ORDER BY 1` });
  return result.rows.map(([version]) => version);
}

async function tables(connection: Connection): Promise<string> {
  const { rows } = await connection.execute({
    sql: `SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  });
  return rows[0]![0] ?? "";
}

/** Three steps of which the third fails in its second statement. */
const failing = line(
  ["aaaa", ["CREATE TABLE a (id int)"]],
  ["bbbb", ["CREATE TABLE b (id int)"]],
  ["cccc", ["CREATE TABLE c (id int)", "SELECT 'é'\n, nope", "CREATE TABLE d (id int)"]],
  ["dddd", ["CREATE TABLE e (id int)"]],
);

eachDatabase("upgrade runs the steps, writes the rows and logs as Alembic does", async (c) => {
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)"], ["DROP TABLE a"]],
    ["bbbb", ["CREATE TABLE b (id int)"], ["DROP TABLE b"]],
  );
  const { result, error, log } = await upgrade(c, history);
  assertEquals(error, null);
  assertEquals(log, [
    "Context impl PostgresqlImpl.",
    "Will assume transactional DDL.",
    "Running upgrade  -> aaaa, do aaaa",
    "new branch insert aaaa",
    "Running upgrade aaaa -> bbbb, do bbbb",
    "update aaaa to bbbb",
  ]);
  assertEquals(result!.applied.map(({ step, statements }) => [step.toText, statements]), [
    ["aaaa", 2],
    ["bbbb", 1],
  ]);
  assertEquals([result!.rowsBefore, result!.rows], [[], ["bbbb"]]);
  assertEquals(await rows(c), ["bbbb"]);
  assertEquals(await tables(c), "a alembic_version b");

  const again = await upgrade(c, history);
  assertEquals(again.result, { applied: [], rowsBefore: ["bbbb"], rows: ["bbbb"] });
  assertEquals(again.log.length, 2);

  const down = await downgrade(c, history, "base");
  assertEquals(down.log.slice(2), [
    "Running downgrade bbbb -> aaaa, do bbbb",
    "update bbbb to aaaa",
    "Running downgrade aaaa -> , do aaaa",
    "branch delete aaaa",
  ]);
  assertEquals(await rows(c), []);
  assertEquals(await tables(c), "alembic_version");
});

eachDatabase("upgrade and downgrade write the rows of branches and merges", async (c) => {
  const history: TestRevision[] = [
    { id: "root" },
    { id: "left", down: ["root"] },
    { id: "right", down: ["root"] },
    { id: "merged", down: ["left", "right"] },
  ];
  const heard: [string, string[]][] = [];
  const tell = {
    onVersionApply: [(info: { step: { toText: string }; heads: ReadonlySet<string> }) => {
      heard.push([info.step.toText, [...info.heads].sort()]);
    }],
  };
  const up = await upgrade(c, history, "heads", {}, tell);
  assertEquals(heard, [
    ["root", ["root"]],
    ["right", ["right"]],
    ["left", ["left", "right"]],
    ["merged", ["merged"]],
  ]);
  assertEquals(up.log.slice(2), [
    "Running upgrade  -> root",
    "new branch insert root",
    "Running upgrade root -> right",
    "update root to right",
    "Running upgrade root -> left",
    "new branch insert left",
    "Running upgrade left, right -> merged",
    "merge, delete ['left'], update right to merged",
  ]);
  assertEquals(await rows(c), ["merged"]);
  const down = await downgrade(c, history, "root");
  assertEquals(down.error, null);
  assertEquals(await rows(c), ["root"]);
});

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

eachDatabase("what is wrong in a later body is known before the first statement", async (c) => {
  const recording = new RecordingConnection(c);
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)"]],
    ["bbbb", async (host) => {
      await host.execute({ sql: "SELECT 1" });
    }],
    ["cccc", () => {
      throw new CommandError("bad", "cannot be evaluated");
    }],
  );
  const { error, events } = await upgrade(recording, history);
  assertEquals((error as Error).message, "cannot be evaluated");
  assert(!recording.statements.some((sql) => sql.startsWith("CREATE TABLE")));
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.step?.toText, "cccc");
  assertEquals(await tables(c), "");
});

eachDatabase("a wrong operation fails where it is queued, with its place", async (c) => {
  const history = line(["aaaa", (host) => {
    const operation = {
      kind: "batchAlterTable",
      tableName: "t",
      recreate: "sometimes",
      operations: [],
    } as const;
    host.emit({ kind: "operation", operation, place: { path: "/v/a.py", line: 7 } });
  }]);
  const { error } = await upgrade(c, history);
  assert(error instanceof CommandError);
  assertEquals(error.message, "recreate may be one of 'auto', 'always', or 'never'.");
  assertEquals(error.place, { path: "/v/a.py", line: 7 });
});

eachDatabase("a body reads what it and earlier revisions have queued", async (c) => {
  const seen: unknown[] = [];
  const count = async (host: Parameters<typeof run>[0]) => {
    const result = await host.execute({ sql: "SELECT count(*) FROM a" });
    seen.push(result.rows[0]![0]);
  };
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)"]],
    ["bbbb", async (host) => {
      await count(host);
      run(host, "INSERT INTO a VALUES (2)");
      await Promise.all([count(host), count(host)]);
      run(host, "INSERT INTO a VALUES (3)");
    }],
    ["cccc", async (host) => {
      run(host, "INSERT INTO a VALUES (4)");
      await count(host);
    }],
  );
  const { error } = await upgrade(c, history);
  assertEquals(error, null);
  assertEquals(seen, ["1", "2", "2", "4"]);
});

eachDatabase("a body may catch the error of its own statement, not of another's", async (c) => {
  const caught: string[] = [];
  const careful = async (host: Parameters<typeof run>[0]) => {
    run(host, "SAVEPOINT s");
    run(host, "SELECT 1/0", 5);
    try {
      await host.flush();
    } catch (error) {
      caught.push((error as StatementError).message);
    }
    run(host, "ROLLBACK TO s");
    run(host, "CREATE TABLE saved (id int)");
  };
  const fine = await upgrade(c, line(["aaaa", careful]));
  assertEquals(fine.error, null);
  assertEquals(caught, ["division by zero"]);
  assertEquals(await tables(c), "alembic_version saved");
  const others = [
    ...line(["aaaa", []], ["bbbb", ["SELECT missing"]], ["cccc", careful]),
  ];
  const { error } = await upgrade(c, others);
  assert(error instanceof StatementError);
  assertEquals([error.revision, caught.length], ["bbbb", 1]);
});

eachDatabase("a version row that is not there is Alembic's error, and undoes all", async (c) => {
  const history = line(["aaaa", []], ["bbbb", ["DELETE FROM alembic_version"]], ["cccc", []]);
  const { error, events } = await upgrade(c, history);
  assert(error instanceof CommandError);
  assertEquals(
    error.message,
    "Online migration expected to match one row when updating 'aaaa' to 'bbbb' in 'alembic_version'; 0 found",
  );
  const failed = events.at(-1)!;
  assert(failed.kind === "failed");
  assertEquals(failed.step?.toText, "bbbb");
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

eachDatabase("the version table has the name, schema and key that are asked for", async (c) => {
  await c.execute({ sql: "CREATE SCHEMA meta" });
  const history = line(["aaaa", []], ["bbbb", []]);
  const options = {
    versionTable: "Applied",
    versionTableSchema: "meta",
    versionTablePk: false,
  };
  assertEquals((await upgrade(c, history, "heads", options)).error, null);
  assertEquals(await rows(c, 'meta."Applied"'), ["bbbb"]);
  const keys = await c.execute({
    sql: `SELECT count(*) FROM pg_constraint WHERE conrelid = 'meta."Applied"'::regclass
      AND contype = 'p'`,
  });
  assertEquals(keys.rows, [["0"]]);
  assertEquals((await upgrade(c, history, "heads", options)).result?.applied, []);
});

eachDatabase("stamp moves rows without running anything; purge starts anew", async (c) => {
  const history = line(["aaaa", ["SELECT nope"]], ["bbbb", ["SELECT nope"]]);
  const graph = graphOf(history);
  const stamp = (targets: string[], purge: boolean) =>
    runCommand(
      online(c),
      history,
      stampCommand(graph, targets, { sql: false, purge }),
    );
  const first = await stamp(["heads"], false);
  assertEquals(first.log.slice(2, 3), ["Running stamp_revision  -> bbbb"]);
  assertEquals(await rows(c), ["bbbb"]);
  await stamp(["aaaa"], false);
  assertEquals(await rows(c), ["aaaa"]);
  await c.execute({ sql: "INSERT INTO alembic_version VALUES ('unknown')" });
  const refused = await stamp(["bbbb"], false);
  assertEquals(
    (refused.error as Error).message,
    "Can't locate revision identified by 'unknown'",
  );
  await stamp(["bbbb"], true);
  assertEquals(await rows(c), ["bbbb"]);
  await c.execute({ sql: "DROP TABLE alembic_version" });
  assertEquals((await stamp(["aaaa"], true)).error, null);
  assertEquals(await rows(c), ["aaaa"]);
});

eachDatabase("notices come with the step that they are about", async (c) => {
  const warn = "DO $$ BEGIN RAISE WARNING 'mind'; END $$";
  const { events } = await upgrade(c, line(["aaaa", []], ["bbbb", [warn]]));
  const notices = events.filter((event) => event.kind === "notice");
  assertEquals(notices.map(({ notice, step }) => [notice.message, step?.toText]), [[
    "mind",
    "bbbb",
  ]]);
});

eachDatabase("what is refused at COMMIT is an error", async (c) => {
  const history = line(["aaaa", [
    "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
    "INSERT INTO a VALUES (1, 2)",
  ]]);
  const { error } = await upgrade(c, history);
  assert(error instanceof DatabaseError);
  assertEquals(error.report.sqlstate, "23503");
  assertEquals(await rows(c), null);
});
