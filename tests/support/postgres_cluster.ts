/**
 * A throw-away PostgreSQL cluster of the test process. The first test file that asks starts it,
 * others wait for it; a watching shell stops it and removes its files when the process has gone,
 * however it went.
 */
import { join } from "@std/path";
import type { TestServer } from "./postgres.ts";

const password = "test";

/** Path of a PostgreSQL program such as `initdb` or `pg_dump`, or `null` where it is not installed. */
export function postgresProgram(name: string): string | null {
  return [...installedDirectories(), ...(Deno.env.get("PATH") ?? "").split(":")]
    .map((directory) => join(directory, name))
    .find(isFile) ?? null;
}

/** What sets a cluster apart from the one that most tests share. */
export interface ClusterSpecialty {
  /** Part of its directory's name. */
  readonly name: string;
  /** Makes files in the cluster's directory, before it is started; they will be the server's own. */
  readonly prepare: (directory: string) => void;
  /** Lines for postgresql.conf and pg_hba.conf; `{directory}` stands for the cluster's directory. */
  readonly settings: readonly string[];
  readonly access: readonly string[];
}

/** The cluster of this process, or `null` where the server programs are missing or cannot be run. */
export async function privateCluster(special?: ClusterSpecialty): Promise<TestServer | null> {
  const initdb = postgresProgram("initdb");
  const pgCtl = postgresProgram("pg_ctl");
  if (Deno.build.os === "windows" || initdb === null || pgCtl === null) return null;
  const owner = unprivilegedUser();
  if (owner === null) return null;
  const directory = `/tmp/migrator-test-${Deno.pid}${special ? `-${special.name}` : ""}`;
  if (makeDirectory(directory)) {
    try {
      Deno.writeTextFileSync(join(directory, "starting"), "");
      startWatch(directory);
      special?.prepare(directory);
      startCluster(directory, initdb, pgCtl, owner, special);
    } catch (error) {
      Deno.writeTextFileSync(join(directory, "failed"), String(error));
      throw error;
    }
  }
  return await startedCluster(directory);
}

/** The user that server programs are run as; empty for the one who runs the tests. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

function startCluster(
  directory: string,
  initdb: string,
  pgCtl: string,
  owner: Owner,
  special?: ClusterSpecialty,
): void {
  if (owner.uid !== undefined) {
    const { uid, gid = null } = owner;
    for (const { name } of Deno.readDirSync(directory)) {
      Deno.chownSync(join(directory, name), uid, gid);
    }
    Deno.chownSync(directory, uid, gid);
  }
  const data = join(directory, "data");
  const passwordFile = join(directory, "password");
  Deno.writeTextFileSync(passwordFile, `${password}\n`);
  run(
    initdb,
    `--pgdata=${data} --username=postgres --pwfile=${passwordFile} --encoding=UTF8 --locale=C --no-sync --auth-local=trust --auth-host=scram-sha-256`
      .split(" "),
    directory,
    owner,
  );
  const filled = (line: string) => line.replaceAll("{directory}", directory);
  if (special) {
    const access = special.access.map(filled).join("\n") + "\n";
    Deno.writeTextFileSync(join(data, "pg_hba.conf"), access);
  }
  for (let attempt = 1;; attempt++) {
    const port = freePort();
    Deno.writeTextFileSync(
      join(data, "postgresql.auto.conf"),
      [
        "fsync = off",
        "synchronous_commit = off",
        "full_page_writes = off",
        "listen_addresses = '127.0.0.1'",
        `port = ${port}`,
        `unix_socket_directories = '${directory}'`,
        "shared_buffers = 32MB",
        "max_connections = 60",
        // A transaction that makes thousands of tables holds a lock on each, and on all that belongs to them.
        "max_locks_per_transaction = 512",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        ...special?.settings.map(filled) ?? [],
      ].join("\n") + "\n",
    );
    try {
      const log = join(directory, "log");
      run(pgCtl, ["start", "--wait", `--pgdata=${data}`, `--log=${log}`], directory, owner);
      Deno.writeTextFileSync(join(directory, "port.new"), String(port));
      Deno.renameSync(join(directory, "port.new"), join(directory, "port"));
      return;
    } catch (error) {
      // Another process may have taken the port between finding and using it.
      if (attempt === 3) throw error;
    }
  }
}

async function startedCluster(directory: string): Promise<TestServer> {
  for (;;) {
    const failure = readOrNull(join(directory, "failed"));
    if (failure !== null) throw new Error(`the private PostgreSQL did not start: ${failure}`);
    const port = readOrNull(join(directory, "port"));
    if (port !== null) {
      const major = Number(Deno.readTextFileSync(join(directory, "data", "PG_VERSION")));
      return {
        url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
        socketDirectory: directory,
        // Version 15 writes each page into the log instead, which takes six times the work; here the
        // checkpoints that this spares cost nothing.
        strategy: major >= 15 ? "file_copy" : undefined,
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Started through a shell that leaves it behind, so that no test sees an open child process. */
function startWatch(directory: string): void {
  const script = `
    while kill -0 ${Deno.pid} 2>/dev/null; do sleep 0.5; done
    if [ -f ${directory}/data/postmaster.pid ]; then
      postmaster=$(head -n 1 ${directory}/data/postmaster.pid)
      kill -QUIT "$postmaster"
      while kill -0 "$postmaster" 2>/dev/null; do sleep 0.1; done
    fi
    rm -rf ${directory}`;
  const watch = `trap '' HUP INT TERM; (${script}) </dev/null >/dev/null 2>&1 &`;
  new Deno.Command("sh", { args: ["-c", watch], stdin: "null", stdout: "null", stderr: "null" })
    .outputSync();
}

/** Runs a server's program to its end; an error with what it said if it fails. */
export function run(program: string, args: string[], cwd: string, owner: Owner): void {
  const { success, stdout, stderr } = new Deno.Command(program, {
    args,
    cwd,
    ...owner,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", LC_ALL: "C" },
  }).outputSync();
  if (success) return;
  const decoder = new TextDecoder();
  throw new Error(`${program} failed: ${decoder.decode(stdout)}${decoder.decode(stderr)}`);
}

/** Nothing for an ordinary user; for root, whom `initdb` refuses, a user who owns nothing else. */
export function unprivilegedUser(): Owner | null {
  if (Deno.uid() !== 0) return {};
  const lines = (readOrNull("/etc/passwd") ?? "").split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const found = lines.find((fields) => fields[0] === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  return null;
}

/** A port on 127.0.0.1 that nobody listens on at the moment. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

function installedDirectories(): string[] {
  try {
    return [...Deno.readDirSync("/usr/lib/postgresql")]
      .map((entry) => entry.name)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
}

/** Makes the directory; false if it is there already. */
function makeDirectory(path: string): boolean {
  try {
    Deno.mkdirSync(path, { mode: 0o755 });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

function readOrNull(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
