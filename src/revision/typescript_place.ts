import type { Place } from "../errors/mod.ts";
import { pathToFileUrl } from "../platform/file_url.ts";

/**
 * Where in a revision's file a call stands: the innermost line of the stack that is in that file, or the file
 * alone where the runtime gives no lines.
 */
export function placeInStack(path: string, stack: string | undefined): Place {
  const url = pathToFileUrl(path);
  for (const line of (stack ?? "").split("\n")) {
    const start = line.indexOf(url);
    const from = start >= 0 ? start + url.length : line.indexOf(path) + path.length;
    if (start < 0 && !line.includes(path)) continue;
    const match = /^(?:\?[^:]*)?:(\d+)(?::(\d+))?/.exec(line.slice(from));
    if (!match) continue;
    return { path, line: Number(match[1]), ...(match[2] ? { column: Number(match[2]) } : {}) };
  }
  return { path };
}
