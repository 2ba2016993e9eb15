import { ConnectionError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import { joinPath } from "../paths.ts";
import { isLibpqOption } from "./libpq_options.ts";

// Debian's packages and the usual ones of a source build; libpq has one compiled in.
const SYSTEM_DIRECTORIES = ["/etc/postgresql-common", "/etc", "/usr/local/pgsql/etc"];

/**
 * The options of a named service (PostgreSQL manual, "The Connection Service File"): from
 * `PGSERVICEFILE` or ~/.pg_service.conf, else from pg_service.conf in `PGSYSCONFDIR` or the
 * system's directory. Throws a {@link ConnectionError} when no file defines it.
 */
export function readService(name: string, platform: Platform): ReadonlyMap<string, string> {
  for (const path of serviceFiles(platform)) {
    const text = platform.files.isFile(path) ? platform.files.readText(path) : null;
    const options = text === null ? null : parseService(text, path, name);
    if (options !== null) return options;
  }
  throw new ConnectionError(`definition of service "${name}" not found`, {
    hint: `looked in: ${serviceFiles(platform).join(", ")}`,
  });
}

function serviceFiles(platform: Platform): string[] {
  const files: string[] = [];
  const named = platform.env("PGSERVICEFILE");
  const home = platform.homeDirectory();
  if (named) files.push(named);
  else if (platform.os === "windows") {
    const roaming = platform.env("APPDATA");
    if (roaming) files.push(`${roaming}/postgresql/.pg_service.conf`);
  } else if (home) files.push(joinPath(home, ".pg_service.conf"));
  const system = platform.env("PGSYSCONFDIR");
  const directories = system ? [system] : platform.os === "windows" ? [] : SYSTEM_DIRECTORIES;
  return [...files, ...directories.map((directory) => joinPath(directory, "pg_service.conf"))];
}

function parseService(
  text: string,
  path: string,
  name: string,
): ReadonlyMap<string, string> | null {
  let options: Map<string, string> | null = null;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[")) {
      if (options !== null) return options;
      if (line.startsWith(`[${name}]`)) options = new Map();
      continue;
    }
    if (options === null) continue;
    const equals = line.indexOf("=");
    const option = line.slice(0, equals);
    if (option === "service") {
      throw serviceError("nested service specifications not supported", path, index + 1);
    }
    if (equals < 0 || !isLibpqOption(option)) {
      throw serviceError("syntax error in service file", path, index + 1);
    }
    // The first of two settings holds.
    if (!options.has(option)) options.set(option, line.slice(equals + 1));
  }
  return options;
}

function serviceError(message: string, path: string, line: number): ConnectionError {
  return new ConnectionError(message, {
    place: { path, line },
    hint: "each line is option=value, without spaces around the equals sign",
  });
}
