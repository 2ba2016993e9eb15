import { joinPath } from "../config/paths.ts";
import { projectFiles } from "../environment/project_files.ts";
import type { DirectoryEntry, Files } from "../platform/mod.ts";
import type { ReadableFiles } from "../python/runtime/context.ts";
import type { ImportSource } from "./source.ts";

/** A file of the source that goes into the new project as it is. */
export interface CopiedFile {
  readonly from: string;
  /** Below the output directory. */
  readonly to: string;
}

/**
 * What belongs to the migrations beside the revisions: env.py, templates, modules and data beside them. Where the
 * script directory is that of the whole project, only what has such a name.
 *
 * Of a link what it leads to is taken, if that is of the project and the link is not in it; `warn` hears of others.
 */
export function filesBeside(
  { config, graph, root, platform: { files } }: ImportSource,
  scripts: string,
  versions: string,
  warn: (message: string) => void,
): readonly CopiedFile[] {
  const { scriptLocation, versionLocations } = config;
  const revisions = new Set(graph.revisions.map(({ path }) => path));
  const found = new Map<string, CopiedFile>();
  const take = (from: string, to: string) => {
    if (!found.has(to)) found.set(to, { from, to });
  };
  const own = projectFiles(files, [root, scriptLocation, ...versionLocations]);
  const walk = new Walk(scriptLocation, files, own, revisions, warn);
  const isAlone = scriptLocation !== root && !versionLocations.includes(scriptLocation);
  for (const entry of files.listOrNull(scriptLocation) ?? []) {
    const { name } = entry;
    const path = joinPath(scriptLocation, name);
    const isTaken = isAlone ? isSource(name) : /^(?:env\.py|script\.\w+\.mako)$/.test(name);
    if (!isTaken || holds(path, versionLocations)) continue;
    const kind = walk.kindOf(entry, path);
    if (kind === "file") take(path, joinPath(scripts, name));
    if (kind === "directory" && isAlone) walk.visit(path, joinPath(scripts, name), take);
  }
  for (const location of versionLocations) walk.visit(location, versions, take);
  return [...found.values()];
}

/** A walk through directories that follows links as far as they lead. */
class Walk {
  /** The directories that are under way, without links. */
  readonly #open: string[];

  constructor(
    scriptLocation: string,
    readonly files: Files,
    /** What belongs to the project. */
    readonly own: ReadableFiles,
    /** The files of revisions, without links, which are not taken. */
    readonly revisions: ReadonlySet<string>,
    readonly warn: (message: string) => void,
  ) {
    this.#open = [files.realPath(scriptLocation)];
  }

  visit(directory: string, to: string, take: (from: string, to: string) => void): void {
    const entries = this.files.listOrNull(directory);
    if (entries === null) return;
    this.#open.push(this.files.realPath(directory));
    for (const entry of entries) {
      const { name } = entry;
      if (!isSource(name)) continue;
      const path = joinPath(directory, name);
      const kind = this.kindOf(entry, path);
      if (kind === "file") take(path, joinPath(to, name));
      if (kind === "directory") this.visit(path, joinPath(to, name), take);
    }
    this.#open.pop();
  }

  /** What an entry is, or what it leads to; `null` where that is not to be taken. */
  kindOf({ isFile, isDirectory, isSymlink }: DirectoryEntry, path: string) {
    const isRevision = () => this.revisions.has(this.files.realPath(path));
    if (!isSymlink) return isFile && !isRevision() ? "file" : isDirectory ? "directory" : null;
    const left = (reason: string) => {
      this.warn(`the link ${path} is not followed: ${reason}`);
      return null;
    };
    const kind = this.own.kind(path);
    if (kind === null) return left("it leads to no file and no directory");
    if (isRevision()) return null;
    const real = this.own.resolve(path);
    if (real === null) return left("it leads out of the project");
    if (this.own.isHidden(real)) return left("it leads to what has a dot before its name");
    const here = [...this.#open, this.files.realPath(path.slice(0, path.lastIndexOf("/")))];
    if (kind === "directory" && holds(real, here)) return left("it leads back to where it stands");
    return kind;
  }
}

/** Whether a directory is, or has in it, one of the others. */
function holds(directory: string, others: readonly string[]): boolean {
  return others.some((other) => other === directory || other.startsWith(joinPath(directory, "")));
}

function isSource(name: string): boolean {
  return name !== "__pycache__" && !name.startsWith(".") && !name.endsWith(".pyc");
}
