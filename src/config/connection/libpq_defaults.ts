import { ConnectionError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import { LIBPQ_OPTIONS } from "./libpq_options.ts";
import { readService } from "./service_file.ts";

/** Where a socket may be, most likely first: Debian's packages, then PostgreSQL's own default. */
export const SOCKET_DIRECTORIES: readonly string[] = ["/var/run/postgresql", "/tmp"];

/**
 * Completes options as libpq does: what is given, else what the service says, else the
 * environment variable. Empty values count as given, as they do in libpq.
 */
export function completeOptions(
  given: ReadonlyMap<string, string>,
  platform: Platform,
): ReadonlyMap<string, string> {
  const options = new Map(given);
  const service = options.get("service") ?? platform.env("PGSERVICE");
  if (service) {
    for (const [name, value] of readService(service, platform)) {
      if (!options.has(name)) options.set(name, value);
    }
  }
  for (const [name, variable] of Object.entries(LIBPQ_OPTIONS)) {
    const value = variable === null ? undefined : platform.env(variable);
    if (!options.has(name) && value !== undefined) options.set(name, value);
  }
  // Older than sslmode, but still heeded.
  if (!options.has("sslmode") && platform.env("PGREQUIRESSL") === "1") {
    options.set("sslmode", "require");
  }
  return options;
}

/**
 * The host that holds when none is given: the directory with the socket of a server on this port,
 * or `localhost` where there is no such socket.
 */
export function defaultHost(port: number, platform: Platform): string {
  if (platform.os === "windows") return "localhost";
  const socket = `.s.PGSQL.${port}`;
  const found = SOCKET_DIRECTORIES.find((directory) =>
    platform.files.listOrNull(directory)?.some((entry) => entry.name === socket)
  );
  return found ?? "localhost";
}

/** The user that holds when none is given: the one who runs the program. */
export function defaultUser(platform: Platform): string {
  const name = platform.userName();
  if (name) return name;
  throw new ConnectionError("no user name for the database is given, and the system names none", {
    hint: "put it into the URL (postgresql://user@host/database) or into PGUSER",
  });
}
