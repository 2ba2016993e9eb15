import { assert, assertEquals, assertMatch } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, faultTests, isOurs, outcome } from "./support/fault.ts";
import { makeProject, sqlStep } from "./support/project.ts";
import { allRunners, migratorRunner, type Runner, runners } from "./support/runners.ts";
import { startStandby } from "./support/standby.ts";

const step = sqlStep("aaaa", "CREATE TABLE IF NOT EXISTS a (id int)");
const NOTHING = "Nothing to do, the database is at aaaa (head)";

/** Upgrades what is at its head, where nothing can be written. */
async function upgradeNothing(runner: Runner, url: string, scenario: string): Promise<void> {
  await using project = await makeProject(url, [step]);
  const { code, stderr } = await runner.upgrade(project).finished;
  outcome(scenario, runner, `exit ${code}`);
  if (!isOurs(runner)) return;
  assertEquals(code, 0, stderr);
  assert(stderr.includes(NOTHING), stderr);
}

async function upgradeFirst(runner: Runner, url: string): Promise<void> {
  await using project = await makeProject(url, [step]);
  const { code, stderr } = await runner.upgrade(project).finished;
  assertEquals(code, 0, stderr);
}

faultTests(
  await allRunners(),
  "a run with nothing to do needs no right to write",
  async (runner, database) => {
    const { url, name } = database;
    await upgradeFirst(runner, url);
    const role = `reader_${name}`;
    await runOn(
      url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    try {
      const reading = new URL(url);
      reading.username = role;
      reading.password = "reader";
      await upgradeNothing(runner, reading.href, "nothing to do, role that may only read");
    } finally {
      await runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  },
);

faultTest("a run with nothing to do works on a hot standby", async ({ url }) => {
  const all = await runners();
  for (const runner of all) await upgradeFirst(runner, url);
  await using standby = await startStandby();
  if (standby === null) return;
  const there = standby.of(url);
  await eventually(
    "the standby has caught up",
    () => runOn(there, "SELECT * FROM a").catch(() => null),
  );
  for (const runner of all) await upgradeNothing(runner, there, "nothing to do, hot standby");
  await using project = await makeProject(there, [step]);
  const back = migratorRunner.start(["downgrade", "base"], { cwd: project.directory });
  const { code, stderr } = await back.finished;
  assertEquals(code, 1, stderr);
  assert(stderr.includes("SQLSTATE  25006"), stderr);
  const { stdout } = await migratorRunner.start(["doctor"], { cwd: project.directory }).finished;
  assertMatch(stdout, /problem {2}the server is a hot standby, .*\n +to do: name the primary, /);
});
