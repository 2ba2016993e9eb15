import { assert } from "@std/assert";
import { resolveConnection } from "../../src/config/connection/mod.ts";
import type { Connection } from "../../src/database/connection.ts";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { denoPlatform } from "../../src/platform/deno.ts";

/** Opens a session with a server. */
export async function open(url: string): Promise<Connection> {
  const parameters = resolveConnection(url, denoPlatform);
  assert(parameters.kind === "postgresql");
  return await openPostgresql(parameters, (path) => Deno.readTextFileSync(path));
}
