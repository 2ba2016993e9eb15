/** A hot standby of the tests' server, made with pg_basebackup. */
import {
  freePort,
  postgresProgram,
  run,
  unprivilegedUser,
} from "../../support/postgres_cluster.ts";
import { runOn, testServer } from "../../support/postgres.ts";
import { eventually } from "./fault.ts";

/** A server that follows another one and takes no writes. */
export interface Standby extends AsyncDisposable {
  /** The URL of a database on it. */
  of(url: string): string;
}

/** Makes and starts a standby, or says that it cannot and gives `null`. */
export async function startStandby(): Promise<Standby | null> {
  const [server, owner] = [await testServer(), unprivilegedUser()];
  const [basebackup, pgCtl] = [postgresProgram("pg_basebackup"), postgresProgram("pg_ctl")];
  if (server === null || owner === null || basebackup === null || pgCtl === null) {
    console.error("*** NOT RUN: pg_basebackup or pg_ctl is not installed");
    return null;
  }
  const directory = await Deno.makeTempDir({ prefix: "migrator-standby-" });
  if (owner.uid !== undefined) await Deno.chown(directory, owner.uid, owner.gid ?? null);
  const data = `${directory}/data`;
  const backup = `--pgdata=${data} --write-recovery-conf --checkpoint=fast --no-sync`.split(" ");
  run(basebackup, [...backup, `--dbname=${server.url}`], directory, owner);
  const port = freePort();
  const settings = `-c port=${port} -c unix_socket_directories=${directory}`;
  run(
    pgCtl,
    ["start", "--wait", `--pgdata=${data}`, `--log=${directory}/log`, `--options=${settings}`],
    directory,
    owner,
  );
  const of = (url: string) => {
    const changed = new URL(url);
    changed.port = String(port);
    return changed.href;
  };
  await eventually(
    "the standby answers",
    () => runOn(of(server.url), "SELECT 1").catch(() => null),
  );
  return {
    of,
    [Symbol.asyncDispose]: async () => {
      run(pgCtl, ["stop", "--mode=immediate", `--pgdata=${data}`], directory, owner);
      await Deno.remove(directory, { recursive: true });
    },
  };
}
