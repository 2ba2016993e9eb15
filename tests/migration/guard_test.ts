/** What a run asks of its lock, and what becomes of it: with locks of the test's own. */
import { assert, assertEquals } from "@std/assert";
import { InterruptedError, LockError } from "../../src/errors/mod.ts";
import type { HeldLock, RunLock } from "../../src/migration/lock/mod.ts";
import {
  downgradeCommand,
  ensureVersionCommand,
  type MigrationCommand,
  stampCommand,
  upgradeCommand,
} from "../../src/migration/mod.ts";
import { DEFAULT_OPTIONS } from "../../src/environment/environment.ts";
import { eachDatabase, openTest } from "./databases.ts";
import { rows } from "./engine.ts";
import { guardedRun } from "./guarded_run.ts";
import { graphOf, line, RecordingConnection, type TestRevision } from "./history.ts";
import { testDatabase } from "../support/postgres.ts";

const history = line(
  ["aaaa", ["CREATE TABLE a (id int)"], ["DROP TABLE a"]],
  ["bbbb", ["CREATE TABLE b (id int)"], ["DROP TABLE b"]],
);
const online = { sql: false };

/** A lock that is always free, and keeps what was asked of it. */
function recordingLock(change: Partial<HeldLock> = {}): RunLock & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    acquire: () => {
      calls.push("acquire");
      return Promise.resolve({
        verify: () => Promise.resolve(),
        blockers: [],
        release: () => Promise.resolve(void calls.push("release")),
        ...change,
      });
    },
  };
}

eachDatabase(
  "only a run that changes something takes the lock, once, and gives it back",
  async (c) => {
    const graph = graphOf(history);
    const both = ["acquire", "release"];
    const cases: readonly (readonly [string, MigrationCommand, readonly string[], unknown])[] = [
      ["downgrade of nothing", downgradeCommand(graph, "base", online), [], null],
      ["ensure_version", ensureVersionCommand(online), both, []],
      ["ensure_version again", ensureVersionCommand(online), [], []],
      ["upgrade", upgradeCommand(graph, "head", online), both, ["bbbb"]],
      ["upgrade again", upgradeCommand(graph, "head", online), [], ["bbbb"]],
      ["downgrade", downgradeCommand(graph, "-1", online), both, ["aaaa"]],
      ["stamp", stampCommand(graph, ["head"], { ...online, purge: false }), both, ["bbbb"]],
      ["stamp again", stampCommand(graph, ["head"], { ...online, purge: false }), [], ["bbbb"]],
      ["stamp --purge", stampCommand(graph, ["head"], { ...online, purge: true }), both, ["bbbb"]],
    ];
    for (const [name, command, calls, left] of cases) {
      const lock = recordingLock();
      const { error } = await guardedRun(c, history, command, { lock });
      assertEquals([name, error, lock.calls, await rows(c)], [name, null, calls, left]);
    }
  },
);

eachDatabase("what another runner did while we waited is not done again", async (c) => {
  const command = upgradeCommand(graphOf(history), "head", online);
  const other = recordingLock();
  const lock: RunLock = {
    acquire: async (request) => {
      // The same connection is used for the other run, when this one leaves it alone.
      await request.worker;
      assertEquals((await guardedRun(c, history, command)).error, null);
      return await other.acquire(request);
    },
  };
  const { error, events } = await guardedRun(c, history, command, { lock });
  assertEquals([error, await rows(c), other.calls], [null, ["bbbb"], ["acquire", "release"]]);
  assertEquals(events.filter(({ kind }) => kind === "step-started"), []);
});

eachDatabase("a lost lock stops the run before the next step, and before a commit", async (c) => {
  const lost = new LockError("lock_lost", "gone");
  for (const [checks, left] of [[1, null], [2, ["aaaa"]]] as const) {
    let asked = 0;
    const lock = recordingLock({
      // Before a step, and before its commit.
      verify: () => ++asked > 2 * checks - 1 ? Promise.reject(lost) : Promise.resolve(),
    });
    const options = { ...DEFAULT_OPTIONS, transactionPerMigration: true };
    const command = upgradeCommand(graphOf(history), "head", online);
    const { error } = await guardedRun(c, history, command, { lock }, { options });
    assertEquals([error, await rows(c)], [lost, left]);
    assertEquals(lock.calls, ["acquire", "release"]);
  }
});

