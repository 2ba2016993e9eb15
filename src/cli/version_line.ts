import type { Files, Platform } from "../platform/mod.ts";
import { VERSION } from "../project/version.ts";

/** The commit, where whoever builds an executable puts it in. */
declare const MIGRATOR_COMMIT: string | undefined;

/** What `--version` prints: `migrator 1.2.3 (commit 0123456789ab, Deno 2.9.6, linux x86_64)`. */
export function versionLine({ files, runtime, machine }: Platform): string {
  const built = typeof MIGRATOR_COMMIT === "undefined" ? null : MIGRATOR_COMMIT;
  const commit = built ?? commitOf(files, sourceRoot());
  const facts = [...commit === null ? [] : [`commit ${commit.slice(0, 12)}`], runtime, machine];
  return `migrator ${VERSION} (${facts.join(", ")})`;
}

/**
 * The commit that a directory with a Git repository has checked out, by git's own files; `null` where there is
 * none, or where it cannot be read.
 */
export function commitOf(
  files: Pick<Files, "readTextOrNull" | "isDirectory">,
  root: string,
): string | null {
  const git = gitDirectory(files, root);
  const head = files.readTextOrNull(`${git}/HEAD`)?.trim();
  const name = head?.match(/^ref: (.+)$/)?.[1];
  if (name === undefined) return asCommit(head);
  // A work tree of its own has its HEAD beside what it shares with the others.
  const common = files.readTextOrNull(`${git}/commondir`)?.trim();
  const shared = common === undefined ? git : common.startsWith("/") ? common : `${git}/${common}`;
  const packed = files.readTextOrNull(`${shared}/packed-refs`)?.split("\n")
    .find((line) => line.endsWith(` ${name}`))?.split(" ")[0];
  return asCommit(files.readTextOrNull(`${shared}/${name}`)?.trim() ?? packed);
}

function gitDirectory(files: Pick<Files, "readTextOrNull" | "isDirectory">, root: string): string {
  const path = `${root}/.git`;
  if (files.isDirectory(path)) return path;
  return files.readTextOrNull(path)?.match(/^gitdir: (.+)$/m)?.[1] ?? path;
}

function asCommit(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : null;
}

/** The directory that the program's sources lie in, where they lie in files. */
function sourceRoot(): string {
  const { pathname } = new URL("../..", import.meta.url);
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "").replace(/\/$/, "");
}
