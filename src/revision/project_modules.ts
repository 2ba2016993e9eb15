import { joinPath } from "../config/paths.ts";
import type { Files } from "../platform/mod.ts";
import type { ModuleLoader } from "../python/mod.ts";
import { decodeRevision } from "../script/source_text.ts";

/**
 * Finds the project's own Python modules, which revisions import helpers and column types from, in
 * the directories that Python would look in. Their source is evaluated like that of a revision.
 */
export function projectModules(files: Files, roots: readonly string[]): ModuleLoader {
  return {
    load(name) {
      for (const root of roots) {
        const base = joinPath(root, name.replaceAll(".", "/"));
        const found = [joinPath(base, "__init__.py"), `${base}.py`].find((path) =>
          files.isFile(path)
        );
        if (found === undefined) continue;
        const source = decodeRevision(files.readBytes(found), found, "python");
        return { kind: "source", path: found, source, isPackage: found.endsWith("__init__.py") };
      }
      // A directory without __init__.py is a package, too, if nothing else has the name.
      const directory = roots.map((root) => joinPath(root, name.replaceAll(".", "/")))
        .find((path) => files.isDirectory(path));
      if (directory === undefined) return undefined;
      return { kind: "source", path: directory, source: "", isPackage: true };
    },
  };
}
