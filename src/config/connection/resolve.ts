import { ConnectionError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import { absolutePath } from "../paths.ts";
import { type DatabaseUrl, maskPassword, parseDatabaseUrl } from "./database_url.ts";
import { completeOptions, defaultHost, defaultUser, SOCKET_DIRECTORIES } from "./libpq_defaults.ts";
import { SESSION_VARIABLES } from "./libpq_options.ts";
import { choice, integer, refuseUnsupported } from "./option_values.ts";
import type {
  ConnectionParameters,
  HostParameters,
  PgliteParameters,
  PostgresqlParameters,
} from "./parameters.ts";
import { defaultPasswordFile, readPasswordFile } from "./password_file.ts";
import { sslParameters } from "./ssl_options.ts";
import { urlOptions } from "./url_options.ts";

const DEFAULT_PORT = 5432;

/** What a program says about a connection beside its URL (`connect_args` of `create_engine`). */
export interface ConnectionExtras {
  /** Options that come before those of the URL, under the same names. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Settings for the start-up message. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Turns a database URL into all that is needed to connect: SQLAlchemy's forms of PostgreSQL URLs
 * with any driver, completed by the service file, the PG* environment variables, the password
 * file and libpq's defaults; or `pglite://` for the embedded database.
 *
 * Throws a {@link ConnectionError} that says what is wrong and never shows a password.
 */
export function resolveConnection(
  url: string,
  platform: Platform,
  extra: ConnectionExtras = {},
): ConnectionParameters {
  if (/^pglite:/.test(url)) return pglite(url, platform);
  const parsed = parseDatabaseUrl(url);
  const dialect = parsed.driverName.split("+")[0];
  if (dialect !== "postgresql" && dialect !== "postgres") throw otherDialect(parsed.driverName);
  const { query = [], settings = {} } = extra;
  const names = new Set(query.map(([name]) => name));
  const kept = parsed.query.filter(([name]) => !names.has(name));
  const whole: DatabaseUrl = { ...parsed, query: [...kept, ...query] };
  return Object.freeze(postgresql(whole, maskPassword(url), platform, settings));
}

function otherDialect(driverName: string): ConnectionError {
  if (driverName === "driver") {
    return new ConnectionError("the database URL is still the placeholder that init wrote", {
      hint: "set sqlalchemy.url in alembic.ini, DATABASE_URL, or --url",
    });
  }
  return new ConnectionError(`database '${driverName}' is not supported`, {
    hint: "use a PostgreSQL URL, postgresql://user@host/database, or pglite:///directory",
  });
}

// Not taken apart as other URLs are: everything behind the slashes is a path.
function pglite(url: string, platform: Platform): PgliteParameters {
  const path = /^pglite:\/\/(.*)$/s.exec(url)?.[1];
  if (path === undefined || /[?#]/.test(path) || /^\/+$/.test(path)) {
    throw new ConnectionError("the URL of an embedded database names no directory", {
      hint: "write pglite:///absolute/path, pglite://relative/path, or pglite:// for one in memory",
    });
  }
  let directory: string | null = null;
  if (path !== "") {
    const named = platform.os === "windows" ? path.replace(/^\/+(?=[A-Za-z]:)/, "") : path;
    directory = absolutePath(named, platform.cwd(), platform.os);
  }
  return Object.freeze({ kind: "pglite", shown: url, directory });
}

function postgresql(
  url: DatabaseUrl,
  shown: string,
  platform: Platform,
  settings: Readonly<Record<string, string>>,
): PostgresqlParameters {
  const options = completeOptions(urlOptions(url), platform);
  refuseUnsupported(options);
  const user = options.get("user") || defaultUser(platform);
  const database = options.get("dbname") || user;
  const warnings = new Set<string>();
  const passwordOf = passwordSource(options, { user, database }, platform, warnings);
  const hosts = hostList(options, platform).map(({ isDefaultSocket, ...host }) =>
    Object.freeze({ ...host, password: passwordOf({ ...host, isDefaultSocket }) })
  );
  const timeout = integer(options, "connect_timeout") ?? 0;
  return {
    kind: "postgresql",
    shown,
    hosts: Object.freeze(hosts),
    user,
    database,
    ssl: Object.freeze(sslParameters(options, platform)),
    options: options.get("options") || null,
    applicationName: options.get("application_name") ||
      options.get("fallback_application_name") || null,
    connectTimeout: timeout > 0 ? timeout : null,
    targetSession: choice(options, "target_session_attrs", [
      "any",
      "read-write",
      "read-only",
      "primary",
      "standby",
      "prefer-standby",
    ]),
    shuffleHosts: choice(options, "load_balance_hosts", ["disable", "random"]) === "random",
    channelBinding: choice(options, "channel_binding", ["prefer", "disable", "require"]),
    settings: Object.freeze({ ...sessionSettings(platform), ...settings }),
    warnings: Object.freeze([...warnings]),
  };
}

type Server = Omit<HostParameters, "password"> & { readonly isDefaultSocket: boolean };

/** Hosts, addresses and ports are lists of one length, or one port for all hosts. */
function hostList(options: ReadonlyMap<string, string>, platform: Platform): Server[] {
  const list = (name: string) => (options.get(name) || "").split(",").map((item) => item.trim());
  const names = list("host");
  const addresses = list("hostaddr");
  const ports = list("port");
  if (options.get("host") && options.get("hostaddr") && names.length !== addresses.length) {
    throw new ConnectionError(
      `could not match ${names.length} host names to ${addresses.length} hostaddr values`,
    );
  }
  const count = options.get("hostaddr") ? addresses.length : names.length;
  if (ports.length !== 1 && ports.length !== count) {
    throw new ConnectionError(`could not match ${ports.length} port numbers to ${count} hosts`);
  }
  return Array.from({ length: count }, (_, index) => {
    const port = portNumber((ports.length === 1 ? ports[0] : ports[index]) ?? "");
    const address = addresses[index] || null;
    const named = names[index] || address;
    const host = socketDirectory(named ?? defaultHost(port, platform), platform);
    const isDefaultSocket = SOCKET_DIRECTORIES.includes(host);
    return { host, address, port, isDefaultSocket };
  });
}

// pg8000 names the socket file itself.
function socketDirectory(host: string, platform: Platform): string {
  if (platform.os !== "windows" && host.startsWith("/")) {
    return host.replace(/\/\.s\.PGSQL\.\d+$/, "");
  }
  return host;
}

function portNumber(text: string): number {
  if (text === "") return DEFAULT_PORT;
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (port >= 1 && port <= 65535) return port;
  if (Number.isNaN(port)) {
    throw new ConnectionError(`invalid integer value "${text}" for connection option "port"`);
  }
  throw new ConnectionError(`invalid port number: "${text}"`);
}

/** A given password holds for all servers; else each is looked up in the password file. */
function passwordSource(
  options: ReadonlyMap<string, string>,
  login: { readonly user: string; readonly database: string },
  platform: Platform,
  warnings: Set<string>,
): (server: Server) => string | null {
  const given = options.get("password");
  if (given) return () => given;
  const path = options.get("passfile") || defaultPasswordFile(platform);
  if (path === null) return () => null;
  const absolute = absolutePath(path, platform.cwd(), platform.os);
  return ({ host, port, isDefaultSocket }) => {
    const key = { host, port, isDefaultSocket, ...login };
    const { password, warning } = readPasswordFile(absolute, key, platform);
    if (warning !== null) warnings.add(warning);
    return password;
  };
}

function sessionSettings(platform: Platform): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [variable, name] of Object.entries(SESSION_VARIABLES)) {
    const value = platform.env(variable);
    if (value) settings[name] = value;
  }
  return settings;
}
