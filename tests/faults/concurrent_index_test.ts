import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTest, migratorRunner, outcome } from "./support/fault.ts";
import { inAutocommitBlock, makeProject } from "./support/project.ts";
import { hasSession, openSession } from "./support/sessions.ts";

faultTest("a waiting runner does not deadlock with CREATE INDEX CONCURRENTLY", async ({ url }) => {
  await runOn(url, "CREATE TABLE items (id int)");
  await using project = await makeProject(url, [{
    id: "aaaa",
    upgrade: inAutocommitBlock(
      'op.create_index("ix_items", "items", ["id"], postgresql_concurrently=True)',
    ),
  }]);
  const start = () => migratorRunner.start(["upgrade", "head"], { cwd: project.directory });
  await using writer = await openSession(url);
  await writer.run("BEGIN; INSERT INTO items VALUES (1)");
  const first = start();
  await eventually(
    "the index is being built",
    () => hasSession(url, "CREATE INDEX CONCURRENTLY%", "wait_event_type = 'Lock'"),
  );
  const second = start();
  await eventually("the lock is waited for", () => hasSession(url, "%pg_try_advisory_lock%"));
  // The server looks for deadlocks after a second of waiting, in both directions.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await writer.run("COMMIT");
  const [one, two] = await Promise.all([first.finished, second.finished]);
  assertEquals([one.code, two.code], [0, 0], one.stderr + two.stderr);
  assert(
    /held by pid \d+ \(migrator lock for pid \d+, .*, active: CREATE INDEX CONCURRENTLY/
      .test(two.stderr),
    two.stderr,
  );
  assert(two.stderr.includes("Nothing to do, the database is at aaaa (head)"), two.stderr);
  const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_items'::regclass";
  assertEquals(await runOn(url, valid), [["t"]]);
  outcome(
    "a waiting runner and a running CREATE INDEX CONCURRENTLY",
    migratorRunner,
    "no deadlock, both exit 0, the index is valid",
  );
});
