/** Steps with a transaction each that are sent without waiting for one another, with a real lock on a real server. */
import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { DEFAULT_OPTIONS } from "../../src/environment/environment.ts";
import { CommandError, LockError, MigratorError, StatementError } from "../../src/errors/mod.ts";
import { advisoryLock, type RunLock } from "../../src/migration/lock/mod.ts";
import { logLines, type Protection, upgradeCommand } from "../../src/migration/mod.ts";
import { testDatabase } from "../support/postgres.ts";
import { openTest } from "./databases.ts";
import { rows } from "./engine.ts";
import { type GuardedOutcome, guardedRun } from "./guarded_run.ts";
import {
  graphOf,
  line,
  RecordingConnection,
  run,
  type TestRevision,
  type Work,
} from "./history.ts";
import { entries, remembering } from "./remembered.ts";

/** A test on a server, with what opens sessions with its empty database. */
function chainTest(title: string, body: (url: string) => Promise<void>): void {
  Deno.test(title, async () => {
    await using database = await testDatabase();
    if (database !== null) await body(database.url);
  });
}

const options = { ...DEFAULT_OPTIONS, transactionPerMigration: true };

interface Chained extends GuardedOutcome {
  readonly connection: RecordingConnection;
}

/** Upgrades with a transaction for each step, and then has `look` look at the database. */
async function upgrade(
  url: string,
  revisions: readonly TestRevision[],
  change: Partial<Protection> = {},
  look: (outcome: Chained) => Promise<void> = () => Promise.resolve(),
): Promise<Chained> {
  const connection = new RecordingConnection(await openTest(url));
  try {
    const lock = change.lock ?? advisoryLock(() => openTest(url));
    const command = upgradeCommand(graphOf(revisions), "head", { sql: false });
    const settings = { ...change, lock };
    const done = await guardedRun(
      connection,
      revisions,
      command,
      settings,
      { options },
      remembering(),
    );
    const outcome = { ...done, connection };
    await look(outcome);
    return outcome;
  } finally {
    await connection.close();
  }
}

/** The same lock, which only the program itself can look after. */
function withoutWitness(lock: RunLock): RunLock {
  return {
    acquire: async (request) => {
      const held = await lock.acquire(request);
      return {
        verify: () => held.verify(),
        release: () => held.release(),
        get blockers() {
          return held.blockers;
        },
      };
    },
  };
}

const table = (name: string) => `CREATE TABLE ${name} (id int)`;
const tables = (...names: string[]) => line(...names.map((name) => [name, [table(name)]] as const));
const ids = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

chainTest("steps with a transaction each travel together behind the first", async (url) => {
  const { error, connection, events } = await upgrade(
    url,
    tables(...ids(200)),
    {},
    async ({ connection }) => {
      assertEquals(await rows(connection), ["r199"]);
      const { rows: [times] } = await connection.execute({
        sql: "SELECT count(*), count(DISTINCT xmin::text), " +
          "bool_and(finished_at >= started_at) FROM migrator_history",
      });
      assertEquals(times, ["200", "200", "t"]);
    },
  );
  assertEquals(error, null);
  assert(connection.messages.length < 20, `${connection.messages.length}`);
  const kinds = events.filter(({ kind }) => kind.startsWith("step-")).map(({ kind }) => kind);
  assertEquals(kinds, ids(200).flatMap(() => ["step-started", "step-finished"]));
});

chainTest("steps of a chain are told of when they begin and end", async (url) => {
  const sleeping = ids(4).map((id) => [id, ["SELECT pg_sleep(0.3)"]] as const);
  const { result } = await upgrade(url, line(...sleeping));
  const times = result!.applied.map(({ milliseconds }) => milliseconds);
  // Told of with its end, each would have taken no time at all; answers may come late, but not so late.
  assert(times.every((time) => time >= 20), times.join());
});

