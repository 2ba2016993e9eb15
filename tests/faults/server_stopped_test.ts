/** The server is stopped immediately in the midst of an upgrade, started again, and upgraded again. */
import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import {
  postgresProgram,
  privateCluster,
  run,
  unprivilegedUser,
} from "../support/postgres_cluster.ts";
import { eventually, migratorRunner, outcome, rounds } from "./support/fault.ts";
import { stateOf, steps, WHOLE } from "./support/crash_steps.ts";
import { makeProject, RAN } from "./support/project.ts";
import { seeded } from "./support/random.ts";

const POINTS = 3;
/** About what an upgrade takes from its first connection on, in milliseconds. */
const SPREAD = 700;

const server = await privateCluster({
  name: "stopped",
  prepare: () => {},
  // What was committed is to be there after the stop, as on a server that is not for tests.
  settings: ["synchronous_commit = on"],
  access: ["local all all trust", "host all all 127.0.0.1/32 trust"],
});

function pgCtl(...args: string[]): void {
  const directory = server!.socketDirectory!;
  run(
    postgresProgram("pg_ctl")!,
    [...args, "--wait", `--pgdata=${directory}/data`],
    directory,
    unprivilegedUser()!,
  );
}

Deno.test({
  name: "migrator: server stopped immediately in the midst of an upgrade, then upgraded again",
  ignore: server === null,
  async fn() {
    const count = rounds("migrator: server stopped, points", POINTS);
    const random = seeded("server stopped");
    let broken = 0;
    for (let point = 0; point < count; point++) {
      const name = `stopped_${point}`;
      await runOn(server!.url, `CREATE DATABASE ${name}`);
      const url = new URL(server!.url);
      url.pathname = `/${name}`;
      await runOn(url.href, RAN);
      await using project = await makeProject(url.href, steps);
      const options = { cwd: project.directory };
      const first = migratorRunner.start(["upgrade", "head"], options);
      await eventually("the runner connects", async () => {
        const [[sessions]] = await runOn(
          server!.url,
          `SELECT count(*) FROM pg_stat_activity WHERE datname = '${name}'`,
        ) as [[string]];
        return sessions !== "0";
      });
      const wait = SPREAD * (point + random()) / count;
      await new Promise((resolve) => setTimeout(resolve, wait));
      pgCtl("stop", "--mode=immediate");
      const { code, stderr } = await first.finished;
      if (code !== 0) broken++;
      pgCtl("start", `--log=${server!.socketDirectory}/log`);
      const second = await migratorRunner.start(["upgrade", "head"], options).finished;
      assertEquals(second.code, 0, `point ${point}: ${stderr}\n${second.stderr}`);
      assertEquals(await stateOf(url.href), WHOLE, `point ${point}: ${stderr}`);
    }
    console.log(`migrator: server stopped, ${broken} of ${count} runs were broken off`);
    outcome(
      "server stopped immediately, then upgraded again",
      migratorRunner,
      `${count}x ${WHOLE}`,
    );
    assert(broken > 0, "no run was broken off, so nothing was tried");
  },
});
