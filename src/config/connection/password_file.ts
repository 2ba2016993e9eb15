import type { Platform } from "../../platform/mod.ts";

/** Whose password is wanted. */
export interface PasswordKey {
  /** A host name or address, or the directory of a Unix domain socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Whether the host is the socket directory that holds when none is given. */
  readonly isDefaultSocket: boolean;
}

/** What a password file gave. */
export interface PasswordFileAnswer {
  readonly password: string | null;
  /** Why the file was passed over, or `null`. */
  readonly warning: string | null;
}

const NOTHING: PasswordFileAnswer = { password: null, warning: null };

/** The password file that is looked at when neither option nor PGPASSFILE names one, or `null`. */
export function defaultPasswordFile(platform: Platform): string | null {
  if (platform.os === "windows") {
    const roaming = platform.env("APPDATA");
    return roaming ? `${roaming}/postgresql/pgpass.conf` : null;
  }
  const home = platform.homeDirectory();
  return home ? `${home}/.pgpass` : null;
}

/**
 * Looks a password up in a password file as libpq does (PostgreSQL manual, "The Password File"):
 * the first line `host:port:database:user:password` whose fields match or are `*` decides. A file
 * that others can read is passed over with a warning; a missing one is no matter.
 */
export function readPasswordFile(
  path: string,
  key: PasswordKey,
  platform: Platform,
): PasswordFileAnswer {
  if (!platform.files.isFile(path)) {
    if (!platform.files.isDirectory(path)) return NOTHING;
    return { password: null, warning: `password file "${path}" is not a plain file` };
  }
  const mode = platform.os === "windows" ? null : platform.files.mode(path);
  if (mode !== null && (mode & 0o077) !== 0) {
    return {
      password: null,
      warning: `password file "${path}" has group or world access; permissions should be ` +
        "u=rw (0600) or less",
    };
  }
  const host = key.isDefaultSocket ? "localhost" : key.host;
  const wanted = [host, String(key.port), key.database, key.user];
  for (const raw of platform.files.readText(path).split("\n")) {
    const line = raw.replace(/\r$/, "");
    if (line === "" || line.startsWith("#")) continue;
    const rest = matchFields(line, wanted);
    if (rest !== null) {
      const password = /^(?:[^:\\]|\\[^]|\\$)*/.exec(rest)?.[0] ?? "";
      return { password: password.replace(/\\([^])/g, "$1"), warning: null };
    }
  }
  return NOTHING;
}

// The rest of the line behind the fields, or null when one of them does not match.
function matchFields(line: string, wanted: readonly string[]): string | null {
  let rest: string | null = line;
  for (const value of wanted) {
    rest = matchField(rest, value);
    if (rest === null) return null;
  }
  return rest;
}

function matchField(text: string, value: string): string | null {
  if (text.startsWith("*:")) return text.slice(2);
  let at = 0;
  for (const character of value) {
    if (text[at] === ":" || at >= text.length) return null;
    if (text[at] === "\\") at++;
    if (!text.startsWith(character, at)) return null;
    at += character.length;
  }
  return text[at] === ":" ? text.slice(at + 1) : null;
}
