import type { Files } from "../platform/mod.ts";
import type { ReadableFiles } from "../python/runtime/context.ts";

/**
 * The files that revisions may read: those below directories of the project. What a symbolic link leads
 * to counts, not where the link is.
 */
export function projectFiles(files: Files, directories: readonly string[]): ReadableFiles {
  const roots = new Set(directories.filter((path) => path !== "/"));
  for (const root of [...roots]) if (files.isDirectory(root)) roots.add(files.realPath(root));
  const kind = (path: string) =>
    files.isFile(path) ? "file" : files.isDirectory(path) ? "directory" : null;
  return {
    kind,
    grants: (path) => {
      const real = kind(path) === null ? path : files.realPath(path);
      return [...roots].some((root) => real === root || real.startsWith(`${root}/`));
    },
    read: (path) => files.readBytes(path),
    list: (path) => (files.listOrNull(path) ?? []).map(({ name }) => name).sort(),
  };
}
