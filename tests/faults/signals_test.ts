import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import {
  alembicRunner,
  eventually,
  faultTest,
  migratorRunner,
  outcome,
  type Runner,
} from "./support/fault.ts";
import { makeProject, RAN } from "./support/project.ts";
import { hasSession, openSession } from "./support/sessions.ts";

const sleeping = [
  { id: "aaaa", upgrade: 'op.execute("CREATE TABLE a (id int)")' },
  {
    id: "bbbb",
    upgrade: 'op.execute("CREATE TABLE b (id int)")\nop.execute("SELECT pg_sleep(600)")',
  },
];

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
      const started = migratorRunner.start(["upgrade", "head"], { cwd: project.directory });
      await eventually("the statement runs", () => hasSession(url, "%pg_sleep(600)%"));
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
      outcome(`${signal} in a long statement`, migratorRunner, `exit ${code}, statement cancelled`);
    },
  );
}

faultTest("alembic: SIGTERM in a long statement", async ({ url }) => {
  const alembic = await alembicRunner();
  if (alembic === null) return;
  await using project = await makeProject(url, sleeping);
  const started = alembic.start(["upgrade", "head"], { cwd: project.directory });
  await eventually("the statement runs", () => hasSession(url, "%pg_sleep(600)%"));
  started.kill("SIGTERM");
  const { code } = await started.finished;
  const runs = await hasSession(url, "%pg_sleep(600)%");
  outcome(
    "SIGTERM in a long statement",
    alembic,
    `exit ${code}, ${
      runs ? "the statement goes on in the server, with its locks" : "statement cancelled"
    }`,
  );
});

faultTest("a signal ends the wait for the lock", async ({ url }) => {
  await runOn(url, RAN);
  await using project = await makeProject(url, sleeping, { ini: ["migrator.lock_wait = 10min"] });
  const first = migratorRunner.start(["upgrade", "head"], { cwd: project.directory });
  await eventually("the statement runs", () => hasSession(url, "%pg_sleep(600)%"));
  const second = migratorRunner.start(["upgrade", "head"], { cwd: project.directory });
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
  const kill = async (runner: Runner) => {
    const started = runner.start(["upgrade", "head"], { cwd: project.directory });
    await eventually("the statement runs", () => hasSession(url, "%pg_sleep(600)%"));
    started.kill("SIGKILL");
    await started.finished;
  };
  await kill(migratorRunner);
  await eventually("the server has noticed", async () => !await hasSession(url, "%"));
  const scenario = "SIGKILL in a long statement";
  outcome(scenario, migratorRunner, "the server ends the statement within seconds");
  const alembic = await alembicRunner();
  if (alembic === null) return;
  await kill(alembic);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const runs = await hasSession(url, "%pg_sleep(600)%");
  outcome(
    scenario,
    alembic,
    runs ? "the statement goes on, with its locks" : "the statement ended",
  );
});
