import type { Connection } from "../../src/database/connection.ts";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { resolveConnection } from "../../src/config/connection/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { freshPglite } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";

/** Opens a session with a PostgreSQL database of the tests. */
export async function openTest(url: string): Promise<Connection> {
  const parameters = resolveConnection(url, denoPlatform);
  if (parameters.kind !== "postgresql") throw new Error("not a server");
  return await openPostgresql(parameters, Deno.readTextFileSync);
}

/** A test on an empty database, once on the embedded one and once on a server if there is one. */
export function eachDatabase(title: string, body: (connection: Connection) => Promise<void>): void {
  Deno.test(`PGlite: ${title}`, async () => {
    await body(await freshPglite());
  });
  Deno.test(`PostgreSQL: ${title}`, async () => {
    await onServer(body);
  });
}

/** A test on an empty database of a server, or where there is none of the embedded one, which is slower. */
export function oneDatabase(title: string, body: (connection: Connection) => Promise<void>): void {
  Deno.test(title, async () => {
    if (!await onServer(body)) await body(await freshPglite());
  });
}

/** Gives false where there is no server. */
async function onServer(body: (connection: Connection) => Promise<void>): Promise<boolean> {
  await using database = await testDatabase();
  if (database === null) return false;
  const connection = await openTest(database.url);
  try {
    await body(connection);
  } finally {
    await connection.close();
  }
  return true;
}
