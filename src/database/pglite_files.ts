import type { PGliteOptions } from "@electric-sql/pglite";

/** The data files of the embedded database, as it takes them in place of those beside its code. */
export type PgliteFiles = Pick<
  PGliteOptions,
  "pgliteWasmModule" | "initdbWasmModule" | "fsBundle"
>;

/**
 * Loads the data files that the package does not find by itself, which are none: they lie beside its code. An
 * executable made with Bun has packaging/bun/pglite_files.ts in place of this module.
 */
export function loadPgliteFiles(): Promise<PgliteFiles> {
  return Promise.resolve({});
}
