/** The server is stopped immediately in the midst of an upgrade, started again, and upgraded again. */
import { breakAndUpgrade, comeSoFar, mixedWork } from "./support/crash_run.ts";
import { ownDatabase, ownServer, startAgain, stopAtOnce } from "./support/own_server.ts";
import { runners } from "./support/runners.ts";

const server = await ownServer();

for (const runner of await runners()) {
  Deno.test({
    name:
      `${runner.name}: server stopped immediately in the midst of an upgrade, then upgraded again`,
    ignore: server === null,
    fn: () =>
      breakAndUpgrade(runner, {
        name: "server stopped immediately",
        work: mixedWork,
        points: { ours: 3, others: 1 },
        database: () => ownDatabase(server!),
        breakOff: async (run) => {
          const begun = run.runner.upgrade(run.project);
          await comeSoFar(run, begun);
          stopAtOnce(server!);
          const broken = await begun.finished;
          startAgain(server!);
          return broken;
        },
      }),
  });
}
