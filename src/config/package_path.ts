import { FileError, type Place } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { absolutePath, isAbsolute, joinPath, parentPath } from "./paths.ts";

/** What is needed to find the directories that the configuration names. */
export interface PathContext {
  readonly platform: Platform;
  /** The directories of Python's module path that are known, absolute, in order. */
  readonly moduleRoots: readonly string[];
}

/**
 * The directories in which Python would look for the project's packages, as far as they can be
 * known without Python: `prepend_sys_path`, `PYTHONPATH`, the current directory, that of the ini,
 * and `src` below the latter two, where a project that is installed in place has its packages.
 */
export function moduleRoots(
  platform: Platform,
  prependSysPath: readonly string[],
  here: string,
): readonly string[] {
  const cwd = absolutePath(platform.cwd(), platform.cwd(), platform.os);
  const separator = platform.os === "windows" ? ";" : ":";
  const pythonPath = (platform.env("PYTHONPATH") ?? "").split(separator).filter((item) => item)
    .map((item) => absolutePath(item, cwd, platform.os));
  return [
    ...new Set([
      ...prependSysPath,
      ...pythonPath,
      cwd,
      here,
      joinPath(cwd, "src"),
      joinPath(here, "src"),
    ]),
  ];
}

/**
 * The directory above the package that a directory is in: where the package is installed, Python finds it from there.
 * `null` where it is in none.
 */
export function aroundPackage({ files }: Pick<Platform, "files">, inside: string): string | null {
  let found: string | null = null;
  let directory = parentPath(inside);
  while (files.isFile(joinPath(directory, "__init__.py")) && directory !== parentPath(directory)) {
    directory = found = parentPath(directory);
  }
  return found;
}

/**
 * The absolute path of a directory as the configuration writes it: a path (relative ones start at
 * the current directory, not at the ini), or `package.module:dir`, a directory inside a Python
 * package. `option` and `place` are for the error when there is no such package.
 */
export function resolveDirectory(
  text: string,
  context: PathContext,
  option: string,
  place: Place,
): string {
  const { platform } = context;
  if (isAbsolute(text, platform.os) || !text.includes(":")) {
    return absolutePath(text, platform.cwd(), platform.os);
  }
  const [name = "", ...parts] = text.split(":");
  for (const root of context.moduleRoots) {
    const path = joinPath(root, name.replaceAll(".", "/"));
    const directory = packageDirectory(platform, path);
    if (directory !== null) return absolutePath([directory, ...parts].join("/"), "/", platform.os);
  }
  throw new FileError(
    "package_not_found",
    `${option} is '${text}', but no Python package '${name}' was found in: ` +
      context.moduleRoots.join(", "),
    {
      place,
      hint: "add the directory that holds the package to prepend_sys_path, or name the directory " +
        `by its path, such as %(here)s/${[...name.split("."), ...parts].join("/")}`,
    },
  );
}

function packageDirectory(platform: Platform, path: string): string | null {
  if (platform.files.isDirectory(path)) return path;
  return platform.files.isFile(`${path}.py`) ? path.slice(0, path.lastIndexOf("/")) : null;
}