chainTest(
  "a step that finds its version row changed is undone, as without a chain",
  async (url) => {
    const meddling = [
      `CREATE FUNCTION meddle() RETURNS void LANGUAGE sql AS $$
UPDATE alembic_version SET version_num = 'zzzz' $$`,
      "SELECT meddle()",
    ];
    // The definition names the table, and is run alone; its use does not.
    const revisions = line(
      ["aaaa", [table("a"), meddling[0]!]],
      ["bbbb", [table("b")]],
      ["cccc", [table("c"), meddling[1]!]],
      ["dddd", [table("d")]],
    );
    const { error } = await upgrade(url, revisions, {}, async ({ connection }) => {
      assertEquals(await rows(connection), ["bbbb"]);
      assertEquals(await entries(connection, "revision"), [["aaaa"], ["bbbb"]]);
    });
    assert(error instanceof CommandError, String(error));
    assertEquals(
      [error.code, error.message],
      [
        "version_row_mismatch",
        "Online migration expected to match one row when updating 'bbbb' to 'cccc' in 'alembic_version'; 0 found",
      ],
    );
  },
);

chainTest("a step is not committed once the lock is lost", async (url) => {
  const losing = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const revisions = line(
    ["aaaa", [table("a")]],
    ["bbbb", [table("b")]],
    ["cccc", [losing, "SELECT pg_sleep(0.1)"]],
    ["dddd", [table("d")]],
  );
  const { error, events } = await upgrade(url, revisions, {}, async ({ connection }) => {
    assertEquals(await rows(connection), ["bbbb"]);
  });
  assert(error instanceof LockError, String(error));
  assertEquals(error.code, "lock_lost");
  const last = events.at(-1)!;
  assert(last.kind === "failed");
  assertEquals(last.kept.map(({ step }) => step.toText), ["aaaa", "bbbb"]);
});

