import { joinPath } from "../config/paths.ts";
import type { Files } from "../platform/mod.ts";
import { sortedTexts } from "../python/runtime/text.ts";
import type { RevisionKind } from "./revision.ts";

/** Where revision files are looked for. */
export interface RevisionLocations {
  /** Absolute paths of directories, in the order of the configuration; missing ones are ignored. */
  readonly directories: readonly string[];
  /** `recursive_version_locations`: whether directories below belong to a location as well. */
  readonly recursive: boolean;
}

/** A file in a versions directory that may be a revision, by its name. */
export interface RevisionFile {
  /** With symbolic links resolved. */
  readonly path: string;
  readonly name: string;
  readonly kind: RevisionKind;
}

/**
 * The kind of revision that a file name stands for, or `null` for names that are not looked at.
 * The rule is Alembic's (`__init__.py` and `.#x.py` are left out, `.hidden.py` is not) and extended to
 * the other kinds; declarations (`.d.ts`) hold no code.
 */
export function kindOfFile(name: string): RevisionKind | null {
  if (name.startsWith(".#") || name.startsWith("__init__")) return null;
  if (name.endsWith(".py")) return "python";
  if (name.endsWith(".sql")) return "sql";
  if (/\.(?:ts|mts|js|mjs)$/.test(name) && !/\.d\.m?ts$/.test(name)) return "typescript";
  return null;
}

/**
 * The files of all locations in map order: locations as configured, inside each the names sorted,
 * a directory's own files before those of the directories below. A file that comes up twice is
 * left out the second time, and `warn` is told.
 */
export function listRevisionFiles(
  files: Files,
  locations: RevisionLocations,
  warn: (message: string) => void,
): RevisionFile[] {
  const found: RevisionFile[] = [];
  const seen = new Set<string>();
  const visit = (directory: string): void => {
    const entries = files.listOrNull(directory);
    if (entries === null) return;
    const real = files.realPath(directory);
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    const sorted = sortedTexts([...byName.keys()]).map((name) => byName.get(name)!);
    for (const entry of sorted) {
      const kind = kindOfFile(entry.name);
      if (kind === null || entry.isDirectory) continue;
      const plain = joinPath(real, entry.name);
      const path = entry.isSymlink ? files.realPath(plain) : plain;
      if (entry.isSymlink && files.isDirectory(path)) continue;
      if (seen.has(path)) {
        warn(`File ${path} loaded twice! ignoring. Please ensure version_locations is unique.`);
        continue;
      }
      seen.add(path);
      found.push({ path, name: path.slice(path.lastIndexOf("/") + 1), kind });
    }
    if (!locations.recursive) return;
    for (const entry of sorted) {
      if (entry.isDirectory && !entry.name.endsWith("__pycache__")) {
        visit(joinPath(directory, entry.name));
      }
    }
  };
  for (const directory of locations.directories) visit(directory);
  return found;
}
