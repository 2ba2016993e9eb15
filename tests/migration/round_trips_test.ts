import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { checksum, digestOfChecksums } from "../../src/migration/history/checksum.ts";
import { type HistoryState, upgradeCommand } from "../../src/migration/mod.ts";
import { eachDatabase } from "./databases.ts";
import { remembering } from "./remembered.ts";
import { graphOf, line, RecordingConnection, run, runCommand, type Work } from "./history.ts";

/** How many messages an upgrade to head costs. */
async function messages(
  recording: RecordingConnection,
  history: ReturnType<typeof line>,
  options = {},
  more: Parameters<typeof runCommand>[4] = {},
): Promise<number> {
  const before = recording.messages.length;
  const command = upgradeCommand(graphOf(history), "head", { sql: false });
  const target = { kind: "online", connection: recording } as const;
  const { error } = await runCommand(target, history, command, options, more);
  assertEquals(error, null);
  return recording.messages.length - before;
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

eachDatabase("1,000 steps travel in a handful of messages, nothing to do in fewer", async (c) => {
  const recording = new RecordingConnection(c);
  const work = (id: string): Work => [
    `CREATE TABLE ${id} (id int)`,
    `COMMENT ON TABLE ${id} IS 'made by ${id}'`,
  ];
  const history = line(...ids(1000).map((id) => [id, work(id)] as const));
  // Does the table exist; ever more steps, while the server works; COMMIT.
  const count = await messages(recording, history);
  assert(count >= 4 && count <= 7, `${count}`);
  // Does the table exist; its rows.
  assertEquals(await messages(recording, history), 2);
});

eachDatabase("the history of 1,000 steps takes a message more", async (c) => {
  const recording = new RecordingConnection(c);
  const history = line(...ids(1000).map((id) => [id, [`CREATE TABLE ${id} (id int)`]] as const));
  const remembers = { history: remembering() };
  // How many depends on how fast the answers come: at most each twice as large as the one before.
  const count = await messages(recording, history, {}, remembers);
  assert(count >= 5 && count <= 12, `${count}`);
  const inserts = recording.messages.flat().filter((sql) => sql.includes("INTO migrator_history"));
  assert(inserts.length < count - 2, `${inserts.length}`);
});

eachDatabase("nothing to do, with a history, is two short answers", async (c) => {
  const ids = Array.from({ length: 300 }, (_, i) => `r${i}`);
  const history = line(...ids.map((id) => [id, ["SELECT 1"]] as const));
  const looked: number[] = [];
  const inspect = {
    expected: () => ({
      count: ids.length,
      digest: () => digestOfChecksums(ids, checksum, checksum),
    }),
    look: (_rows: readonly string[], state: HistoryState | null) => {
      looked.push(state!.checksums.size);
    },
  };
  const command = upgradeCommand(graphOf(history), "head", { sql: false, inspect });
  const upgradeOn = async (connection: Connection) => {
    const target = { kind: "online", connection } as const;
    const { error } = await runCommand(target, history, command, {}, { history: remembering() });
    assertEquals(error, null);
  };
  await upgradeOn(c);
  const recording = new RecordingConnection(c);
  await upgradeOn(recording);
  assertEquals(recording.messages.length, 2);
  const answered = JSON.stringify(recording.rows).length;
  assert(answered < 200, `${answered} characters`);
  assertEquals(looked, [0, 0]);
});

eachDatabase("messages hold about a megabyte", async (c) => {
  const recording = new RecordingConnection(c);
  const text = `SELECT '${"x".repeat(100_000)}'`;
  const history = line(...ids(30).map((id) => [id, [text]] as const));
  // Existence and COMMIT beside the work.
  const count = await messages(recording, history) - 2;
  // Ever larger ones first, as many as there are if nothing is underway when the next is full.
  assert(count >= 4 && count <= 10, `${count}`);
  await messages(recording, [
    ...history,
    ...line(["big", (host) => {
      for (let i = 0; i < 30; i++) run(host, text);
    }]).map((last) => ({ ...last, down: ["r29"] })),
  ]);
  const sizes = recording.messages.map((sent) => sent.join("").length);
  assert(sizes.every((size) => size < 1_700_000), sizes.join());
});

eachDatabase("a body that reads waits once, with what was queued before", async (c) => {
  const recording = new RecordingConnection(c);
  const history = line(
    ["aaaa", ["CREATE TABLE a (id int)"]],
    ["bbbb", async (host) => {
      run(host, "INSERT INTO a VALUES (1)");
      await host.execute({ sql: "SELECT * FROM a" });
      run(host, "INSERT INTO a VALUES (2)");
    }],
    ["cccc", ["INSERT INTO a VALUES (3)"]],
  );
  // Existence; up to the read; the read; the rest; COMMIT.
  assertEquals(await messages(recording, history), 5);
});

eachDatabase("with a transaction for each step two messages are sent for each", async (c) => {
  const recording = new RecordingConnection(c);
  const history = line(...ids(10).map((id) => [id, [`CREATE TABLE ${id} (id int)`]] as const));
  const count = await messages(recording, history, { transactionPerMigration: true });
  assertEquals(count, 1 + 2 * 10);
});
