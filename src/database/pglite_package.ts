import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { loadExtensions } from "./pglite_extensions.ts";
import { loadPgliteFiles } from "./pglite_files.ts";

/**
 * Opens an embedded database, `memory://` or a data directory, with its extensions; the package's own errors are
 * thrown. This is the one module that imports the package, and is itself imported when it is called.
 */
export async function createPglite(
  directory: string,
  options?: Pick<PGliteOptions, "loadDataDir">,
): Promise<PGlite> {
  const [files, extensions] = await Promise.all([loadPgliteFiles(), loadExtensions()]);
  return await PGlite.create(directory, { ...options, ...files, extensions });
}
