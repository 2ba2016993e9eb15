import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import type { Finished } from "../support/process.ts";
import {
  alembicRunner,
  atOnce,
  faultTest,
  migratorRunner,
  outcome,
  rounds,
  type Runner,
} from "./support/fault.ts";
import { countedSteps, makeProject, RAN } from "./support/project.ts";

const RUNNERS = 20;
const ALEMBIC_RUNNERS = 4;
const STEPS = 30;

/** How often each step ran, as `once:30` or `once:28 twice:2`. */
async function timesRun(url: string): Promise<string> {
  const found = await runOn(
    url,
    `SELECT times::text, count(*)::text FROM (SELECT count(*) AS times FROM ran GROUP BY step) s
     GROUP BY times ORDER BY times`,
  );
  return found.map(([times, steps]) => `${steps} steps ran ${times}x`).join(", ");
}

function ends(all: readonly Finished[]): string {
  const good = all.filter(({ code }) => code === 0).length;
  return `${good} of ${all.length} runners exit 0`;
}

async function upgradeAtOnce(
  runner: Runner,
  count: number,
  url: string,
  begun: boolean,
): Promise<string> {
  await runOn(url, RAN);
  await using project = await makeProject(url, countedSteps(STEPS), {
    transactionPerMigration: true,
  });
  if (begun) {
    const first = runner.start(["upgrade", "+1"], { cwd: project.directory });
    assertEquals((await first.finished).code, 0);
  }
  const all = await atOnce(count, runner, ["upgrade", "head"], { cwd: project.directory });
  const result = `${ends(all)}; ${await timesRun(url)}`;
  if (runner.name === "migrator") {
    assertEquals(all.map(({ stderr, code }) => code === 0 ? "" : stderr).join(""), "");
    assertEquals(result, `${count} of ${count} runners exit 0; ${STEPS} steps ran 1x`);
    const waited = all.filter(({ stderr }) => stderr.includes("Waiting for the lock of"));
    assert(waited.length > 0, "nobody had to wait, so nothing was tried");
  }
  return result;
}

for (const begun of [false, true]) {
  const where = begun ? `a database with ${STEPS - 1} pending steps` : "an empty database";
  faultTest(`many runners on ${where} run each step once`, async ({ url }) => {
    const count = rounds(`migrator runners at once on ${where}`, RUNNERS);
    const result = await upgradeAtOnce(migratorRunner, count, url, begun);
    outcome(`many runners at once, ${where}`, migratorRunner, result);
  });
}

faultTest("alembic: many runners on an empty database", async ({ url }) => {
  const alembic = await alembicRunner();
  if (alembic === null) return;
  const count = rounds("alembic runners at once on an empty database", ALEMBIC_RUNNERS);
  const result = await upgradeAtOnce(alembic, count, url, false);
  outcome("many runners at once, an empty database", alembic, result);
});
