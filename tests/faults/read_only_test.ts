import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { alembicRunner, eventually, faultTest, migratorRunner, outcome } from "./support/fault.ts";
import { makeProject } from "./support/project.ts";
import { startStandby } from "./support/standby.ts";

const step = { id: "aaaa", upgrade: 'op.execute("CREATE TABLE a (id int)")' };
const NOTHING = "Nothing to do, the database is at aaaa (head)";

faultTest("a run with nothing to do needs no right to write", async ({ url, name }) => {
  await using project = await makeProject(url, [step]);
  const cwd = project.directory;
  const upgrade = (...more: string[]) =>
    migratorRunner.start(["upgrade", "head", ...more], { cwd }).finished;
  assertEquals((await upgrade()).code, 0);
  const role = `reader_${name}`;
  await runOn(
    url,
    `CREATE ROLE ${role} LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
  );
  try {
    const reading = new URL(url);
    reading.username = role;
    reading.password = "reader";
    const { code, stderr } = await upgrade(`--url=${reading.href}`);
    assertEquals(code, 0, stderr);
    assert(stderr.includes(NOTHING), stderr);
    outcome("nothing to do, role that may only read", migratorRunner, `exit ${code}`);
  } finally {
    await runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

faultTest("a run with nothing to do works on a hot standby", async ({ url }) => {
  await using project = await makeProject(url, [step]);
  const cwd = project.directory;
  assertEquals((await migratorRunner.start(["upgrade", "head"], { cwd }).finished).code, 0);
  await using standby = await startStandby();
  if (standby === null) return;
  await eventually(
    "the standby has caught up",
    () => runOn(standby.of(url), "SELECT * FROM alembic_version").catch(() => null),
  );
  const scenario = "nothing to do, hot standby";
  const args = ["upgrade", "head", `--url=${standby.of(url)}`];
  const { code, stderr } = await migratorRunner.start(args, { cwd }).finished;
  assertEquals(code, 0, stderr);
  assert(stderr.includes(NOTHING), stderr);
  outcome(scenario, migratorRunner, `exit ${code}`);
  const back = ["downgrade", "base", `--url=${standby.of(url)}`];
  const refused = await migratorRunner.start(back, { cwd }).finished;
  assertEquals(refused.code, 1, refused.stderr);
  assert(refused.stderr.includes("SQLSTATE  25006"), refused.stderr);
  const alembic = await alembicRunner();
  if (alembic === null) return;
  await using other = await makeProject(standby.of(url), [step]);
  const same = await alembic.start(["upgrade", "head"], { cwd: other.directory }).finished;
  outcome(scenario, alembic, `exit ${same.code}`);
});
