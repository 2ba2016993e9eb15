import { ConnectionError } from "../errors/mod.ts";
import type { Connection } from "./connection.ts";
import { type PgClient, streamOf } from "./pg_driver.ts";
import { PostgresqlTransport } from "./postgresql_transport.ts";
import { ProtocolConnection } from "./protocol_connection.ts";

/** What is used of a client of the npm package `pg`, beside what {@link PgClient} has of its inside. */
export interface ForeignClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  end(): Promise<void>;
}

/**
 * Opens a session with a client that somebody else has made and configured, and that has not connected yet. It is
 * this session's from then on, and ends with it. Throws a `ConnectionError` with what the client said.
 */
export async function openClient(makeClient: () => ForeignClient): Promise<Connection> {
  const client = makeClient();
  const inside = client as unknown as PgClient;
  if (typeof inside.connection?.removeAllListeners !== "function") {
    throw new TypeError("expected a Client of the npm package 'pg' that is not the native one");
  }
  // What goes wrong later the transport hears of itself.
  inside.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(`the program's own client cannot connect: ${message}`, {
      cause: error,
    });
  }
  await client.query("SET client_encoding = 'UTF8'; SET DateStyle = ISO");
  const { rows: [row] } = await client.query("SHOW server_version_num");
  const transport = new PostgresqlTransport(
    streamOf(inside),
    () => cancelBackend(makeClient(), inside.processID),
  );
  return new ProtocolConnection(transport, Number(row!.server_version_num), inside.processID);
}

/** The client knows how to reach the server, so another one asks it to stop what the first is running. */
async function cancelBackend(other: ForeignClient, pid: number | null): Promise<void> {
  if (pid === null) return;
  await other.connect();
  try {
    await other.query(`SELECT pg_catalog.pg_cancel_backend(${pid})`);
  } finally {
    await other.end();
  }
}
