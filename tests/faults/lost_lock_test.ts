import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, outcome } from "./support/fault.ts";
import { makeProject, noteRun, RAN } from "./support/project.ts";
import { alembicRunner, migratorRunner } from "./support/runners.ts";
import { hasSession, openSession } from "./support/sessions.ts";

const LOCK_SESSION = "application_name LIKE '% lock for pid %'";

faultTest("a run whose lock is lost stops before its next step", async ({ url }) => {
  await runOn(url, RAN);
  const steps = ["aaaa", "bbbb", "cccc"].map((id) => ({
    id,
    upgrade: id === "bbbb" ? `${noteRun(id)}\nop.execute("SELECT pg_sleep(4)")` : noteRun(id),
  }));
  await using project = await makeProject(url, steps, { transactionPerMigration: true });
  const started = migratorRunner.start(
    ["upgrade", "head", "--lock-timeout=400ms"],
    { cwd: project.directory },
  );
  await eventually("the second step runs", () => hasSession(url, "%pg_sleep(4)%"));
  await eventually("the lock is named", () => hasSession(url, "%", LOCK_SESSION));
  await runOn(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE ${LOCK_SESSION} AND datname = current_database()`,
  );
  const { code, stderr } = await started.finished;
  assertEquals(code, 1, stderr);
  assert(stderr.includes("error: the lock of alembic_version was lost"), stderr);
  assert(stderr.includes("database  at aaaa: aaaa stays applied; bbbb is rolled back"), stderr);
  assertEquals(await runOn(url, "SELECT step FROM ran"), [["aaaa"]]);
  outcome("the session of the lock is ended", migratorRunner, "exit 1 before the next commit");
});

faultTest("a revision has limits of its own, which Alembic does not mind", async ({ url }) => {
  await runOn(url, `${RAN}; CREATE TABLE items (id int)`);
  await using project = await makeProject(url, [{
    id: "aaaa",
    head: 'lock_timeout = "200ms"',
    upgrade: 'op.execute("ALTER TABLE items ADD COLUMN note text")',
  }]);
  const cwd = project.directory;
  const args = ["upgrade", "head"];
  {
    await using blocker = await openSession(url);
    await blocker.run("BEGIN; SELECT * FROM items");
    const refused = await migratorRunner.start([...args, "--lock-retries=0"], { cwd }).finished;
    assertEquals(refused.code, 1, refused.stderr);
    assert(refused.stderr.includes("SQLSTATE  55P03"), refused.stderr);
  }
  const alembic = await alembicRunner();
  const last = await (alembic ?? migratorRunner).start(args, { cwd }).finished;
  assertEquals(last.code, 0, last.stderr);
});
