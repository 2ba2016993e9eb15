import { runOn, testDatabase, testServer } from "../support/postgres.ts";
import {
  type Breakage,
  breakAndUpgrade,
  comeSoFar,
  manySteps,
  mixedWork,
} from "./support/crash_run.ts";
import { startCuttingProxy } from "./support/cutting_proxy.ts";
import { runners } from "./support/runners.ts";

const common = {
  work: mixedWork,
  points: { ours: 4, others: 2 },
  database: async () => (await testDatabase())!,
};

const killed: Breakage = {
  ...common,
  name: "client killed",
  breakOff: async (run) => {
    const begun = run.runner.upgrade(run.project);
    await comeSoFar(run, begun);
    begun.kill("SIGKILL");
    return await begun.finished;
  },
};

const breakages: readonly Breakage[] = [
  killed,
  { ...killed, work: manySteps },
  {
    ...common,
    name: "backend terminated",
    breakOff: async (run) => {
      const begun = run.runner.upgrade(run.project);
      await comeSoFar(run, begun);
      await runOn(
        run.url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return await begun.finished;
    },
  },
  {
    ...common,
    name: "connection cut",
    breakOff: async ({ runner, url, project, chance, usual }) => {
      await using proxy = startCuttingProxy(url, Math.round(usual.bytes * chance));
      await project.connectTo(proxy.through(url));
      const broken = await runner.upgrade(project).finished;
      await project.connectTo(url);
      return broken;
    },
  },
];

for (const breakage of breakages) {
  for (const runner of await runners()) {
    Deno.test({
      name:
        `${runner.name}: ${breakage.name} in the midst of ${breakage.work.name}, then upgraded again`,
      ignore: (await testServer()) === null,
      fn: () => breakAndUpgrade(runner, breakage),
    });
  }
}
