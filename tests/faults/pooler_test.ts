import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { atOnce, faultTest, faultTests, isOurs, outcome } from "./support/fault.ts";
import { countedSteps, type FaultProject, makeProject, RAN } from "./support/project.ts";
import { startPinningProxy } from "./support/pinning_proxy.ts";
import { type PoolMode, startPooler } from "./support/pooler.ts";
import { migratorRunner, type Runner, runners } from "./support/runners.ts";

const STEPS = 6;
const others = (await runners()).filter((each) => !isOurs(each));

/** A test with a project whose URL goes through PgBouncer in a mode. */
function pooledTest(
  title: string,
  mode: PoolMode,
  body: (project: FaultProject, url: string) => Promise<void>,
): void {
  faultTest(title, async ({ url }) => {
    await using pooler = await startPooler(mode);
    if (pooler === null) return;
    await using project = await countedProject(url, pooler.through(url));
    await body(project, url);
  });
}

/** A project that reaches a database by another URL than ours. */
async function countedProject(url: string, through: string): Promise<FaultProject> {
  await runOn(url, RAN);
  return await makeProject(through, countedSteps(STEPS), { transactionPerMigration: true });
}

function upgrade({ directory }: FaultProject, ...more: string[]) {
  return migratorRunner.start(["upgrade", "head", ...more], { cwd: directory }).finished;
}

async function stepsRun(url: string): Promise<number> {
  return Number((await runOn(url, "SELECT count(*) FROM ran"))[0]![0]);
}

async function upgradeAndCount(runner: Runner, project: FaultProject, url: string) {
  const { code } = await runner.upgrade(project).finished;
  return `exit ${code}; ${await stepsRun(url)} of ${STEPS} steps run`;
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
  pooledTest(`${mode} pooling is recognised before anything is run`, mode, async (project, url) => {
    const { code, stderr } = await upgrade(project);
    assertEquals(code, 1, stderr);
    assert(stderr.includes(`a pooler with ${mode} pooling`), stderr);
    assert(stderr.includes("--direct-url"), stderr);
    assertEquals(stderr.includes("--lock=lease"), mode === "transaction", stderr);
    const doctor = await migratorRunner.start(["doctor"], { cwd: project.directory }).finished;
    assertEquals(doctor.code, 1, doctor.stdout);
    assert(doctor.stdout.includes(`a pooler with ${mode} pooling`), doctor.stdout);
    assert(doctor.stdout.includes("to do: give the server's own address"), doctor.stdout);
    assertEquals([await stepsRun(url), await locksLeft(url)], [0, "0"]);
    outcome(`PgBouncer, ${mode} pooling`, migratorRunner, "exit 1 with the reason, nothing run");

    const direct = await upgrade(project, `--direct-url=${url}`);
    assertEquals(direct.code, 0, direct.stderr);
    assertEquals([await stepsRun(url), await locksLeft(url)], [STEPS, "0"]);
    assert(direct.stderr.includes("from direct URL"), direct.stderr);
    outcome(`PgBouncer, ${mode} pooling, --direct-url`, migratorRunner, "exit 0");
  });
}

pooledTest(
  "through transaction pooling a lease lets one runner at a time work",
  "transaction",
  async ({ directory: cwd }, url) => {
    const args = ["upgrade", "head", "--lock=lease"];
    const all = await atOnce(4, () => migratorRunner.start(args, { cwd }));
    assertEquals(all.map(({ code, stderr }) => code === 0 ? "" : stderr).join(""), "");
    assertEquals(await stepsRun(url), STEPS);
    assertEquals(await runOn(url, "SELECT * FROM migrator_lock"), []);
    outcome("PgBouncer, transaction pooling, --lock=lease", migratorRunner, "4 runners exit 0");
  },
);

pooledTest("through session pooling all works as without", "session", async (project, url) => {
  const { code, stderr } = await upgrade(project);
  assertEquals(code, 0, stderr);
  assertEquals([await stepsRun(url), await locksLeft(url)], [STEPS, "0"]);
  outcome("PgBouncer, session pooling", migratorRunner, "exit 0");
});

for (const mode of ["transaction", "statement", "session"] as const) {
  for (const runner of others) {
    pooledTest(`${runner.name}: ${mode} pooling`, mode, async (project, url) => {
      const ran = await upgradeAndCount(runner, project, url);
      outcome(`PgBouncer, ${mode} pooling`, runner, ran);
    });
  }
}

/** The exit code of doctor, and its word on the pooler. */
async function doctor({ directory: cwd }: FaultProject) {
  const { code, stdout } = await migratorRunner.start(["doctor", "--json"], { cwd }).finished;
  const { sections } = JSON.parse(stdout);
  const [pooler] = sections.find((each: { title: string }) => each.title === "Lock").findings;
  return [code, pooler.status, pooler.message];
}

pooledTest(
  "doctor recognises transaction pooling, and a lock that works through it",
  "transaction",
  async (project) => {
    const [code, status, message] = await doctor(project);
    assertEquals([code, status], [1, "problem"]);
    assert(message.includes("a pooler with transaction pooling"), message);
    const ini = await Deno.readTextFile(`${project.directory}/alembic.ini`);
    await Deno.writeTextFile(
      `${project.directory}/alembic.ini`,
      ini.replace("[alembic]", "[alembic]\nmigrator.lock = lease"),
    );
    assertEquals((await doctor(project)).slice(0, 2), [0, "ok"]);
  },
);

const pinning = [
  ["on locks and settings", { settings: true }],
  ["on locks, but not on settings", { settings: false }],
] as const;

for (const [when, options] of pinning) {
  faultTest(`through a proxy that pins ${when} all works as without`, async ({ url }) => {
    // Room for the sessions of all runners, each on a backend of its own.
    await using proxy = await startPinningProxy(url, { ...options, poolSize: 12 });
    await using project = await countedProject(url, proxy.url);
    const [code, status, message] = await doctor(project);
    assertEquals([code, status], [0, "ok"]);
    assert(message.includes("a pooler with session pooling"), message);
    assert(proxy.changes > 0, "each session was given one backend, so nothing was tried");
    const cwd = project.directory;
    const all = await atOnce(4, () => migratorRunner.start(["upgrade", "head"], { cwd }));
    assertEquals(all.map(({ code, stderr }) => code === 0 ? "" : stderr).join(""), "");
    assertEquals([await stepsRun(url), await locksLeft(url)], [STEPS, "0"]);
    outcome(`a proxy that pins ${when}`, migratorRunner, "4 runners exit 0");
  });

  faultTests(others, `a proxy that pins ${when}`, async (runner, { url }) => {
    await using proxy = await startPinningProxy(url, options);
    await using project = await countedProject(url, proxy.url);
    const ran = await upgradeAndCount(runner, project, url);
    outcome(`a proxy that pins ${when}`, runner, ran);
  });
}
