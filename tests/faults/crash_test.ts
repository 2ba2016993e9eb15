import { assert, assertEquals } from "@std/assert";
import { runOn, testDatabase, testServer } from "../support/postgres.ts";
import type { Finished } from "../support/process.ts";
import { startCuttingProxy } from "./support/cutting_proxy.ts";
import {
  alembicRunner,
  eventually,
  migratorRunner,
  outcome,
  rounds,
  type Runner,
} from "./support/fault.ts";
import { stateOf, steps, WHOLE } from "./support/crash_steps.ts";
import { makeProject, RAN } from "./support/project.ts";
import { openSession } from "./support/sessions.ts";
import { seeded } from "./support/random.ts";

const POINTS = 4;

/** What breaks a run: it is told when the run begins, and how far to let it come (0 to 1). */
interface Breakage {
  readonly name: string;
  run(runner: Runner, url: string, directory: string, chance: number): Promise<Finished>;
}

/** Milliseconds, and bytes over the wire, that an undisturbed run takes; measured once. */
let usual: Promise<{ readonly milliseconds: number; readonly bytes: number }> | undefined;

async function measure() {
  await using database = (await testDatabase())!;
  await runOn(database.url, RAN);
  await using proxy = startCuttingProxy(database.url, Infinity);
  await using project = await makeProject(proxy.through(database.url), steps);
  const running = upgrade(migratorRunner, project.directory);
  await connected(database.url);
  const started = performance.now();
  const { code, stderr } = await running;
  const milliseconds = performance.now() - started;
  assertEquals(code, 0, stderr);
  assertEquals(await stateOf(database.url), WHOLE);
  return { milliseconds, bytes: proxy.bytes };
}

function upgrade(runner: Runner, directory: string): Promise<Finished> {
  return runner.start(["upgrade", "head"], { cwd: directory }).finished;
}

/** Waits until a runner has connected. */
async function connected(url: string): Promise<void> {
  await using session = await openSession(url);
  await eventually("the runner connects", async () => {
    const [[count]] = await session.run(
      `SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ) as [[string]];
    return count !== "0";
  });
}

/** Waits until a runner has come that far with what it does on the server. */
async function later(url: string, chance: number): Promise<void> {
  const { milliseconds } = await (usual ??= measure());
  await connected(url);
  await new Promise((resolve) => setTimeout(resolve, milliseconds * chance));
}

const breakages: readonly Breakage[] = [
  {
    name: "client killed",
    run: async (runner, url, directory, chance) => {
      const { kill, finished } = runner.start(["upgrade", "head"], { cwd: directory });
      await later(url, chance);
      kill("SIGKILL");
      return await finished;
    },
  },
  {
    name: "backend terminated",
    run: async (runner, url, directory, chance) => {
      const { finished } = runner.start(["upgrade", "head"], { cwd: directory });
      await later(url, chance);
      await runOn(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return await finished;
    },
  },
  {
    name: "connection cut",
    run: async (runner, url, directory, chance) => {
      const { bytes } = await (usual ??= measure());
      await using proxy = startCuttingProxy(url, Math.round(bytes * chance));
      const ini = `${directory}/alembic.ini`;
      const text = await Deno.readTextFile(ini);
      await Deno.writeTextFile(ini, text.replace(url, proxy.through(url)));
      const broken = await upgrade(runner, directory);
      await Deno.writeTextFile(ini, text);
      return broken;
    },
  },
];

for (const { name, run } of breakages) {
  for (const runner of [migratorRunner, await alembicRunner()]) {
    if (runner === null) continue;
    const isOurs = runner.name === "migrator";
    Deno.test({
      name: `${runner.name}: ${name} in the midst of an upgrade, then upgraded again`,
      ignore: (await testServer()) === null,
      async fn() {
        const count = rounds(`${runner.name}: ${name}, points`, isOurs ? POINTS : POINTS / 2);
        const random = seeded(name);
        await (usual ??= measure());
        const found = new Map<string, number>();
        let broken = 0;
        for (let point = 0; point < count; point++) {
          await using database = (await testDatabase())!;
          const { url } = database;
          await runOn(url, RAN);
          await using project = await makeProject(url, steps);
          const first = await run(runner, url, project.directory, (point + random()) / count);
          if (first.code !== 0) broken++;
          const second = await upgrade(runner, project.directory);
          const state = second.code === 0
            ? await stateOf(url)
            : `exit ${second.code}, ${await stateOf(url)}`;
          found.set(state, (found.get(state) ?? 0) + 1);
          if (isOurs) {
            assertEquals(state, WHOLE, `point ${point}: ${first.stderr}\n${second.stderr}`);
          }
        }
        console.log(`${runner.name}: ${name}, ${broken} of ${count} runs were broken off`);
        const states = [...found].map(([state, times]) => `${times}x ${state}`).join(" / ");
        outcome(`${name}, then upgraded again`, runner, states);
        if (isOurs) assert(broken > 0, "no run was broken off, so nothing was tried");
      },
    });
  }
}
