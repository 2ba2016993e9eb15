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

async function upgradeAtOnce(runner: Runner, count: number, url: string): Promise<string> {
  await runOn(url, RAN);
  await using project = await makeProject(url, countedSteps(STEPS), {
    transactionPerMigration: true,
  });
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

for (const runner of [migratorRunner, "alembic"] as const) {
  const name = runner === "alembic" ? runner : runner.name;
  faultTest(`${name}: many runners on an empty database run each step once`, async ({ url }) => {
    const found = runner === "alembic" ? await alembicRunner() : runner;
    if (found === null) return;
    const count = rounds(`${name} runners at once`, name === "alembic" ? 5 : RUNNERS);
    outcome("many runners at once, empty database", found, await upgradeAtOnce(found, count, url));
  });
}
