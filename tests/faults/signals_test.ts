import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, faultTests, isOurs, outcome } from "./support/fault.ts";
import { type FaultProject, makeProject, RAN, sqlStep } from "./support/project.ts";
import { migratorRunner, type Runner, runners } from "./support/runners.ts";
import { hasSession, openSession } from "./support/sessions.ts";

const SLEEPS = "%pg_sleep(600)%";
const sleeping = [
  sqlStep("aaaa", "CREATE TABLE a (id int)"),
  sqlStep("bbbb", "CREATE TABLE b (id int)", "SELECT pg_sleep(600)"),
];

/** Begins an upgrade and waits until it is in its long statement. */
async function beginSleeping(runner: Runner, project: FaultProject, url: string) {
  const started = runner.upgrade(project);
  await eventually("the statement runs", () => hasSession(url, SLEEPS));
  return started;
}

for (
  const [signal, code, said] of [
    ["SIGINT", 130, "error: interrupted by Ctrl-C"],
    ["SIGTERM", 143, "error: interrupted by SIGTERM"],
  ] as const
) {
  faultTest(
    `${signal} cancels the statement, rolls back and gives the lock back`,
    async ({ url }) => {
      await using project = await makeProject(url, sleeping);
      const started = await beginSleeping(migratorRunner, project, url);
      started.kill(signal);
      const finished = await started.finished;
      assertEquals(finished.code, code, finished.stderr);
      assert(finished.stderr.includes(`${said}\n  revision  bbbb, upgrade\n`), finished.stderr);
      assert(
        finished.stderr.includes("  database  at base: aaaa and bbbb are rolled back\n"),
        finished.stderr,
      );
      const left = await runOn(
        url,
        `SELECT (SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'
          AND pid <> pg_backend_pid() AND datname = current_database()),
        (SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
          WHERE datname = current_database() AND locktype = 'advisory'), to_regclass('a')`,
      );
      assertEquals(left, [["0", "0", null]]);
      outcome(
        `${signal} in a long statement`,
        migratorRunner,
        `exit ${code}; the statement is cancelled`,
      );
    },
  );
}

const others = (await runners()).filter((runner) => !isOurs(runner));

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  faultTests(others, `${signal} in a long statement`, async (runner, { url }) => {
    await using project = await makeProject(url, sleeping);
    const { kill, finished } = await beginSleeping(runner, project, url);
    kill(signal);
    // Longer than a server needs to notice that a client has gone, where it is told to look.
    const code = await endsWithin(3000, finished.then((ended) => ended.code));
    const runs = await hasSession(url, SLEEPS);
    const statement = runs ? "the statement goes on, with its locks" : "the statement is cancelled";
    outcome(
      `${signal} in a long statement`,
      runner,
      `${code === null ? "goes on" : `exit ${code}`}; ${statement}`,
    );
    kill("SIGKILL");
    await finished;
  });
}

async function endsWithin<T>(milliseconds: number, work: Promise<T>): Promise<T | null> {
  const [ended] = await Promise.all([
    Promise.race([work, new Promise<null>((end) => setTimeout(end, milliseconds, null))]),
    new Promise((end) => setTimeout(end, milliseconds)),
  ]);
  return ended;
}

faultTest("a signal ends the wait for the lock", async ({ url }) => {
  await runOn(url, RAN);
  await using project = await makeProject(url, sleeping, { ini: ["migrator.lock_wait = 10min"] });
  const first = await beginSleeping(migratorRunner, project, url);
  const second = migratorRunner.upgrade(project);
  await eventually("the lock is asked for", () => hasSession(url, "%pg_try_advisory_lock%"));
  second.kill("SIGINT");
  const waited = await second.finished;
  assertEquals(waited.code, 130, waited.stderr);
  assert(
    waited.stderr.includes("  database  unchanged, at base: nothing was run\n"),
    waited.stderr,
  );
  first.kill("SIGTERM");
  assertEquals((await first.finished).code, 143);
});

faultTest("a second signal ends the program at once", async ({ url }) => {
  await using project = await makeProject(url, []);
  await Deno.writeTextFile(
    `${project.directory}/migrations/versions/endless.ts`,
    `export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op) {
  await op.query("SELECT 'endless begins'");
  await new Promise(() => {});
}
`,
  );
  const started = migratorRunner.start(["upgrade", "head"], { cwd: project.directory });
  await eventually("the body runs", () => hasSession(url, "%endless begins%"));
  started.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 500));
  started.kill("SIGINT");
  assertEquals((await started.finished).code, 130);
  await using other = await openSession(url);
  await eventually("its sessions are gone", async () => !await hasSession(url, "%endless begins%"));
  await other.run("SELECT 1");
});

faultTest("a killed runner leaves no statement and no lock behind", async ({ url }) => {
  await using project = await makeProject(url, sleeping);
  const started = await beginSleeping(migratorRunner, project, url);
  started.kill("SIGKILL");
  const { code } = await started.finished;
  await eventually("the server has noticed", async () => !await hasSession(url, "%"));
  outcome(
    "SIGKILL in a long statement",
    migratorRunner,
    `exit ${code}; the server ends the statement within seconds`,
  );
});
