import type { ConnectionParameters } from "../config/connection/parameters.ts";
import type { Platform } from "../platform/mod.ts";
import type { Connection } from "./connection.ts";

/**
 * Opens a session with the database that the parameters name. Throws a `ConnectionError` that says
 * which server was meant and what it answered. The driver is loaded here, not before.
 */
export async function openConnection(
  parameters: ConnectionParameters,
  platform: Pick<Platform, "files" | "env" | "homeDirectory" | "os" | "openSocket">,
): Promise<Connection> {
  const { files } = platform;
  if (parameters.kind === "pglite" && parameters.directory === null) {
    return await (await import("./scratch.ts")).openScratch(platform);
  }
  if (parameters.kind === "pglite") {
    const { openPglite } = await import("./pglite.ts");
    return await openPglite(parameters.directory, files);
  }
  const { openPostgresql } = await import("./postgresql.ts");
  const { openSocket } = platform;
  return await openPostgresql(parameters, files.readText, openSocket, files.mode);
}
