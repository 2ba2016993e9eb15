import { ConnectionError } from "../../errors/mod.ts";
import { type DatabaseUrl, percentDecode } from "./database_url.ts";
import { isLibpqOption } from "./libpq_options.ts";
import { ownValue } from "../own_value.ts";

/** Names that a driver gives to libpq's options. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  asyncpg: { database: "dbname", ssl: "sslmode", timeout: "connect_timeout" },
  pg8000: { database: "dbname", timeout: "connect_timeout" },
};

/** Options of drivers that say nothing about the server or the session, and so change nothing here. */
const IGNORED = new Set([
  "command_timeout",
  "max_cacheable_statement_size",
  "max_cached_statement_lifetime",
  "prepare_threshold",
  "prepared_statement_cache_size",
  "prepared_statement_name_func",
  "statement_cache_size",
  "tcp_keepalive",
  "async_fallback",
]);

/**
 * The libpq options that a URL asks for: its host, port, user, password and database, overridden
 * and completed by what stands behind the `?`, under the names of the URL's driver.
 *
 * Throws a {@link ConnectionError} for an option that neither libpq nor the driver knows.
 */
export function urlOptions(url: DatabaseUrl): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  const set = (name: string, value: string | null) => {
    if (value) options.set(name, value);
  };
  set("user", url.username);
  set("password", url.password);
  // libpq's own way to write a socket directory, which a host name cannot hold otherwise.
  set("host", url.host?.startsWith("%2") ? percentDecode(url.host) : url.host);
  set("port", url.port);
  set("dbname", url.driverName === "postgres" ? percentDecode(url.database ?? "") : url.database);
  const driver = url.driverName.split("+")[1] ?? "psycopg2";
  const query = new Map<string, string[]>();
  for (const [given, value] of url.query) {
    if (IGNORED.has(given)) continue;
    const name = optionName(driver, given);
    query.set(name, [...query.get(name) ?? [], value]);
  }
  addHosts(options, query.get("host") ?? [], query.get("port") ?? []);
  for (const [name, values] of query) {
    if (name === "host" || name === "port") continue;
    if (values.length > 1) {
      throw new ConnectionError(`connection option "${name}" is given ${values.length} times`);
    }
    options.set(name, values[0] ?? "");
  }
  return options;
}

function optionName(driver: string, given: string): string {
  const renamed = ownValue(ownValue(RENAMED, driver) ?? {}, given);
  if (renamed !== undefined) return renamed;
  // libpq takes ssl=true in its own URLs.
  if (given === "ssl") return "sslmode";
  if (given === "unix_sock" && driver === "pg8000") return "host";
  if (isLibpqOption(given)) return given;
  throw new ConnectionError(`invalid connection option "${given}"`, {
    hint: 'see PostgreSQL\'s "Parameter Key Words"; a schema is set with ' +
      "options=-csearch_path%3Dname",
  });
}

// host=a,b&port=1,2 and host=a:1&host=b:2 are two ways to name several servers; see SQLAlchemy's
// "Specifying multiple fallback hosts".
function addHosts(
  options: Map<string, string>,
  hosts: readonly string[],
  ports: readonly string[],
): void {
  const single = hosts.length === 1 && ports.length === 0 && !hosts[0]?.includes(",");
  const together = hosts.length > 1 || single
    ? hosts.map((host) => /^([A-Za-z0-9.-]*):(\d*)$/.exec(host))
    : [];
  if (together.some((found) => found !== null)) {
    if (ports.length > 0) {
      throw new ConnectionError(
        "Can't mix 'multihost' formats together; use \"host=h1,h2,h3&port=p1,p2,p3\" or " +
          '"host=h1:p1&host=h2:p2&host=h3:p3" separately',
      );
    }
    options.set("host", hosts.map((host, index) => together[index]?.[1] ?? host).join(","));
    const found = hosts.map((_, index) => together[index]?.[2] ?? "");
    if (found.some((port) => port !== "")) options.set("port", found.join(","));
    return;
  }
  if (hosts.length > 0) options.set("host", hosts.join(","));
  if (ports.length > 0) options.set("port", ports.join(","));
}
