import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, faultTests, isOurs, outcome } from "./support/fault.ts";
import { type FaultProject, makeProject, note, RAN, sqlStep } from "./support/project.ts";
import { migratorRunner, runners } from "./support/runners.ts";
import { hasSession, openSession } from "./support/sessions.ts";

const steps = [
  sqlStep("aaaa", note("aaaa")),
  sqlStep("bbbb", note("bbbb"), "ALTER TABLE items ADD COLUMN note text"),
];
const TABLE = `${RAN}; CREATE TABLE items (id int); INSERT INTO items VALUES (1)`;
const WAITING = "%ALTER TABLE items%";

function upgrade({ directory }: FaultProject, ...more: string[]) {
  return migratorRunner.start(["upgrade", "head", ...more], { cwd: directory });
}

/** Reads the table again and again until `ended`; how many reads were made, and how many in vain. */
async function readOn(url: string, patience: string, ended: Promise<unknown>) {
  await using reader = await openSession(url, "reader");
  await reader.run(`SET lock_timeout = '${patience}'`);
  let [going, reads, refused] = [true, 0, 0];
  ended.finally(() => going = false).catch(() => {});
  while (going) {
    await reader.run("SELECT * FROM items").then(() => reads++, () => refused++);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { reads, refused };
}

for (const transactionPerMigration of [false, true]) {
  const how = transactionPerMigration ? "a transaction each" : "one transaction";
  const scenario = `a table locked by another session (${how})`;
  faultTest(`a locked table, ${how}: tries again, then names who has it`, async ({ url }) => {
    await runOn(url, TABLE);
    await using project = await makeProject(url, steps, { transactionPerMigration });
    await using blocker = await openSession(url, "the blocker");
    await blocker.run("BEGIN; SELECT * FROM items WHERE id <> 4711");
    const { finished } = upgrade(project, "--lock-timeout=600ms", "--lock-retries=2");
    // Nobody else waits longer than the runner does: without its end these reads would fail.
    const { reads, refused } = await readOn(url, "10s", finished);
    const { code, stderr } = await finished;
    assertEquals([code, refused], [1, 0], stderr);
    assert(reads > 10, String(reads));
    assertEquals(stderr.match(/trying again in .* \((\d) of 2\)/g)?.length, 2, stderr);
    const hint = `hint      blocked by pid ${blocker.pid} (the blocker, user postgres, from `;
    assert(stderr.includes(hint), stderr);
    assert(stderr.includes("idle in transaction: BEGIN; SELECT * FROM items"), stderr);
    assert(
      /holds AccessShareLock on table public\.items,\s+and AccessExclusiveLock was wanted/
        .test(stderr),
      stderr,
    );
    const ran = (await runOn(url, "SELECT step FROM ran ORDER BY 1")).flat();
    assertEquals(ran, transactionPerMigration ? ["aaaa"] : []);
    outcome(
      scenario,
      migratorRunner,
      "2 retries, exit 1 naming the blocker; no reader was held up longer than lock_timeout",
    );
    await blocker.run("COMMIT");
    assertEquals((await upgrade(project).finished).code, 0);
    assertEquals((await runOn(url, "SELECT step FROM ran ORDER BY 1")).flat(), ["aaaa", "bbbb"]);
  });

  // dbmate has no transaction for all.
  const others = (await runners()).filter((runner) =>
    !isOurs(runner) && (transactionPerMigration || runner.name !== "dbmate")
  );
  faultTests(others, `a locked table, ${how}`, async (runner, { url }) => {
    await runOn(url, TABLE);
    await using project = await makeProject(url, steps, { transactionPerMigration });
    await using blocker = await openSession(url);
    await blocker.run("BEGIN; SELECT * FROM items");
    const { finished } = runner.upgrade(project);
    await eventually("it waits", () => hasSession(url, WAITING, "wait_event_type = 'Lock'"));
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 2000);
    const { reads, refused } = await readOn(url, "900ms", promise);
    const waits = await hasSession(url, WAITING, "wait_event_type = 'Lock'");
    await blocker.run("COMMIT");
    const { code } = await finished;
    outcome(
      scenario,
      runner,
      `${waits ? `waits as long as the blocker lives (then exit ${code})` : `exit ${code}`}; of ${
        reads + refused
      } reads with a limit of 0.9 s ${refused} failed`,
    );
  });
}

faultTest("a table that is free again in time: each step has run once", async ({ url }) => {
  await runOn(url, TABLE);
  await using project = await makeProject(url, steps);
  await using blocker = await openSession(url);
  await blocker.run("BEGIN; LOCK TABLE items IN SHARE MODE");
  const { finished } = upgrade(project, "--lock-timeout=500ms", "--lock-retries=9");
  await eventually("the runner waits", () => hasSession(url, WAITING));
  await eventually("it has given up once", async () => !await hasSession(url, WAITING));
  await blocker.run("COMMIT");
  const { code, stderr } = await finished;
  assertEquals(code, 0, stderr);
  assert(stderr.includes("trying again in"), stderr);
  assertEquals((await runOn(url, "SELECT step FROM ran ORDER BY 1")).flat(), ["aaaa", "bbbb"]);
});
