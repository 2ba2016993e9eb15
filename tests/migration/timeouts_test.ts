import { assertEquals } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import { type Protection, upgradeCommand } from "../../src/migration/mod.ts";
import { noLock } from "../../src/migration/lock/mod.ts";
import { RunGuard } from "../../src/migration/run_guard.ts";
import type { RevisionBody, Timeouts } from "../../src/revision/body.ts";
import { openTest } from "./databases.ts";
import { bodiesOf, graphOf, line, RecordingConnection, runCommand } from "./history.ts";
import { testDatabase } from "../support/postgres.ts";

const shown = "INSERT INTO seen VALUES (current_setting('lock_timeout'))";
const shownStatement = "INSERT INTO seen VALUES (current_setting('statement_timeout'))";

/** Runs a history of three steps, the second with limits of its own, on a server. */
async function limitsSeen(
  own: Timeouts,
  change: Partial<Protection["timeouts"]> = {},
  options: { readonly transactionPerMigration?: boolean; readonly before?: string } = {},
): Promise<{ readonly seen: readonly (string | null)[]; readonly after: string | null }> {
  await using database = await testDatabase();
  if (database === null) return { seen: [], after: null };
  const connection = await openTest(database.url);
  try {
    await connection.execute({ sql: "CREATE TABLE seen (setting text)" });
    if (options.before) await connection.execute({ sql: options.before });
    const work = [shown, shownStatement];
    const history = line(["aaaa", work], ["bbbb", work], ["cccc", work]);
    const load = bodiesOf(history);
    const protection: Protection = {
      lock: noLock,
      lockWait: 0,
      timeouts: { lock: null, statement: null, ...change },
      lockRetries: 0,
      signal: new AbortController().signal,
    };
    const table = { name: "alembic_version", schema: null };
    const { error } = await runCommand(
      { kind: "online", connection },
      history,
      upgradeCommand(graphOf(history), "head", { sql: false }),
      { transactionPerMigration: options.transactionPerMigration ?? false },
      {
        guard: new RunGuard(protection, table, () => {}),
        loadBody: async (revision): Promise<RevisionBody> => {
          const body = await load(revision);
          return revision.id === "bbbb" ? { ...body, timeouts: () => own } : body;
        },
      },
    );
    assertEquals(error, null);
    const { rows } = await connection.execute({ sql: "SELECT setting FROM seen" });
    const after = await connection.execute({ sql: "SHOW lock_timeout" });
    return { seen: rows.map(([setting]) => setting!), after: after.rows[0]![0]! };
  } finally {
    await connection.close();
  }
}

const none = { lock: null, statement: null };

for (const transactionPerMigration of [false, true]) {
  const how = transactionPerMigration ? "a transaction each" : "one transaction";
  Deno.test(`with ${how} a step's own limits hold for it alone, and none after the run`, async () => {
    const { seen, after } = await limitsSeen({ lock: 250, statement: 60_000 }, {}, {
      transactionPerMigration,
    });
    if (after === null) return;
    assertEquals(seen, ["5s", "0", "250ms", "1min", "5s", "0"]);
    assertEquals(after, "0");
  });
}

Deno.test("a lock_timeout that the session has counts, unless another is asked for", async () => {
  const before = "SET lock_timeout = '7s'";
  const { seen, after } = await limitsSeen(none, {}, { before });
  if (after === null) return;
  assertEquals([seen[0], after], ["7s", "7s"]);
  const asked = await limitsSeen(none, { lock: 0, statement: 9000 }, { before });
  assertEquals([asked.seen[0], asked.seen[1], asked.after], ["0", "9s", "7s"]);
});

Deno.test("limits cost no message of their own", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await openTest(database.url);
  const recording = new RecordingConnection(connection);
  try {
    const history = line(["aaaa", ["SELECT 1"]], ["bbbb", ["SELECT 2"]]);
    const protection: Protection = {
      lock: noLock,
      lockWait: 0,
      timeouts: none,
      lockRetries: 0,
      signal: new AbortController().signal,
    };
    const table = { name: "alembic_version", schema: null };
    const command = upgradeCommand(graphOf(history), "head", { sql: false });
    const run = () =>
      runCommand({ kind: "online", connection: recording }, history, command, {}, {
        guard: new RunGuard(protection, table, () => {}),
      });
    assertEquals((await run()).error, null);
    const firsts = recording.messages.map((statements) => statements[0]!.split(/[ (]/)[0]);
    // Is there a table; who am I, see if the client is gone (both while the lock is taken); the same
    // again, now in the transaction; all steps; the end.
    assertEquals(firsts, ["SELECT", "SELECT", "SET", "BEGIN", "CREATE", "COMMIT"]);
    const before = recording.messages.length;
    assertEquals((await run()).error, null);
    assertEquals(recording.messages.length - before, 2);
  } finally {
    await connection.close();
  }
});

Deno.test("a failing plan takes no lock", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const connection = await openTest(database.url);
  try {
    const history = line(["aaaa", ["SELECT 1"]]);
    const locked: string[] = [];
    const protection: Protection = {
      lock: { acquire: () => Promise.reject(new Error(`taken ${locked.push("lock")}`)) },
      lockWait: 0,
      timeouts: none,
      lockRetries: 0,
      signal: new AbortController().signal,
    };
    const guard = new RunGuard(protection, { name: "alembic_version", schema: null }, () => {});
    const command = upgradeCommand(graphOf(history), "zzzz", { sql: false });
    const { error } = await runCommand(
      { kind: "online", connection },
      history,
      command,
      {},
      { guard },
    );
    assertEquals([error instanceof CommandError, locked], [true, []]);
  } finally {
    await connection.close();
  }
});
