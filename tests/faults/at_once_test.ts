import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import type { Finished } from "../support/process.ts";
import { atOnce, faultTests, isOurs, outcome, rounds } from "./support/fault.ts";
import { countedSteps, makeProject, note, RAN, sqlStep } from "./support/project.ts";
import { allRunners, type Runner, runners } from "./support/runners.ts";

const RUNNERS = 20;
const OTHER_RUNNERS = 4;
const STEPS = 30;

/** Takes so long that others come while it runs. */
const LAST = sqlStep("zzzz", note("zzzz"), "SELECT pg_sleep(1.5)");

/** How often each step ran, as `30 steps ran 1x` or `28 steps ran 1x, 2 steps ran 2x`. */
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

async function upgradeAtOnce(runner: Runner, count: number, url: string, begun: boolean) {
  const steps = [...countedSteps(STEPS - 1), LAST];
  const options = { transactionPerMigration: true };
  await runOn(url, RAN);
  if (begun) {
    await using beginning = await makeProject(url, steps.slice(0, 1), options);
    assertEquals((await runner.upgrade(beginning).finished).code, 0);
  }
  await using project = await makeProject(url, steps, options);
  const all = await atOnce(count, () => runner.upgrade(project));
  const result = `${ends(all)}; ${await timesRun(url)}`;
  if (!isOurs(runner)) return result;
  assertEquals(all.map(({ stderr, code }) => code === 0 ? "" : stderr).join(""), "");
  assertEquals(result, `${count} of ${count} runners exit 0; ${STEPS} steps ran 1x`);
  const waited = all.filter(({ stderr }) => stderr.includes("Waiting for the lock of"));
  assert(waited.length > 0, "nobody had to wait, so nothing was tried");
  return result;
}

for (const begun of [false, true]) {
  const where = begun ? `a database with ${STEPS - 1} pending steps` : "an empty database";
  const among = begun ? await runners() : await allRunners();
  faultTests(among, `many runners on ${where} run each step once`, async (runner, { url }) => {
    const usual = isOurs(runner) ? RUNNERS : OTHER_RUNNERS;
    const count = rounds(`${runner.name}: runners at once on ${where}`, usual, RUNNERS);
    const result = await upgradeAtOnce(runner, count, url, begun);
    outcome(`many runners at once, ${where}`, runner, result);
  });
}
