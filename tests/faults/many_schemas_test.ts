import { assert, assertEquals } from "@std/assert";
import { testDatabase } from "../support/postgres.ts";
import { eventually, faultTest, outcome, rounds } from "./support/fault.ts";
import { makeProject } from "./support/project.ts";
import { migratorRunner } from "./support/runners.ts";
import { openSession } from "./support/sessions.ts";

const JOBS = 4;

/** How many schemas a run has whose memory the others are compared with. */
const FEW = 20;

/** How much more memory a run over any number of them may take: what is garbage is not collected at once. */
const MOST_GROWTH = 3;

/** What a run over many schemas has come to. */
interface Tenants {
  /** Those that are not at head. */
  readonly failed: number;
  /** The most sessions that it had at a time. */
  readonly sessions: number;
  /** Megabytes that its process had at most; `null` where the system does not say. */
  readonly memory: number | null;
}

/** Upgrades so many schemas, two of which cannot be. */
async function upgradeTenants(url: string, count: number): Promise<Tenants> {
  await using session = await openSession(url);
  const names = Array.from({ length: count }, (_, number) => `tenant_${number}`);
  for (const name of names) await session.run(`CREATE SCHEMA ${name}`);
  // A table of the third step is in the way.
  const bad = [...new Set([names[0], names[Math.floor(count / 2)]])];
  for (const name of bad) await session.run(`CREATE TABLE ${name}.t3 (id int)`);
  const steps = [1, 2, 3, 4, 5].map((number) => ({
    id: `s${number}`,
    upgrade: `op.create_table("t${number}", sa.Column("id", sa.Integer, primary_key=True))`,
  }));
  await using project = await makeProject(url, steps, { transactionPerMigration: true });
  const args = ["upgrade", "head", "--schemas", "tenant_%", "--jobs", String(JOBS)];
  const { finished, pid } = migratorRunner.start(args, { cwd: project.directory });
  let [sessions, memory] = [0, null as number | null];
  const watching = setInterval(async () => {
    memory = peakMemory(pid) ?? memory;
    const [[now]] = await session.run(
      `SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ) as [[string]];
    sessions = Math.max(sessions, Number(now));
  }, 100);
  const { code, stdout, stderr } = await finished;
  clearInterval(watching);
  assertEquals(code, 1, stderr);
  const summary = `${count} databases: ${count - bad.length} done, ${bad.length} failed\n`;
  assert(stdout.endsWith(summary), stdout);
  for (const name of bad) assert(stdout.includes(`${name} `), `${name} is not named: ${stdout}`);
  const [[whole]] = await session.run(
    `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE relname = 't5'`,
  ) as [[string]];
  assertEquals(Number(whole), count - bad.length);
  return { failed: bad.length, sessions, memory };
}

/** The most memory that a process has had, in megabytes, where Linux tells. */
function peakMemory(pid: number): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
    return found === null ? null : Math.round(Number(found[1]) / 1024);
  } catch {
    return null;
  }
}

faultTest("many tenant schemas, some of which fail, in one process", async ({ url }) => {
  const count = rounds("tenant schemas", FEW);
  const { failed, sessions, memory } = await upgradeTenants(url, count);
  // What is closed on our side takes the server a moment.
  assert(sessions <= 4 * JOBS, `${sessions} sessions`);
  console.log(`tenant schemas: ${memory} MB at most for ${count}`);
  if (count > FEW) {
    await using database = await testDatabase();
    const few = await upgradeTenants(database!.url, FEW);
    console.log(`tenant schemas: ${few.memory} MB at most for ${FEW}`);
    const grown = `${few.memory} MB for ${FEW}, ${memory} MB for ${count}`;
    if (few.memory !== null) assert(memory! <= MOST_GROWTH * few.memory, grown);
  }
  outcome(
    "tenant schemas in one process, 2 of which fail",
    migratorRunner,
    `${
      count - failed
    } of ${count} at head, exit 1 naming the others; at most ${sessions} sessions at a time and ${
      memory ?? "?"
    } MB`,
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
