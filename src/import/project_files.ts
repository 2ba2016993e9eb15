import { joinPath } from "../config/paths.ts";
import type { Files } from "../platform/mod.ts";
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
 */
export function filesBeside(
  { config, graph, root, platform: { files } }: ImportSource,
  scripts: string,
  versions: string,
): readonly CopiedFile[] {
  const { scriptLocation, versionLocations } = config;
  const revisions = new Set(graph.revisions.map(({ path }) => path));
  const found = new Map<string, CopiedFile>();
  const take = (from: string, to: string) => {
    if (!revisions.has(files.realPath(from)) && !found.has(to)) found.set(to, { from, to });
  };
  const isAlone = scriptLocation !== root && !versionLocations.includes(scriptLocation);
  for (const { name, isDirectory } of files.listOrNull(scriptLocation) ?? []) {
    const path = joinPath(scriptLocation, name);
    if (isDirectory) {
      if (isAlone && !holds(path, versionLocations)) {
        visit(files, path, joinPath(scripts, name), take);
      }
    } else if (isAlone ? isSource(name) : /^(?:env\.py|script\.\w+\.mako)$/.test(name)) {
      take(path, joinPath(scripts, name));
    }
  }
  for (const location of versionLocations) visit(files, location, versions, take);
  return [...found.values()];
}

function visit(
  files: Files,
  directory: string,
  to: string,
  take: (from: string, to: string) => void,
): void {
  for (const { name, isDirectory } of files.listOrNull(directory) ?? []) {
    if (!isSource(name)) continue;
    const path = joinPath(directory, name);
    if (isDirectory) visit(files, path, joinPath(to, name), take);
    // A link to a directory is left alone: it may lead around in a circle.
    else if (files.isFile(path)) take(path, joinPath(to, name));
  }
}

/** Whether a directory is, or has in it, one of the others. */
function holds(directory: string, others: readonly string[]): boolean {
  return others.some((other) => other === directory || other.startsWith(joinPath(directory, "")));
}

function isSource(name: string): boolean {
  return name !== "__pycache__" && !name.startsWith(".") && !name.endsWith(".pyc");
}