eachDatabase("a run that is interrupted between steps ends there", async (c) => {
  const controller = new AbortController();
  const interruption = new InterruptedError("SIGTERM");
  const revisions: readonly TestRevision[] = [
    { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
    {
      id: "bbbb",
      down: ["aaaa"],
      up: async (host) => {
        await host.execute({ sql: "SELECT 1" });
        controller.abort(interruption);
      },
    },
    { id: "cccc", down: ["bbbb"], up: ["CREATE TABLE c (id int)"] },
  ];
  const lock = recordingLock();
  const { error, events } = await guardedRun(
    c,
    revisions,
    upgradeCommand(graphOf(revisions), "head", online),
    { lock, signal: controller.signal },
  );
  assert(error instanceof InterruptedError);
  assertEquals([error.exitCode, await rows(c), lock.calls], [143, null, ["acquire", "release"]]);
  assertEquals(events.at(-1)!.kind, "failed");
});

eachDatabase(
  "a run that is interrupted waits until its request to cancel is answered",
  async (c) => {
    const controller = new AbortController();
    const revisions: readonly TestRevision[] = [
      { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
      { id: "bbbb", down: ["aaaa"], up: () => Promise.resolve(controller.abort()) },
    ];
    let cancelled = false;
    const slow = new class extends RecordingConnection {
      override async cancel() {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await super.cancel();
        cancelled = true;
      }
    }(c);
    const command = upgradeCommand(graphOf(revisions), "head", online);
    const { error } = await guardedRun(slow, revisions, command, { signal: controller.signal });
    assertEquals([(error as Error).name, cancelled], ["AbortError", true]);
    // A request that arrives later would end this.
    await c.execute({ sql: "SELECT pg_catalog.pg_sleep(0.1)" });
  },
);

Deno.test("a relative target is not taken anew when a step is tried again", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const [c, other] = [await openTest(database.url), await openTest(database.url)];
  try {
    const graph = graphOf(history);
    await guardedRun(c, history, upgradeCommand(graph, "head", online));
    await other.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT * FROM a" }]);
    const { error, events } = await guardedRun(
      c,
      history,
      downgradeCommand(graph, "-2", online),
      { timeouts: { lock: 100, statement: null }, lockRetries: 1 },
      { options: { ...DEFAULT_OPTIONS, transactionPerMigration: true } },
    );
    assert(error instanceof Error, String(error));
    assertEquals(await rows(c), ["aaaa"]);
    const last = events.at(-1)!;
    assert(last.kind === "failed");
    assertEquals(
      [last.step?.revision?.id, last.kept.map(({ step }) => step.revision?.id), last.rowsBefore],
      ["aaaa", ["bbbb"], ["bbbb"]],
    );
    assertEquals(events.filter(({ kind }) => kind === "retrying").length, 1);
    assertEquals(events.filter(({ kind }) => kind === "configured").length, 1);
  } finally {
    await c.close();
    await other.close();
  }
});

Deno.test("what env.py began is limited, and not tried again", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const [c, other] = [await openTest(database.url), await openTest(database.url)];
  try {
    await c.execute({ sql: "CREATE TABLE a (id int)" });
    await other.executeBatch([{ sql: "BEGIN" }, { sql: "SELECT * FROM a" }]);
    await c.execute({ sql: "BEGIN" });
    const revisions = line(["aaaa", ["DROP TABLE a"]]);
    const { error, events } = await guardedRun(
      c,
      revisions,
      upgradeCommand(graphOf(revisions), "head", online),
      { timeouts: { lock: 100, statement: null }, lockRetries: 3 },
      { transactionOwner: "env.py" },
    );
    assertEquals((error as { report: { sqlstate: string } }).report.sqlstate, "55P03");
    assertEquals(events.filter(({ kind }) => kind === "retrying"), []);
    assertEquals(c.transactionStatus, "failed");
  } finally {
    await c.close();
    await other.close();
  }
});
