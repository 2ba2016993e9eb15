import { projectModules } from "../environment/project_modules.ts";
import { MigratorError } from "../errors/mod.ts";
import { findImports } from "../python/evaluator/find_imports.ts";
import { parseModule } from "../python/syntax/mod.ts";
import type { Revision } from "../script/revision.ts";
import { decodeRevision } from "../script/source_text.ts";
import type { ImportSource } from "./source.ts";

/**
 * Gives the function that finds the modules of the project that a Python revision imports, sorted; none for a file that
 * cannot be read.
 */
export function projectImports(
  { config, platform: { files } }: ImportSource,
): (revision: Revision) => readonly string[] {
  const modules = projectModules(files, config.moduleRoots);
  const known = new Map<string, boolean>();
  const isOwn = (name: string) => {
    let found = known.get(name);
    if (found === undefined) known.set(name, found = modules.load(name) !== undefined);
    return found;
  };
  return ({ kind, path }) => {
    if (kind !== "python") return [];
    try {
      const source = decodeRevision(files.readBytes(path), path, "python");
      const { atOnce, later } = findImports(parseModule(source, path), "");
      return [...atOnce.union(later)].filter(isOwn).sort();
    } catch (error) {
      if (error instanceof MigratorError) return [];
      throw error;
    }
  };
}
