import { ConnectionError } from "../../errors/mod.ts";

/** The parts of a database URL, percent-decoded where SQLAlchemy decodes them. */
export interface DatabaseUrl {
  /** The text before `://`, such as `postgresql+psycopg2`. */
  readonly driverName: string;
  readonly username: string | null;
  readonly password: string | null;
  /** A host name or address, without the brackets of IPv6; several are divided by commas. */
  readonly host: string | null;
  /** Decimal digits; as many as there are hosts, or one, divided by commas. */
  readonly port: string | null;
  readonly database: string | null;
  /** The options behind `?` in their order; a name may come up more than once. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

const URL_PATTERN = new RegExp(
  [
    String.raw`^([\p{L}\p{N}_+]+)://`,
    String.raw`(?:([^:/]*)(?::([^@]*))?@)?`,
    String.raw`(?:\[([^/?]+)\]|([^/:?]+))?`,
    String.raw`(?::([^/?]*))?`,
    String.raw`(?:/([^?]*))?`,
    String.raw`(?:\?(.*))?`,
  ].join(""),
  "u",
);

/**
 * Takes a URL apart as SQLAlchemy's `make_url` does: user name and password are percent-decoded,
 * host and database are not; `+` is a space in the query only; options without a value are dropped.
 * Beyond that, several `host:port` divided by commas are understood, as libpq does.
 *
 * Throws a {@link ConnectionError} whose message holds nothing of the URL.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const found = URL_PATTERN.exec(text);
  if (found === null) {
    throw new ConnectionError("Could not parse SQLAlchemy URL from given URL string", {
      hint: "a database URL looks like postgresql://user:password@host:5432/database",
    });
  }
  const [, driverName = "", username, password, ipv6, name, port, database, query] = found;
  const host = ipv6 ?? name ?? null;
  if (host?.includes("@")) {
    // Part of the password, most likely, so it must not come up in a message about host names.
    throw new ConnectionError("the database URL has more than one '@' before the host", {
      hint: "in a user name or password, write %40 for '@'",
    });
  }
  return {
    driverName,
    username: username === undefined ? null : percentDecode(username),
    password: password === undefined ? null : percentDecode(password),
    ...splitPorts(host, port),
    database: database ?? null,
    query: parseQuery(query ?? ""),
  };
}

function splitPorts(
  host: string | null,
  port: string | undefined,
): { readonly host: string | null; readonly port: string | null } {
  if (port === undefined || port === "") return { host, port: null };
  if (/^\s*\d+\s*$/.test(port)) return { host, port: String(Number(port)) };
  // host1:1,host2:2 was cut at its first colon.
  const hosts = `${host ?? ""}:${port}`.split(",").map((item) => /^([^:]*)(?::(\d*))?$/.exec(item));
  if (hosts.length > 1 && hosts.every((item) => item !== null)) {
    return {
      host: hosts.map((item) => item?.[1] ?? "").join(","),
      port: hosts.map((item) => item?.[2] ?? "").join(","),
    };
  }
  throw new ConnectionError("the port in the database URL is not a number", {
    hint: "in a user name or password, write %3A for ':', %2F for '/' and %40 for '@'",
  });
}

/**
 * Python's `unquote`: bytes that are not UTF-8 become U+FFFD, and a `%` without two hexadecimal
 * digits behind it stands for itself.
 */
export function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = run.slice(1).split("%").map((digits) => parseInt(digits, 16));
    return new TextDecoder().decode(new Uint8Array(bytes));
  });
}

function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseQuery(query: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const part of query.split("&")) {
    const equals = part.indexOf("=");
    if (equals < 0 || equals === part.length - 1) continue;
    const decode = (piece: string) => percentDecode(piece.replaceAll("+", " "));
    pairs.push([decode(part.slice(0, equals)), decode(part.slice(equals + 1))]);
  }
  return pairs;
}

/** Options with passwords, however they are called: also those that nobody knows. */
const SECRET_OPTION = /passw|pwd|secret|token/i;

/**
 * The URL as text with `***` for the password: what SQLAlchemy's `str(url)` shows, options sorted
 * by name. Passwords among the options are hidden too. With `showPassword` the text is the URL itself.
 */
export function renderDatabaseUrl(
  url: DatabaseUrl,
  options: { readonly showPassword?: boolean } = {},
): string {
  const { showPassword = false } = options;
  const keep = (text: string) => percentEncode(text).replaceAll("%20", " ").replaceAll("%2B", "+");
  const plus = (text: string) => percentEncode(text).replaceAll("%20", "+");
  const hidden = (name: string) => !showPassword && SECRET_OPTION.test(name);
  let text = `${url.driverName}://`;
  if (url.username !== null) {
    const password = showPassword ? keep(url.password ?? "") : "***";
    text += keep(url.username) + (url.password === null ? "" : `:${password}`) + "@";
  }
  if (url.host !== null && url.port?.includes(",")) {
    const ports = url.port.split(",");
    text += url.host.split(",").map((host, index) => joinPort(host, ports[index] ?? "")).join(",");
  } else {
    text += joinPort(url.host ?? "", url.port ?? "");
  }
  if (url.database !== null) text += `/${url.database}`;
  const pairs = [...url.query].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map((
    [name, value],
  ) => `${plus(name)}=${hidden(name) ? "***" : plus(value)}`);
  return pairs.length > 0 ? `${text}?${pairs.join("&")}` : text;
}

function joinPort(host: string, port: string): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  return port === "" ? shown : `${shown}:${port}`;
}

/**
 * A database URL for people to see: as {@link renderDatabaseUrl} writes it, and hidden whole
 * where the text is no URL.
 */
export function maskPassword(url: string): string {
  try {
    return renderDatabaseUrl(parseDatabaseUrl(url));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const scheme = /^\w[\w+.-]*:\/\//.exec(url)?.[0] ?? "";
    return `${scheme}***`;
  }
}
