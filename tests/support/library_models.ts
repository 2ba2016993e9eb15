import type { MetadataDdl } from "./metadata_ddl.ts";

/**
 * The directory of packages of models that use further libraries, one directory each, with `tables.json` beside them: the DDL
 * of what the libraries make of `target_metadata`.
 */
export const LIBRARY_MODELS = new URL("../library_models/", import.meta.url);

/** The names of the packages. */
export function libraryPackages(): readonly string[] {
  return [...Deno.readDirSync(LIBRARY_MODELS)].map(({ name }) => name).sort();
}

function recording(name: string): URL {
  return new URL(`${name}/tables.json`, LIBRARY_MODELS);
}

/** What the libraries made of a package of models. */
export function expectedTables(name: string): readonly MetadataDdl[] {
  return JSON.parse(Deno.readTextFileSync(recording(name)));
}

/** Records what the libraries make of a package of models. */
export function recordTables(name: string, metadata: readonly MetadataDdl[]): void {
  Deno.writeTextFileSync(recording(name), `${JSON.stringify(metadata, null, 2)}\n`);
}
