import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, outcome, rounds } from "./support/fault.ts";
import { makeProject } from "./support/project.ts";
import { migratorRunner } from "./support/runners.ts";
import { openSession } from "./support/sessions.ts";

const JOBS = 4;

faultTest("many tenant schemas, some of which fail, in one process", async ({ url }) => {
  const count = rounds("tenant schemas", 20);
  await using session = await openSession(url);
  for (let number = 0; number < count; number++) {
    await session.run(`CREATE SCHEMA tenant_${number}`);
  }
  const bad = [0, Math.floor(count / 2)];
  for (const number of bad) await session.run(`CREATE TABLE tenant_${number}.t3 (id int)`);
  const steps = [1, 2, 3, 4, 5].map((number) => ({
    id: `s${number}`,
    upgrade: `op.create_table("t${number}", sa.Column("id", sa.Integer, primary_key=True))`,
  }));
  await using project = await makeProject(url, steps, { transactionPerMigration: true });
  const args = ["upgrade", "head", "--schemas", "tenant_%", "--jobs", String(JOBS)];
  const { finished } = migratorRunner.start(args, { cwd: project.directory });
  let most = 0;
  const watching = setInterval(async () => {
    const [[sessions]] = await session.run(
      `SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ) as [[string]];
    most = Math.max(most, Number(sessions));
  }, 100);
  const { code, stdout, stderr } = await finished;
  clearInterval(watching);
  assertEquals(code, 1, stderr);
  const failed = count === 1 ? 1 : bad.length;
  assert(stdout.endsWith(`${count} databases: ${count - failed} done, ${failed} failed\n`), stdout);
  // What is closed on our side takes the server a moment.
  assert(most <= 4 * JOBS, `${most} sessions`);
  const [[whole]] = await runOn(
    url,
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relname = 't5'",
  ) as [[string]];
  assertEquals(Number(whole), count - failed);
  outcome(
    "tenant schemas in one process, 2 of which fail",
    migratorRunner,
    `${
      count - failed
    } of ${count} at head, exit 1 naming the others; at most ${most} sessions at a time`,
  );
});

faultTest("SIGINT while many tenant schemas are upgraded", async ({ url }) => {
  const count = 12;
  await using session = await openSession(url);
  for (let number = 0; number < count; number++) {
    await session.run(`CREATE SCHEMA tenant_${number}`);
  }
  const upgrade =
    `op.create_table("t", sa.Column("id", sa.Integer))\nop.execute("SELECT pg_sleep(1)")`;
  await using project = await makeProject(url, [{ id: "s1", upgrade }]);
  const args = ["upgrade", "head", "--schemas", "tenant_%", "--jobs", "3"];
  const { finished, kill } = migratorRunner.start(args, { cwd: project.directory });
  await eventually("the second round runs", async () => {
    const [[done]] = await session.run(
      "SELECT count(*) FROM pg_class WHERE relname = 't'",
    ) as [[string]];
    return Number(done) >= 1;
  });
  kill("SIGINT");
  const { code, stdout, stderr } = await finished;
  assertEquals(code, 130, stderr);
  const summary = /12 databases: .*\n$/.exec(stdout)?.[0] ?? "";
  // A count of none is not told: the signal may come when all that were running have just ended.
  const counted = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  const [done, failed, waiting] = [counted("done"), counted("failed"), counted("not run")];
  assertEquals(done + failed + waiting, count, stdout + stderr);
  assert(waiting > 0, stdout);
  assertEquals((await session.run("SELECT count(*) FROM pg_class WHERE relname = 't'"))[0], [
    String(done),
  ]);
  outcome(
    "SIGINT while tenant schemas are upgraded",
    migratorRunner,
    "exit 130, statements cancelled, no further schema begun",
  );
});
