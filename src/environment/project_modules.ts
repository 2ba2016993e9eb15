import { joinPath, parentPath } from "../config/paths.ts";
import type { DirectoryEntry, Files } from "../platform/mod.ts";
import type { ModuleLoader } from "../python/mod.ts";
import { decodeRevision } from "../script/source_text.ts";

/** The project's own modules, and the directories that they are looked for in. */
export interface ProjectModules extends ModuleLoader {
  readonly roots: string[];
  addRoots(directories: readonly string[]): boolean;
}

/**
 * Finds the project's own Python modules, which revisions import helpers and column types from, in
 * the directories that Python would look in, which may become more. Their source is evaluated like that of a revision.
 */
export function projectModules(disk: Files, given: readonly string[]): ProjectModules {
  const roots = [...given];
  const files = listedFiles(disk, roots);
  return {
    roots,
    addRoots(directories) {
      const more = directories.filter((path) => !roots.includes(path));
      roots.push(...more);
      return more.length > 0;
    },
    load(name) {
      const [top = ""] = name.split(".");
      // What is beneath a package is looked for where the package was found, as in Python.
      const root = roots.find((path) => isModule(files, joinPath(path, top))) ??
        roots.find((path) => holdsPython(files, joinPath(path, top)));
      if (root === undefined) return undefined;
      const base = joinPath(root, name.replaceAll(".", "/"));
      const path = moduleFiles(base).find((file) => files.isFile(file));
      if (path !== undefined) {
        const source = decodeRevision(disk.readBytes(path), path, "python");
        return { kind: "source", path, source, isPackage: path.endsWith("__init__.py") };
      }
      // A directory without __init__.py is a package, too, if there is Python in it.
      if (!holdsPython(files, base)) return undefined;
      return { kind: "source", path: base, source: "", isPackage: true };
    },
  };
}

/** The files of directories that are listed once: most look-ups are for what is not there. */
interface ListedFiles {
  isFile(path: string): boolean;
  /** `null` if there is no such directory. */
  list(path: string): ReadonlyMap<string, DirectoryEntry> | null;
}

function listedFiles(disk: Files, roots: readonly string[]): ListedFiles {
  const directories = new Map<string, ReadonlyMap<string, DirectoryEntry> | null>();
  const list = (path: string): ReadonlyMap<string, DirectoryEntry> | null => {
    let entries = directories.get(path);
    if (entries === undefined) {
      const parent = parentPath(path);
      const isThere = roots.includes(path) || parent === path ||
        list(parent)?.has(path.slice(path.lastIndexOf("/") + 1));
      const found = isThere ? disk.listOrNull(path) : null;
      entries = found && new Map(found.map((entry) => [entry.name, entry]));
      directories.set(path, entries);
    }
    return entries;
  };
  return {
    list,
    isFile: (path) => {
      const slash = path.lastIndexOf("/");
      const entry = list(path.slice(0, slash))?.get(path.slice(slash + 1));
      return entry?.isFile || (entry?.isSymlink === true && disk.isFile(path));
    },
  };
}

function moduleFiles(base: string): readonly string[] {
  return [joinPath(base, "__init__.py"), `${base}.py`];
}

function isModule(files: ListedFiles, base: string): boolean {
  return moduleFiles(base).some((file) => files.isFile(file));
}

/** Whether a directory has Python files, or packages with some. */
function holdsPython(files: ListedFiles, directory: string): boolean {
  const entries = files.list(directory);
  if (entries === null) return false;
  return [...entries.values()].some(({ name, isFile }) =>
    isFile ? name.endsWith(".py") : files.isFile(joinPath(directory, `${name}/__init__.py`))
  );
}
