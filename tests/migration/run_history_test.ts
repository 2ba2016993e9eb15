import { assert, assertEquals } from "@std/assert";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { checksum, digestOfChecksums } from "../../src/migration/history/checksum.ts";
import { readDatabaseState, stampCommand } from "../../src/migration/mod.ts";
import { eachDatabase } from "./databases.ts";
import { downgrade, failing, online, rows, tables, upgrade } from "./engine.ts";
import {
  graphOf,
  line,
  RecordingConnection,
  run,
  runCommand,
  type TestRevision,
  type Work,
} from "./history.ts";
import { entries, remembering } from "./remembered.ts";

const plain: readonly TestRevision[] = line(
  ["aaaa", ["CREATE TABLE a (id int)"], ["DROP TABLE a"]],
  ["bbbb", ["CREATE TABLE b (id int)"], ["DROP TABLE b", "SELECT 'it''s\tgone'"]],
);

eachDatabase("each step leaves an entry with the SQL that takes it back", async (c) => {
  const history = remembering({ aaaa: "abc" });
  assertEquals((await upgrade(c, plain, "heads", {}, { history })).error, null);
  assertEquals(
    await entries(
      c,
      "revision, direction, client, tool_version, description, file, down_revisions, down_sql, no_down_sql",
    ),
    [
      [
        "aaaa",
        "upgrade",
        "alice@wonderland",
        "9.9.9",
        "do aaaa",
        "aaaa.ts",
        "{}",
        "DROP TABLE a;",
        null,
      ],
      [
        "bbbb",
        "upgrade",
        "alice@wonderland",
        "9.9.9",
        "do bbbb",
        "bbbb.ts",
        "{aaaa}",
        "DROP TABLE b;\n\nSELECT 'it''s\tgone';",
        null,
      ],
    ],
  );
  // SHA-256 of "abc", from the standard's own example.
  assertEquals((await c.execute({ sql: "SELECT checksum FROM migrator_history" })).rows[0], [
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ]);
  assertEquals(
    await entries(
      c,
      "database_user = session_user, finished_at >= started_at, started_at <= now()",
    ),
    [["t", "t", "t"], ["t", "t", "t"]],
  );
  assertEquals((await downgrade(c, plain, "aaaa", {}, { history })).error, null);
  const command = stampCommand(graphOf(plain), ["bbbb"], { sql: false, purge: false });
  await runCommand(online(c), plain, command, {}, { history });
  await runCommand(
    online(c),
    plain,
    stampCommand(graphOf(plain), ["base"], { sql: false, purge: false }),
    {},
    { history },
  );
  assertEquals(
    (await entries(c, "revision, direction, down_sql") as unknown[]).slice(2),
    [["bbbb", "downgrade", null], ["bbbb", "stamp", null], ["base", "stamp", null]],
  );
});

eachDatabase("steps of one transaction begin where the one before ended", async (c) => {
  await upgrade(c, plain, "heads", {}, { history: remembering() });
  assertEquals(
    await entries(c, "started_at = coalesce(lag(finished_at) OVER (ORDER BY id), started_at)"),
    [["t"], ["t"]],
  );
});

/** Sixty steps, so many that their entries wait; `others` at some places between. */
function many(others: Readonly<Record<number, Work>>): readonly TestRevision[] {
  return line(...Array.from({ length: 60 }, (_, index) =>
    [
      `r${index}`,
      others[index] ?? [`CREATE TABLE t${index} (id int)`],
      [`DROP TABLE t${index}`],
    ] as const));
}

const order = many({}).map(({ id }) => id);

