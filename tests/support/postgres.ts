/**
 * A real PostgreSQL server for tests. `MIGRATOR_TEST_DATABASE_URL` names one where databases may be
 * created; else a private cluster is started from the server programs of the machine (one for all
 * test files of a process, gone with it); else there is none and tests use PGlite alone.
 */
import pg from "pg";
import { privateCluster } from "./postgres_cluster.ts";

/** An empty database which the tests made and may do anything with. */
export interface TestDatabase extends AsyncDisposable {
  /** `postgresql://user:password@host:port/name`. */
  readonly url: string;
  readonly name: string;
  /** Directory of the server's unix socket, where known (`local` connections need no password). */
  readonly socketDirectory: string | null;
  /** Drops the database, ending sessions that are left in it. Does nothing the second time. */
  drop(): Promise<void>;
}

/** A server on which this process may create databases. */
export interface TestServer {
  readonly url: string;
  readonly socketDirectory: string | null;
  /** How `CREATE DATABASE` copies its template, where the server should not choose itself. */
  readonly strategy?: "file_copy";
}

let server: Promise<TestServer | null> | undefined;

/** The server in use, started if need be, or `null` where there is none. */
export function testServer(): Promise<TestServer | null> {
  server ??= findServer();
  return server;
}

/** A fresh, empty database, or `null` where there is no server. */
export async function testDatabase(): Promise<TestDatabase | null> {
  const found = await testServer();
  if (found === null) return null;
  const name = `migrator_test_${Deno.pid}_${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const strategy = found.strategy === undefined ? "" : ` STRATEGY ${found.strategy}`;
  await runOn(found.url, `CREATE DATABASE ${name} TEMPLATE template0${strategy}`);
  const url = new URL(found.url);
  url.pathname = `/${name}`;
  let dropped = false;
  const drop = async () => {
    if (dropped) return;
    dropped = true;
    await runOn(found.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return {
    url: url.href,
    name,
    socketDirectory: found.socketDirectory,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** Runs SQL (one text, maybe several statements) in a session of its own; gives rows as text. */
export async function runOn(url: string, sql: string): Promise<(string | null)[][]> {
  const client = new pg.Client({
    connectionString: url,
    types: { getTypeParser: () => (value: unknown) => value },
  });
  await client.connect();
  try {
    const result = await client.query({ text: sql, rowMode: "array" });
    const last = Array.isArray(result) ? result.at(-1) : result;
    return last?.rows ?? [];
  } finally {
    await client.end();
  }
}

async function findServer(): Promise<TestServer | null> {
  const given = Deno.env.get("MIGRATOR_TEST_DATABASE_URL");
  if (given) {
    announce("the server of MIGRATOR_TEST_DATABASE_URL");
    return { url: given, socketDirectory: null };
  }
  const cluster = await privateCluster();
  announce(
    cluster
      ? `a private PostgreSQL on 127.0.0.1:${new URL(cluster.url).port}`
      : "PGlite alone (no MIGRATOR_TEST_DATABASE_URL, no PostgreSQL server programs)",
  );
  return cluster;
}

/** Test files run in threads of one process, which share its environment variables. */
function announce(text: string): void {
  const mark = String(Deno.pid);
  if (Deno.env.get("MIGRATOR_TEST_ANNOUNCED") === mark) return;
  Deno.env.set("MIGRATOR_TEST_ANNOUNCED", mark);
  Deno.stderr.writeSync(new TextEncoder().encode(`tests use ${text}\n`));
}
