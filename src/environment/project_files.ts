import type { Config } from "../config/mod.ts";
import { joinPath, parentPath } from "../config/paths.ts";
import type { Files, Platform } from "../platform/mod.ts";
import type { ReadableFiles } from "../python/runtime/context.ts";
import { checkText } from "../python/runtime/limits.ts";
import { normalisePath, outOfReach } from "../python/modules/stdlib/os_path.ts";

/** The directories of a project that evaluated code may read files below. */
export function projectDirectories(config: Config, platform: Platform): readonly string[] {
  return [
    platform.cwd(),
    ...config.iniExists ? [parentPath(config.iniPath)] : [],
    config.scriptLocation,
    ...config.versionLocations,
    ...config.moduleRoots,
  ];
}

/**
 * The files that evaluated code may read: those below directories of the project. What a symbolic link leads
 * to counts, not where the link is. Names that begin with a dot are kept out of reach: where the project's
 * directory is somebody's home, that is where keys and passwords are.
 */
export function projectFiles(files: Files, directories: readonly string[]): ReadableFiles {
  const roots = new Set(
    directories.flatMap((path) => files.isDirectory(path) ? [files.realPath(path)] : []),
  );
  roots.delete("/");
  const below = (path: string) => [...roots].filter((root) => `${path}/`.startsWith(`${root}/`));
  const isHidden = (path: string) =>
    below(path).every((root) => path.slice(root.length).includes("/."));
  return {
    resolve: (path) => {
      const real = withoutLinks(files, path);
      return below(real).length > 0 ? real : null;
    },
    isHidden,
    kind: (path) => {
      if (orNull(() => files.isFile(path))) return "file";
      return orNull(() => files.isDirectory(path)) ? "directory" : null;
    },
    size: (path) => files.size(path),
    read: (path) => files.readBytes(path),
    variables: (path) => {
      const real = withoutLinks(files, path);
      if (!orNull(() => files.isFile(real))) return null;
      const isOfProject = below(real).length > 0 && !isHidden(real);
      if (!isOfProject && !VARIABLES.test(real.slice(real.lastIndexOf("/") + 1))) {
        throw outOfReach(
          "reading variables",
          path,
          "beside the files of the project only those named like .env are read",
        );
      }
      checkText(files.size(real));
      return files.readBytes(real);
    },
    list: (path) => (files.listOrNull(path) ?? []).map(({ name }) => name).sort(),
  };
}

/** How files of variables are named: `.env`, `.env.local`, `test.env`, `.flaskenv`. Other files hold keys in the same notation. */
const VARIABLES = /^\.?\w*env(?:[._-].*)?$|\.env$/i;

/** The path without symbolic links; of one that is not there, the part that is. */
export function withoutLinks(files: Files, path: string): string {
  const find = (path: string) => path === "/" ? path : orNull(() => files.realPath(path));
  const whole = find(path);
  if (whole !== null) return whole;
  const missing: string[] = [];
  for (let at = normalisePath(path);; at = parentPath(at)) {
    const real = find(at);
    if (real !== null) return missing.reduceRight(joinPath, real);
    missing.push(at.slice(at.lastIndexOf("/") + 1));
  }
}

/** What cannot be looked up, whatever the reason (a loop of links, a name too long), is not there. */
function orNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
