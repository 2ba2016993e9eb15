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
      const [top = ""] = name.split(".");
      // What is beneath a package is looked for where the package was found, as in Python.
      const root = roots.find((path) => isModule(files, joinPath(path, top))) ??
        roots.find((path) => holdsPython(files, joinPath(path, top)));
      if (root === undefined) return undefined;
      const base = joinPath(root, name.replaceAll(".", "/"));
      const path = moduleFiles(base).find((file) => files.isFile(file));
      if (path !== undefined) {
        const source = decodeRevision(files.readBytes(path), path, "python");
        return { kind: "source", path, source, isPackage: path.endsWith("__init__.py") };
      }
      // A directory without __init__.py is a package, too, if there is Python in it.
      if (!holdsPython(files, base)) return undefined;
      return { kind: "source", path: base, source: "", isPackage: true };
    },
  };
}

function moduleFiles(base: string): readonly string[] {
  return [joinPath(base, "__init__.py"), `${base}.py`];
}

function isModule(files: Files, base: string): boolean {
  return moduleFiles(base).some((file) => files.isFile(file));
}

/** Whether a directory has Python files, or packages with some. */
function holdsPython(files: Files, directory: string): boolean {
  return files.listOrNull(directory)?.some(({ name, isFile }) =>
    isFile ? name.endsWith(".py") : files.isFile(joinPath(directory, `${name}/__init__.py`))
  ) ?? false;
}
