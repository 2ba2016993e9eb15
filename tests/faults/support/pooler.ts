/** PgBouncer in front of the tests' server. */
import { freePort, type Owner, unprivilegedUser } from "../../support/postgres_cluster.ts";
import { testServer } from "../../support/postgres.ts";
import { eventually } from "./fault.ts";
import { runOn } from "../../support/postgres.ts";

export type PoolMode = "session" | "transaction" | "statement";

/** A running PgBouncer. */
export interface Pooler extends AsyncDisposable {
  /** The URL of a database through it. */
  through(url: string): string;
}

/** Starts PgBouncer, or says that it cannot and gives `null`. */
export async function startPooler(mode: PoolMode, poolSize = 5): Promise<Pooler | null> {
  const program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
    .find((path) => exists(path));
  const [server, owner] = [await testServer(), unprivilegedUser()];
  if (program === undefined || server === null || owner === null) {
    console.error("*** NOT RUN: PgBouncer is not installed (apt-get install pgbouncer)");
    return null;
  }
  const { hostname, port, username, password } = new URL(server.url);
  const directory = await Deno.makeTempDir({ prefix: "migrator-pooler-" });
  const own = freePort();
  const login = `user=${username}${password && ` password=${password}`}`;
  const config = `[databases]
* = host=${hostname} port=${port} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${poolSize}
logfile = ${directory}/log
`;
  await Deno.writeTextFile(`${directory}/pgbouncer.ini`, config);
  await give(directory, owner);
  const child = new Deno.Command(program, {
    args: [`${directory}/pgbouncer.ini`],
    ...owner,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const through = (url: string) => {
    const changed = new URL(url);
    changed.port = String(own);
    changed.hostname = "127.0.0.1";
    return changed.href;
  };
  await eventually(
    "PgBouncer answers",
    () => runOn(through(server.url), "SELECT 1").catch(() => null),
  );
  return {
    through,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await child.status;
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function give(directory: string, { uid, gid }: Owner): Promise<void> {
  if (uid === undefined) return;
  for (const path of [directory, `${directory}/pgbouncer.ini`]) {
    await Deno.chown(path, uid, gid ?? null);
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
