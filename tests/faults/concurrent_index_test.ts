import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { eventually, faultTests, isOurs, outcome } from "./support/fault.ts";
import { makeProject, sqlStep } from "./support/project.ts";
import { runners } from "./support/runners.ts";
import { hasSession, openSession } from "./support/sessions.ts";

const step = sqlStep("aaaa", {
  autocommit: ["CREATE INDEX CONCURRENTLY ix_items ON items (id)"],
});

faultTests(
  await runners(),
  "a waiting runner does not deadlock with CREATE INDEX CONCURRENTLY",
  async (runner, { url }) => {
    await runOn(url, "CREATE TABLE items (id int)");
    await using project = await makeProject(url, [step]);
    await using writer = await openSession(url);
    await writer.run("BEGIN; INSERT INTO items VALUES (1)");
    const first = runner.upgrade(project);
    await eventually(
      "the index is being built",
      () => hasSession(url, "%CREATE INDEX CONCURRENTLY%", "wait_event_type = 'Lock'"),
    );
    const second = runner.upgrade(project);
    if (isOurs(runner)) {
      await eventually("the lock is waited for", () => hasSession(url, "%pg_try_advisory_lock%"));
    }
    // The server looks for deadlocks after a second of waiting, in both directions.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await writer.run("COMMIT");
    const [one, two] = await Promise.all([first.finished, second.finished]);
    const valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_items'::regclass";
    const isValid = (await runOn(url, valid))[0]?.[0] === "t";
    const scenario = "a waiting runner and a running CREATE INDEX CONCURRENTLY";
    if (!isOurs(runner)) {
      const index = isValid ? "the index is valid" : "the index is not valid";
      const codes = `the first exits ${one.code}, the second, which does not wait, ${two.code}`;
      return outcome(scenario, runner, `${codes}; ${index}`);
    }
    assertEquals([one.code, two.code], [0, 0], one.stderr + two.stderr);
    assert(
      /held by pid \d+ \(migrator lock for pid \d+, .*, active: CREATE INDEX CONCURRENTLY/
        .test(two.stderr),
      two.stderr,
    );
    assert(two.stderr.includes("Nothing to do, the database is at aaaa (head)"), two.stderr);
    assert(isValid);
    outcome(scenario, runner, "no deadlock, both exit 0, the index is valid");
  },
);