for (
  const [what, others] of [
    ["plain statements", {}],
    ["a body that reads", {
      20: async (host) => {
        await host.execute({ sql: "SELECT count(*) FROM t3" });
        run(host, "CREATE TABLE t20 (id int)");
      },
    }],
    ["a body that looks at the version table", {
      20: [
        "CREATE TABLE t20 AS SELECT version_num FROM alembic_version",
        "SELECT 1 / (SELECT count(*) FROM t20 WHERE version_num = 'r19')",
      ],
    }],
    ["an autocommit block", {
      20: (host) => {
        host.emit({ kind: "autocommit", active: true });
        run(host, "CREATE TABLE t20 (id int)");
        host.emit({ kind: "autocommit", active: false });
      },
    }],
    ["a COMMIT of a body's own", { 20: ["COMMIT", "CREATE TABLE t20 (id int)"] }],
    ["a savepoint that is gone back to", {
      20: ["SAVEPOINT s", "CREATE TABLE x ()", "ROLLBACK TO s", "CREATE TABLE t20 (id int)"],
    }],
  ] as readonly (readonly [string, Parameters<typeof many>[0]])[]
) {
  eachDatabase(`entries of many steps with ${what} are whole, and in order`, async (c) => {
    const history = remembering();
    assertEquals((await upgrade(c, many(others), "heads", {}, { history })).error, null);
    assertEquals(
      await entries(c, "revision, down_sql"),
      order.map((id) => [id, `DROP TABLE t${id.slice(1)};`]),
    );
    assertEquals(await rows(c), [order.at(-1)]);
    assertEquals(
      await entries(
        c,
        "finished_at >= started_at AND started_at >= coalesce(lag(finished_at) OVER (ORDER BY id), started_at)" +
          " AND abs(extract(epoch FROM pg_catalog.clock_timestamp() - finished_at)) < 60",
      ),
      order.map(() => ["t"]),
    );
    assertEquals((await downgrade(c, many({}), "base", {}, { history })).error, null);
    assertEquals(
      await entries(c, "revision, direction, down_sql").then((all) =>
        (all as unknown[]).slice(order.length)
      ),
      order.toReversed().map((id) => [id, "downgrade", null]),
    );
  });
}

eachDatabase("steps are committed together with their entries, whatever fails later", async (c) => {
  const history = remembering();
  for (
    const [at, work, kept] of [
      [40, ["SELECT 1/0"], []],
      [40, ["COMMIT", "SELECT 1/0"], order.slice(0, 40)],
    ] as const
  ) {
    const failing = many({ [at]: work });
    assert((await upgrade(c, failing, "heads", {}, { history })).error !== null);
    const found = (await tables(c)).includes("migrator_history")
      ? await entries(c, "revision")
      : [];
    assertEquals(found, kept.map((id) => [id]));
  }
});

eachDatabase("a ROLLBACK of a body's own takes back what is before it alone", async (c) => {
  const rolling = line(
    ["aaaa", ["CREATE TABLE a (id int)"]],
    ["bbbb", ["CREATE TABLE b (id int)", "ROLLBACK", "CREATE TABLE c (id int)"]],
    ["cccc", ["CREATE TABLE d (id int)"]],
  );
  const options = { transactionPerMigration: true };
  const { error } = await upgrade(c, rolling, "heads", options, { history: remembering() });
  assertEquals(error, null);
  assertEquals(
    await tables(c),
    "a alembic_version c d migrator_history migrator_history_progress",
  );
  assertEquals(await entries(c, "revision"), [["aaaa"], ["bbbb"], ["cccc"]]);
  assertEquals((await c.execute({ sql: "TABLE migrator_history_progress" })).rows, []);
});

eachDatabase("what is undone leaves no entry, and no table", async (c) => {
  const history = remembering();
  assert((await upgrade(c, failing, "heads", {}, { history })).error !== null);
  assertEquals(await tables(c), "");
  const options = { transactionPerMigration: true };
  assert((await upgrade(c, failing, "heads", options, { history })).error !== null);
  assertEquals(await entries(c, "revision"), [["aaaa"], ["bbbb"]]);
});

eachDatabase("remembering takes no message more, and nothing to do writes nothing", async (c) => {
  const recording = new RecordingConnection(c);
  const history = remembering();
  const sent = async (...args: Parameters<typeof upgrade>) => {
    const before = recording.messages.length;
    const { error } = await upgrade(...args);
    assertEquals(error, null);
    return recording.messages.slice(before);
  };
  // What there is; all steps; COMMIT.
  assertEquals((await sent(recording, plain, "aaaa", {}, { history })).length, 3);
  // What there is; its rows; the step; COMMIT.
  assertEquals((await sent(recording, plain, "heads", {}, { history })).length, 4);
  const idle = await sent(recording, plain, "heads", {}, { history });
  assertEquals(idle.length, 2);
  assert(
    idle.flat().every((sql) => sql.startsWith("SELECT")),
    idle.flat().join("\n"),
  );
});

