import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { effectsOf } from "../../src/lint/effect/statement_effects.ts";
import { namedObjects } from "../../src/lint/effect/named_objects.ts";
import { readCatalogue } from "../../src/lint/effect/read_catalogue.ts";
import type { SchemaModel } from "../../src/lint/effect/schema_model.ts";
import { LOCK_MODES } from "../../src/lint/statement/statement.ts";
import { readStatement } from "../../src/lint/statement/read_statement.ts";
import { freshPglite } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";
import { LOCK_CASES, LOCK_SETUP, OUTSIDE_CASES } from "./lock_cases.ts";
import { open } from "./server_connection.ts";

/** What is said, or seen, of the tables of a statement: `table: MODE, work`. */
type Report = readonly string[];

/** What the classification says. Only tables that were there before count. */
function claimed(sql: string, model: SchemaModel): Report {
  const { tables, complete } = effectsOf(readStatement(sql).facts, model);
  assert(complete, `'${sql}' is not wholly understood`);
  return tables.map(({ table, mode, work }) =>
    `${table.name}: ${mode}, ${work === "rows" ? "instant" : work}`
  ).sort();
}

/** One relation that was there before a statement. */
interface Relation {
  readonly name: string;
  readonly file: string;
}

async function rowsOf(connection: Connection, sql: string) {
  return (await connection.execute({ sql })).rows.map((row) => row.map((each) => each ?? ""));
}

/** How many rows of each table were read from its beginning to its end. */
async function readRows(connection: Connection): Promise<Map<string, string>> {
  const sql = "SELECT relid, seq_tup_read FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0";
  return new Map(await rowsOf(connection, sql) as [string, string][]);
}

/** The tables, views and sequences there are, but not the sequences of columns. */
async function relations(connection: Connection): Promise<Map<string, Relation>> {
  const rows = await rowsOf(
    connection,
    `SELECT oid, relname, coalesce(pg_relation_filenode(oid), 0) FROM pg_class
     WHERE relkind IN ('r', 'p', 'm', 'v', 'S') AND relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i')
         AND relkind = 'S')`,
  );
  return new Map(rows.map(([oid, name, file]) => [oid!, { name: name!, file: file! }]));
}

/**
 * Runs a statement in a transaction that is rolled back, and tells what the server's own tables say of
 * its locks, of the files of tables (a new one means that the table was written anew) and of the rows
 * that were read.
 */
async function observed(
  connection: Connection,
  sql: string,
  before: ReadonlyMap<string, Relation>,
): Promise<Report> {
  await connection.execute({ sql: "BEGIN" });
  try {
    const readBefore = await readRows(connection);
    await connection.execute({ sql });
    const locks = await rowsOf(
      connection,
      "SELECT relation, string_agg(mode, ' ') FROM pg_locks WHERE pid = pg_backend_pid() GROUP BY 1",
    );
    const files = new Map(
      await rowsOf(
        connection,
        `SELECT oid, coalesce(pg_relation_filenode(oid), 0) || ' ' ||
           CASE WHEN relkind IN ('r', 'm') THEN pg_relation_size(oid) ELSE 0 END FROM pg_class`,
      ) as [string, string][],
    );
    const read = await readRows(connection);
    return locks.flatMap(([oid, modes]) => {
      const relation = before.get(oid!);
      const mode = strongest(modes!.split(" "));
      if (relation === undefined || WEAK.includes(mode)) return [];
      const [file, bytes] = files.get(oid!)?.split(" ") ?? [relation.file, "0"];
      const work = mode === "ROW EXCLUSIVE"
        ? "instant"
        : file !== relation.file && bytes !== "0" && file !== "0"
        ? "rewrite"
        : Number(read.get(oid!) ?? 0) > Number(readBefore.get(oid!) ?? 0)
        ? "scan"
        : "instant";
      return [`${relation.name}: ${mode}, ${work}`];
    }).sort();
  } finally {
    await connection.execute({ sql: "ROLLBACK" });
  }
}

/** Locks of mere reading are not listed. */
const WEAK: readonly string[] = ["none", "ACCESS SHARE", "ROW SHARE"];

function strongest(modes: readonly string[]): string {
  return LOCK_MODES.findLast((mode) => modes.includes(`${camelCase(mode)}Lock`)) ?? "none";
}

function camelCase(mode: string): string {
  return mode.toLowerCase().replace(/(?:^| )([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function compareAll(connection: Connection): Promise<void> {
  await connection.execute({ sql: LOCK_SETUP });
  const model = await readCatalogue(
    namedObjects(LOCK_CASES.map((sql) => readStatement(sql).facts)),
    async (sql) => (await connection.execute({ sql })).rows,
  );
  const before = await relations(connection);
  const wrong: unknown[] = [];
  for (const sql of LOCK_CASES) {
    const claim = claimed(sql, model);
    const seen = await observed(connection, sql, before);
    if (JSON.stringify(claim) !== JSON.stringify(seen)) wrong.push({ sql, claim, seen });
  }
  assertEquals(wrong, []);
}

Deno.test("effectsOf() says of each statement what the embedded PostgreSQL does", async () => {
  await compareAll(await freshPglite());
});

Deno.test("effectsOf() says of each statement what a PostgreSQL server does", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await open(database.url);
  try {
    await compareAll(connection);
  } finally {
    await connection.close();
  }
});

Deno.test("effectsOf() names the locks of statements that no transaction may hold", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const [blocking, worker, watcher] = await Promise.all([
    open(database.url),
    open(database.url),
    open(database.url),
  ]);
  try {
    await worker.execute({ sql: LOCK_SETUP });
    const model = await readCatalogue(
      namedObjects(OUTSIDE_CASES.map(([sql]) => readStatement(sql).facts)),
      async (sql) => (await worker.execute({ sql })).rows,
    );
    const [[pid] = []] = await rowsOf(worker, "SELECT pg_backend_pid()");
    for (const [sql, blocker] of OUTSIDE_CASES) {
      const facts = readStatement(sql).facts;
      assert(effectsOf(facts, model).outsideTransaction, sql);
      // What the blocker holds makes the statement wait, so that it can be watched.
      await blocking.execute({ sql: "BEGIN ISOLATION LEVEL REPEATABLE READ" });
      await blocking.execute({ sql: blocker });
      const running = worker.execute({ sql });
      const seen = await waitingLocks(watcher, pid!);
      await blocking.execute({ sql: "COMMIT" });
      await running;
      const claim = effectsOf(facts, model).tables
        .map(({ table, mode }) => `${table.name}: ${mode}`).sort();
      assertEquals(seen, claim, sql);
    }
  } finally {
    for (const each of [blocking, worker, watcher]) await each.close();
  }
});

/** The locks that a session has or asks for, once it waits for another. */
async function waitingLocks(watcher: Connection, pid: string): Promise<Report> {
  for (;;) {
    const rows = await rowsOf(
      watcher,
      `SELECT c.relname, string_agg(l.mode, ' ') FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
       WHERE l.pid = ${pid} AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
         AND EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND wait_event_type = 'Lock')
       GROUP BY 1`,
    );
    const locks = rows.flatMap(([name, modes]) => {
      const mode = strongest(modes!.split(" "));
      return WEAK.includes(mode) ? [] : [`${name}: ${mode}`];
    });
    if (locks.length > 0) return locks.sort();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
