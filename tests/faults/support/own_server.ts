/** A server of the fault tests' own, which may be stopped and filled up. */
import {
  postgresProgram,
  privateCluster,
  run,
  unprivilegedUser,
} from "../../support/postgres_cluster.ts";
import { runOn, type TestServer } from "../../support/postgres.ts";

/** How many sessions it has room for; three of them are kept for superusers. */
export const MAX_CONNECTIONS = 16;

/** The server, the same for all test files of the process, or `null` where there is none. */
export function ownServer(): Promise<TestServer | null> {
  return privateCluster({
    name: "faults",
    prepare: () => {},
    settings: [
      // What was committed is to be there after a stop, as on a server that is not for tests.
      "synchronous_commit = on",
      `max_connections = ${MAX_CONNECTIONS}`,
    ],
    access: ["local all all trust", "host all all 127.0.0.1/32 trust"],
  });
}

/** A database on it, dropped in the end. */
export async function ownDatabase(server: TestServer) {
  const name = `own_${crypto.randomUUID().slice(0, 8)}`;
  await runOn(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      await runOn(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Stops the server without a word to anybody, as a crash would. */
export function stopAtOnce(server: TestServer): void {
  pgCtl(server, "stop", "--mode=immediate");
}

/** Starts it again, and waits until it answers. */
export function startAgain(server: TestServer): void {
  pgCtl(server, "start", `--log=${server.socketDirectory}/log`);
}

function pgCtl({ socketDirectory }: TestServer, ...args: string[]): void {
  const directory = socketDirectory!;
  const all = [...args, "--wait", `--pgdata=${directory}/data`];
  run(postgresProgram("pg_ctl")!, all, directory, unprivilegedUser()!);
}