chainTest("a runner waits until the commit of the one before it is over", async (url) => {
  const [before, lockSession] = [await openTest(url), await openTest(url)];
  const lock = advisoryLock(() => openTest(url));
  try {
    const held = await advisoryLock(() => Promise.resolve(lockSession)).acquire({
      table: { name: "alembic_version", schema: null },
      wait: 0,
      signal: new AbortController().signal,
      worker: Promise.resolve({ pid: before.backendPid, direct: true }),
      interval: 60_000,
      onWaiting: () => {},
    });
    await before.executeBatch([
      { sql: "BEGIN" },
      { sql: "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)" },
      { sql: "INSERT INTO alembic_version VALUES ('aaaa')" },
      held.witness!.statement,
    ]);
    // Its program ends, and with it its lock; what it has sent is still being done.
    await held.release();
    const ended = upgrade(url, tables("aaaa", "bbbb"), { lock }, async ({ connection }) => {
      const { rows: made } = await connection.execute({ sql: "SELECT to_regclass('aaaa')" });
      assertEquals([made[0]![0], await rows(connection)], [null, ["bbbb"]]);
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await before.execute({ sql: "COMMIT" });
    assertEquals((await ended).error, null);
    await before.executeBatch([{ sql: "BEGIN" }]);
    const late = await before.execute(held.witness!.statement).catch((error) => error);
    assertEquals(held.witness!.explain(late)?.code, "lock_lost");
  } finally {
    await before.close();
  }
});

chainTest("a step of a chain that waits too long for a lock is run again", async (url) => {
  const other = await openTest(url);
  await other.executeBatch([{ sql: table("taken") }, { sql: "BEGIN" }, { sql: "TABLE taken" }]);
  const revisions = line(
    ["aaaa", [table("a")]],
    ["bbbb", [table("b")]],
    ["cccc", ["DROP TABLE taken"]],
    ["dddd", [table("d")]],
  );
  const timeouts = { lock: 50, statement: null };
  const release = setTimeout(() => void other.close(), 400);
  const { error, result, events } = await upgrade(url, revisions, { timeouts, lockRetries: 30 });
  clearTimeout(release);
  assertEquals(error, null);
  assertEquals(result!.applied.map(({ step }) => step.toText), ["aaaa", "bbbb", "cccc", "dddd"]);
  assert(events.some(({ kind }) => kind === "retrying"));
});

/** What a step may be, by name; `n` makes its names its own. */
const kinds: Readonly<Record<string, (n: number) => Work>> = {
  table: (n) => [table(`t${n}`)],
  several: (n) => [`CREATE TABLE t${n} (id int); INSERT INTO t${n} VALUES (1);`, "SELECT 1"],
  body: (n) => [`CREATE FUNCTION f${n}() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$`],
  empty: () => [],
  comment: () => ["-- nothing\n", ""],
  notice: (n) => [`DO $$ BEGIN RAISE NOTICE 'from ${n}'; END $$`],
  discard: (n) => [table(`d${n}`), "DEALLOCATE ALL"],
  setting: () => ["SET search_path = public, pg_catalog"],
  reading: (n) => async (host) => {
    const { rows } = await host.execute({ sql: "SELECT 1" });
    run(host, `CREATE TABLE r${n}_${rows[0]![0]} (id int)`);
  },
  committing: (n) => [table(`c${n}`), "COMMIT", "BEGIN", table(`cc${n}`)],
  deferred: (n) => [
    `CREATE TABLE u${n} (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)`,
    `INSERT INTO u${n} VALUES (1)`,
  ],
};

/** What stops a run, by name. */
const failures: Readonly<Record<string, (n: number) => Work>> = {
  syntax: (n) => [table(`x${n}`), "SELEKT 1"],
  missing: (n) => [table(`x${n}`), `DROP TABLE nowhere${n}`],
  "at the commit": (n) => [
    `CREATE TABLE x${n} (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)`,
    `INSERT INTO x${n} VALUES (1), (1)`,
  ],
  "in a text of several": (n) => [`CREATE TABLE x${n} (id int); SELECT 1/0; SELECT 1`],
  parameter: () => ["SELECT $1"],
  "outside a transaction": () => ["VACUUM"],
};

/** Numbers that look random, the same for a seed each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed + 1;;) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    yield (state >>> 0) / 2 ** 32;
  }
}

function randomHistory(seed: number): TestRevision[] {
  const random = numbers(seed);
  const next = (limit: number) => Math.floor(random.next().value * limit);
  const length = 3 + next(8);
  const works = Array.from({ length }, (_, n) => {
    const name = Object.keys(kinds)[next(Object.keys(kinds).length)]!;
    return kinds[name]!(n);
  });
  // Two of three fail, at any step but the first.
  if (seed % 3 !== 0) {
    const at = 1 + next(length - 1);
    works[at] = Object.values(failures)[next(Object.keys(failures).length)]!(at);
  }
  return line(...works.map((work, n) => [`rev${n}`, work] as const));
}

/** All that can be known of a run afterwards, but for times and for how it was sent. */
async function knowledge(
  { error, events, connection, result }: Chained,
  history: Connection = connection,
): Promise<unknown> {
  const { rows: relations } = await connection.execute({
    sql: "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  });
  const columns = "revision, direction, description, file, checksum, down_revisions, down_sql, " +
    "no_down_sql, client";
  const failed = events.find((event) => event.kind === "failed");
  const names = (steps: readonly { readonly step: { readonly toText: string } }[]) =>
    steps.map(({ step }) => step.toText);
  return {
    error: error instanceof MigratorError && [
      error.code,
      error.message,
      // A refusal of the commit has the step only in a chain, where it is a statement like others.
      error instanceof StatementError && error.place?.line ? error.place : null,
    ],
    rows: await rows(connection),
    entries: await entries(history, columns),
    relations,
    applied: result && names(result.applied),
    log: events.flatMap(logLines).map(({ message }) => message),
    failed: failed?.kind === "failed" && {
      step: failed.step?.toText ?? failed.undone[0]?.step.toText,
      kept: names(failed.kept),
      notRun: failed.notRun.map(({ toText }) => toText),
      rows: failed.rows,
    },
  };
}

chainTest("a chain leaves and tells what steps do that are waited for", async (url) => {
  const admin = await openTest(url);
  let chained = 0;
  for (let seed = 0; seed < 24; seed++) {
    const revisions = randomHistory(seed);
    const known: unknown[] = [];
    for (const isChained of [true, false]) {
      await admin.execute({ sql: "DROP SCHEMA public CASCADE; CREATE SCHEMA public" });
      const lock = advisoryLock(() => openTest(url));
      const change = { lock: isChained ? lock : withoutWitness(lock) };
      const { connection } = await upgrade(url, revisions, change, async (outcome) => {
        known.push(await knowledge(outcome));
      });
      if (isChained && connection.statements.some((sql) => sql.includes("met instead"))) chained++;
    }
    assertEquals(known[0], known[1], `seed ${seed}: ${JSON.stringify(revisions)}`);
  }
  await admin.close();
  assert(chained > 12, `${chained} had a chain`);
});
