import { projectModules } from "../environment/project_modules.ts";
import { findImports } from "../python/evaluator/find_imports.ts";
import { parseModule } from "../python/syntax/mod.ts";
import { MigratorError } from "../errors/mod.ts";
import type { Revision } from "../script/revision.ts";
import { decodeRevision } from "../script/source_text.ts";
import type { ImportSource } from "./source.ts";

/** The modules of the project that a Python revision imports, sorted; none for a file that cannot be read. */
export function modulesOf(
  revision: Revision,
  { config, platform: { files } }: ImportSource,
): readonly string[] {
  if (revision.kind !== "python") return [];
  const { path } = revision;
  try {
    const source = decodeRevision(files.readBytes(path), path, "python");
    const { load } = projectModules(files, config.moduleRoots);
    return [...findImports(parseModule(source, path), "")]
      .filter((name) => load(name) !== undefined).sort();
  } catch (error) {
    if (error instanceof MigratorError) return [];
    throw error;
  }
}
