import { parentPath } from "../config/paths.ts";
import { pathToFileUrl } from "../platform/file_url.ts";
import type { Files, Platform } from "../platform/mod.ts";
import type { NewRevision } from "../script/script_directory.ts";

/** A file that is made and not written yet. */
export type UnwrittenFile = Pick<NewRevision, "path" | "text">;

/** A platform on which a revision file can be read and imported as if it were written. */
export function withUnwritten(platform: Platform, file: UnwrittenFile): Platform {
  const { path, text } = file;
  const files = new Proxy(platform.files, {
    get(target: Files, name: keyof Files) {
      const bytes = () => new TextEncoder().encode(text);
      if (name === "readBytes") return (of: string) => of === path ? bytes() : target.readBytes(of);
      if (name === "readText") return (of: string) => of === path ? text : target.readText(of);
      if (name === "isFile") return (of: string) => of === path || target.isFile(of);
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return {
    ...platform,
    files,
    importModule: (of) => of === path ? importCopy(file, platform) : platform.importModule(of),
  };
}

/**
 * Imports a module that is not written yet from a copy beside its place, where what it imports is found. The name of the
 * copy is one that no command takes for a revision; it is gone afterwards.
 */
async function importCopy(
  { path, text }: UnwrittenFile,
  { files, importModule }: Platform,
): Promise<Record<string, unknown>> {
  const directory = parentPath(path);
  const missing = missingDirectory(directory, files);
  const name = path.slice(directory.length + 1);
  const copy = `${directory}/.#${crypto.randomUUID().slice(0, 8)}.${name}`;
  if (missing !== null) files.makeDirectory(directory);
  try {
    files.writeText(copy, text, { createNew: true });
    return await importModule(copy);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = error.message.replaceAll(pathToFileUrl(copy), pathToFileUrl(path));
    throw new Error(message, { cause: error });
  } finally {
    files.removeTree(missing ?? copy);
  }
}

/** The outermost directory of a path that is not there, or `null`. */
function missingDirectory(path: string, files: Files): string | null {
  if (files.isDirectory(path)) return null;
  return missingDirectory(parentPath(path), files) ?? path;
}