for (
  const [why, body, reason] of [
    ["a downgrade that reads", async (host) => {
      await host.execute({ sql: "SELECT 1" });
    }, "it reads from the database"],
    [
      "a long downgrade",
      [`SELECT '${"x".repeat(200_000)}'`],
      "it is longer than 100000 characters",
    ],
    [
      "a downgrade that holds a marker",
      ["SELECT '\n-- migrate:down\n'"],
      "a statement has a line that looks like a marker",
    ],
    ["a password", ["ALTER ROLE shop PASSWORD 'geheim'"], "it holds a password"],
    ["a mistake", () => {
      throw new Error("no way back\nat all");
    }, "no way back"],
  ] as const satisfies readonly (readonly [string, TestRevision["downgrade"], string])[]
) {
  eachDatabase(`${why} is not kept, and the entry says why`, async (c) => {
    const steps = line(["aaaa", ["SELECT 1"], body]);
    assertEquals((await upgrade(c, steps, "heads", {}, { history: remembering() })).error, null);
    assertEquals(await entries(c, "down_sql, no_down_sql"), [[null, reason]]);
  });
}

eachDatabase("a role that may not make the table is told once, and upgrades", async (c) => {
  const role = `r${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const run = (sql: string) => c.execute({ sql });
  await run(`CREATE ROLE ${role}`);
  await run(
    "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); CREATE TABLE a (i int)",
  );
  await run("REVOKE CREATE ON SCHEMA public FROM public");
  await run(`GRANT USAGE ON SCHEMA public TO ${role}; GRANT ALL ON alembic_version, a TO ${role}`);
  await run(`SET ROLE ${role}`);
  const steps = line(["aaaa", ["INSERT INTO a VALUES (1)"]], ["bbbb", [
    "INSERT INTO a VALUES (2)",
  ]]);
  const { error, events } = await upgrade(c, steps, "heads", {}, { history: remembering() });
  assertEquals(error, null);
  assertEquals(events.filter(({ kind }) => kind === "history-not-kept"), [
    { kind: "history-not-kept", table: "migrator_history", exists: false },
  ]);
  assertEquals(await rows(c), ["bbbb"]);
  await run("RESET ROLE");
  // One that is somebody else's is left alone as well.
  await run("CREATE TABLE migrator_history (id int)");
  const more = [...steps, { id: "cccc", down: ["bbbb"] }];
  const again = await upgrade(c, more, "heads", {}, { history: remembering() });
  assertEquals(again.error, null);
  assertEquals(again.events.filter(({ kind }) => kind === "history-not-kept").length, 1);
  await run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
});

eachDatabase("the table goes where the version table is, or where it is sent", async (c) => {
  await c.execute({ sql: "CREATE SCHEMA meta; CREATE SCHEMA other" });
  await upgrade(c, plain, "aaaa", { versionTableSchema: "meta" }, { history: remembering() });
  await upgrade(c, plain, "bbbb", { versionTableSchema: "meta" }, {
    history: { ...remembering(), schema: "other", table: "What ran" },
  });
  const { rows } = await c.execute({
    sql: `SELECT (SELECT string_agg(revision, ' ') FROM meta.migrator_history),
      (SELECT string_agg(revision, ' ') FROM other."What ran")`,
  });
  assertEquals(rows, [["aaaa", "bbbb"]]);
});

eachDatabase("checksums are read only where they are others than expected", async (c) => {
  // In the order of neither UTF-16 nor most languages.
  const ids = ["zz", "B", "\u{1f600}", "\uff5a", "a"];
  const history = line(...ids.map((id) => [id, ["SELECT 1"]] as const));
  assertEquals((await upgrade(c, history, "heads", {}, { history: remembering() })).error, null);
  const version = postgresql.versionTable({
    name: "alembic_version",
    schema: null,
    primaryKey: true,
  });
  const sql = postgresql.history({ name: "migrator_history", schema: null }, version);
  const read = async (expected: ReadonlyMap<string, string> | null) => {
    const otherThan = expected && {
      count: expected.size,
      digest: () => digestOfChecksums([...expected.keys()], (id) => expected.get(id)!, checksum),
    };
    const state = await readDatabaseState(c, version, sql, { entries: () => ({ otherThan }) });
    return state.history!.checksums;
  };
  const all = new Map(ids.map((id) => [id, checksum(id)]));
  assertEquals(await read(all), new Map());
  assertEquals(await read(new Map([...all].reverse())), new Map());
  const without = new Map(all);
  without.delete("B");
  for (
    const other of [
      null,
      without,
      new Map(all).set("c", checksum("c")),
      new Map(all).set("a", checksum("b")),
    ]
  ) {
    assertEquals(await read(other), all);
  }
});
