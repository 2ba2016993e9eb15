import { ConnectionError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { Connection } from "./connection.ts";
import { embeddedConnection } from "./pglite.ts";

/** The version of the embedded database: the state of an empty one is kept for each. */
export const PGLITE_VERSION = "0.5.16";

/**
 * Opens an empty embedded database in memory, for trying things out. Making one takes seconds, so what an empty one
 * holds is kept in the user's directory of cached files, where there is one that can be written.
 */
export async function openScratch(
  platform: Pick<Platform, "files" | "env" | "homeDirectory" | "os">,
): Promise<Connection> {
  const { createPglite } = await import("./pglite_package.ts");
  const path = snapshotPath(platform);
  const known = path === null ? null : readSnapshot(path, platform);
  try {
    if (known !== null) {
      const loadDataDir = new Blob([known], { type: "application/x-gzip" });
      // One that cannot be read is made anew.
      const opened = await createPglite("memory://", { loadDataDir }).catch(() => null);
      if (opened !== null) return await embeddedConnection(opened);
    }
    const database = await createPglite("memory://");
    if (path !== null) await keepSnapshot(await database.dumpDataDir("gzip"), path, platform);
    return await embeddedConnection(database);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(`cannot open an embedded database in memory: ${message}`, {
      cause: error,
    });
  }
}

type CachePlatform = Pick<Platform, "files" | "env" | "homeDirectory" | "os">;

function snapshotPath({ env, homeDirectory, os }: CachePlatform): string | null {
  const home = homeDirectory();
  const cache = env("XDG_CACHE_HOME") ||
    (os === "windows" ? env("LOCALAPPDATA") : home === undefined ? undefined : `${home}/.cache`);
  return cache === undefined || cache === ""
    ? null
    : `${cache}/migrator/pglite-${PGLITE_VERSION}.tar.gz`;
}

function readSnapshot(path: string, { files }: CachePlatform): Uint8Array<ArrayBuffer> | null {
  try {
    return files.isFile(path) ? new Uint8Array(files.readBytes(path)) : null;
  } catch {
    return null;
  }
}

/** Several programs may do it at once: each writes a file of its own and gives it the name. */
async function keepSnapshot(
  snapshot: Blob,
  path: string,
  { files }: CachePlatform,
): Promise<void> {
  const own = `${path}.${crypto.randomUUID()}`;
  try {
    files.makeDirectory(path.replace(/\/[^/]*$/, ""));
    files.writeBytes(own, new Uint8Array(await snapshot.arrayBuffer()), { createNew: true });
    files.rename(own, path);
  } catch {
    // Without it the next time takes as long as this one.
  }
}
