import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { atOnce, faultTest, migratorRunner, outcome } from "./support/fault.ts";
import { countedSteps, makeProject, RAN } from "./support/project.ts";
import { type PoolMode, startPooler } from "./support/pooler.ts";

const STEPS = 6;

/** A test with a project whose URL goes through PgBouncer in a mode. */
function pooledTest(
  title: string,
  mode: PoolMode,
  body: (
    upgrade: (...more: string[]) => Promise<{ code: number; stderr: string }>,
    url: string,
    directory: string,
  ) => Promise<void>,
): void {
  faultTest(title, async ({ url }) => {
    await using pooler = await startPooler(mode);
    if (pooler === null) return;
    await runOn(url, RAN);
    await using project = await makeProject(pooler.through(url), countedSteps(STEPS), {
      transactionPerMigration: true,
    });
    const { directory } = project;
    const upgrade = (...more: string[]) =>
      migratorRunner.start(["upgrade", "head", ...more], { cwd: directory }).finished;
    await body(upgrade, url, directory);
  });
}

async function stepsRun(url: string): Promise<number> {
  return Number((await runOn(url, "SELECT count(*) FROM ran"))[0]![0]);
}

async function locksLeft(url: string): Promise<unknown> {
  const found = await runOn(
    url,
    `SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE datname = current_database() AND locktype = 'advisory'`,
  );
  return found[0]![0];
}

for (const mode of ["transaction", "statement"] as const) {
  pooledTest(`${mode} pooling is recognised before anything is run`, mode, async (upgrade, url) => {
    const { code, stderr } = await upgrade();
    assertEquals(code, 1, stderr);
    assert(stderr.includes(`a pooler with ${mode} pooling`), stderr);
    assert(stderr.includes("--direct-url"), stderr);
    assertEquals(stderr.includes("--lock=lease"), mode === "transaction", stderr);
    assertEquals([await stepsRun(url), await locksLeft(url)], [0, "0"]);
    outcome(`PgBouncer, ${mode} pooling`, migratorRunner, "exit 1 with the reason, nothing run");

    const direct = await upgrade(`--direct-url=${url}`);
    assertEquals(direct.code, 0, direct.stderr);
    assertEquals([await stepsRun(url), await locksLeft(url)], [STEPS, "0"]);
    assert(direct.stderr.includes("from direct URL"), direct.stderr);
    outcome(`PgBouncer, ${mode} pooling, --direct-url`, migratorRunner, "exit 0");
  });
}

pooledTest(
  "through transaction pooling a lease lets one runner at a time work",
  "transaction",
  async (_, url, cwd) => {
    const args = ["upgrade", "head", "--lock=lease"];
    const all = await atOnce(4, migratorRunner, args, { cwd });
    assertEquals(all.map(({ code, stderr }) => code === 0 ? "" : stderr).join(""), "");
    assertEquals(await stepsRun(url), STEPS);
    assertEquals(await runOn(url, "SELECT * FROM migrator_lock"), []);
    outcome("PgBouncer, transaction pooling, --lock=lease", migratorRunner, "4 runners exit 0");
  },
);

pooledTest("through session pooling all works as without", "session", async (upgrade, url) => {
  const { code, stderr } = await upgrade();
  assertEquals(code, 0, stderr);
  assertEquals([await stepsRun(url), await locksLeft(url)], [STEPS, "0"]);
  outcome("PgBouncer, session pooling", migratorRunner, "exit 0");
});
