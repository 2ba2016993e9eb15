import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { BatchError, ConnectionError, DatabaseError } from "../../src/errors/mod.ts";
import { runOn, type TestDatabase, testDatabase } from "../support/postgres.ts";
import { testConnectionContract } from "./contract.ts";
import { type Changes, parametersOf } from "./parameters.ts";
import { type Way, WAYS } from "./ways.ts";

type Open = (url: string, changes?: Changes) => Promise<Connection>;

const openedIn = ({ openSocket }: Way): Open => (url, changes = {}) =>
  openPostgresql(parametersOf(url, changes), Deno.readTextFileSync, openSocket);

for (const way of WAYS) {
  testConnectionContract(`PostgreSQL ${way.name}`, async () => {
    const database = await testDatabase();
    if (database === null) return null;
    const connection = await openedIn(way)(database.url);
    return new Proxy(connection, {
      get(target, name) {
        if (name === "close") return () => target.close().then(database.drop);
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  });
}

/** A test of each way. */
function testWays(title: string, body: (open: Open) => Promise<void>): void {
  for (const way of WAYS) {
    Deno.test(`openPostgresql() ${title}, ${way.name}`, () => body(openedIn(way)));
  }
}

/** A test that needs a server; without one there is nothing it could say. */
function test(title: string, body: (database: TestDatabase, open: Open) => Promise<void>): void {
  testWays(title, async (open) => {
    await using database = await testDatabase();
    if (database !== null) await body(database, open);
  });
}

test("tells the server who it is and how it speaks", async ({ url, name }, open) => {
  const connection = await open(url, {
    options: "-c search_path=app,public -c statement_timeout=12345",
    settings: { timezone: "Asia/Tokyo" },
  });
  const { rows } = await connection.execute({
    sql: `SELECT current_setting('application_name'), current_setting('client_encoding'),
      current_setting('search_path'), current_setting('statement_timeout'),
      current_setting('timezone'), current_database(), '2020-01-02'::date`,
  });
  const expected = ["migrator", "UTF8", "app,public", "12345ms", "Asia/Tokyo", name, "2020-01-02"];
  assertEquals(rows, [expected]);
  await connection.close();
  const named = await open(url, { applicationName: "deploy" });
  assertEquals((await named.execute({ sql: "SHOW application_name" })).rows, [["deploy"]]);
  await named.close();
});

test("connects through a Unix socket", async ({ url, socketDirectory }, open) => {
  if (socketDirectory === null) return;
  const connection = await open(url, { host: { host: socketDirectory, password: null } });
  const { rows } = await connection.execute({ sql: "SELECT inet_server_addr() IS NULL" });
  assertEquals(rows, [["t"]]);
  await connection.close();
});

test("connects to hostaddr instead of the name", async ({ url }, open) => {
  const connection = await open(url, {
    host: { host: "name.invalid", address: new URL(url).hostname },
  });
  assertEquals((await connection.execute({ sql: "SELECT 1" })).rows, [["1"]]);
  await connection.close();
});

test("reports a wrong password without showing it", async ({ url }, open) => {
  const error = await assertRejects(
    () => open(url, { host: { password: "wr0ng-s3cret" } }),
    ConnectionError,
    "password authentication failed for user",
  );
  assertEquals([error.sqlstate, error.hint], ["28P01", "Check the user name and the password"]);
  assert(!`${error.message}${error.stack}${Deno.inspect(error.cause)}`.includes("wr0ng-s3cret"));
});

test("reports that a password is missing", async ({ url }, open) => {
  const message = "the server asks for a password and none is given";
  await assertRejects(() => open(url, { host: { password: null } }), ConnectionError, message);
});

test("reports a database that does not exist", async ({ url }, open) => {
  const error = await assertRejects(() => open(url, { database: "nowhere" }), ConnectionError);
  assertStringIncludes(error.message, 'database "nowhere" does not exist');
  assertEquals(error.sqlstate, "3D000");
});

testWays("reports a port where nothing listens", async (open) => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertRejects(
    () => open(`postgresql://me:pw@127.0.0.1:${port}/x`),
    ConnectionError,
    `cannot connect to the server at "127.0.0.1", port ${port}: connection refused`,
  );
});

testWays("reports a directory without a socket", async (open) => {
  await assertRejects(
    () => open("postgresql://me:pw@h/x", { host: { host: "/nonexistent", port: 5433 } }),
    ConnectionError,
    'cannot connect to the server at socket "/nonexistent/.s.PGSQL.5433": no such socket',
  );
});

testWays("gives up on a silent server after connect_timeout", async (open) => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const accepted = listener.accept();
  const url = `postgresql://me:pw@127.0.0.1:${port}/x`;
  await assertRejects(() => open(url, { connectTimeout: 1 }), ConnectionError, "no answer in time");
  (await accepted).close();
  listener.close();
});

test("tries further hosts and names all that failed", async ({ url }, open) => {
  const good = parametersOf(url).hosts[0]!;
  const bad = { ...good, host: "/nonexistent" };
  const connection = await open(url, { hosts: [bad, good] });
  assertEquals((await connection.execute({ sql: "SELECT 1" })).rows, [["1"]]);
  await connection.close();
  const error = await assertRejects(
    () => open(url, { hosts: [bad, { ...good, password: "no" }] }),
    ConnectionError,
    "no such socket; cannot connect to the server at",
  );
  assertEquals(error.sqlstate, "28P01");
});

test("keeps to target_session_attrs", async ({ url }, open) => {
  for (const targetSession of ["read-write", "primary", "prefer-standby"] as const) {
    await (await open(url, { targetSession })).close();
  }
  await assertRejects(
    () => open(url, { targetSession: "standby" }),
    ConnectionError,
    "server is not in hot standby mode",
  );
  const readOnly = "-c default_transaction_read_only=on";
  await (await open(url, { targetSession: "read-only", options: readOnly })).close();
  await assertRejects(
    () => open(url, { targetSession: "read-write", options: readOnly }),
    ConnectionError,
    "session is read-only",
  );
});

for (const mode of ["disable", "allow", "prefer"] as const) {
  test(`connects with sslmode ${mode} to a server without TLS`, async ({ url }, open) => {
    const ssl = { mode };
    await (await open(url, { ssl })).close();
  });
}

test("refuses what needs TLS from a server without it", async ({ url }, open) => {
  const ssl = { mode: "require" } as const;
  await assertRejects(() => open(url, { ssl }), ConnectionError, "does not support SSL");
  const bound = { channelBinding: "require" as const };
  await assertRejects(() => open(url, bound), ConnectionError, "channel_binding=require");
});

test("says which statement ran when the session was ended", async ({ url }, open) => {
  const connection = await open(url);
  const { rows: [row] } = await connection.execute({ sql: "SELECT pg_backend_pid()" });
  const running = assertRejects(
    () => connection.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT pg_sleep(60)" }]),
    BatchError,
  );
  const killed = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid = ${row![0]} AND query LIKE '%pg_sleep%'`;
  while ((await runOn(url, killed)).length === 0);
  const error = await running;
  assertEquals([error.report.sqlstate, error.sql], ["57P01", "SELECT pg_sleep(60)"]);
  assertEquals([error.index, connection.transactionStatus], [1, "failed"]);
  await assertRejects(() => connection.execute({ sql: "SELECT 1" }), DatabaseError, "terminating");
  await connection.close();
});

test("can cancel what runs", async ({ url }, open) => {
  const connection = await open(url);
  const running = assertRejects(
    () => connection.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT pg_sleep(60)" }]),
    BatchError,
  );
  const sleeping = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
  while ((await runOn(url, sleeping)).length === 0);
  await connection.cancel();
  const error = await running;
  assertEquals([error.index, error.report.sqlstate], [1, "57014"]);
  assertEquals(connection.transactionStatus, "failed");
  await connection.close();
});

test("reads and writes UTF-8 whatever the database's encoding", async ({ url, name }, open) => {
  const latin = `${name}_latin`;
  await runOn(
    url,
    `CREATE DATABASE ${latin} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
  );
  const connection = await open(url, { database: latin });
  const { rows } = await connection.execute({ sql: "SELECT 'über', length('über')" });
  assertEquals(rows, [["über", "4"]]);
  await connection.close();
  await runOn(url, `DROP DATABASE ${latin}`);
});
