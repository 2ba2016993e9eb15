import {
  asString,
  nativeClass,
  notImplemented,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  setHashKey,
  str,
  tuple,
  type Value,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { Invalid, validationError } from "./errors.ts";
import { parseUrl, type UrlParts, urlText, webPort } from "./url_parts.ts";

/** What a class of URLs asks for and fills in. */
interface UrlRules {
  readonly schemes?: readonly string[];
  readonly hostRequired?: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly multiHost?: boolean;
}

const rules = new WeakMap<PyClass, UrlRules>();

/** Whether a class is one of pydantic's URLs. */
export function isUrlClass(cls: PyClass): boolean {
  return cls.mro.some((base) => rules.has(base));
}

/** Whether a value is one of pydantic's URLs. */
export function isUrl(value: Value): boolean {
  return value instanceof PyInstance && isUrlClass(value.cls);
}

function rulesOf(cls: PyClass): UrlRules {
  return cls.mro.map((base) => rules.get(base)).find((found) => found !== undefined) ?? {};
}

/** Makes a URL of a class from a value. Throws `Invalid`. */
export function urlOf(cls: PyClass, value: Value): PyInstance {
  if (value instanceof PyInstance && value.cls === cls) return value;
  const text = isUrl(value) ? str(value) : asString(value);
  if (text === null) throw new Invalid("URL input should be a string or URL");
  const { schemes, hostRequired, multiHost = false, ...defaults } = rulesOf(cls);
  const parts = parseUrl(text, multiHost);
  if (schemes !== undefined && !schemes.includes(parts.scheme)) {
    const shown = schemes.map((scheme) => `'${scheme}'`);
    const list = shown.length === 1
      ? shown[0]
      : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
    throw new Invalid(`URL scheme should be ${list}`);
  }
  const url = new PyInstance(cls);
  const [first] = parts.hosts;
  if (first === undefined && hostRequired && defaults.host === undefined) {
    throw new Invalid("Input should be a valid URL, empty host");
  }
  const hosts = parts.hosts.length === 0 && defaults.host !== undefined
    ? [{ username: null, password: null, host: defaults.host, port: null }]
    : parts.hosts;
  url.native = {
    ...parts,
    hosts: hosts.map((host) => ({
      ...host,
      host: host.host ?? defaults.host ?? null,
      port: host.port ?? defaults.port ?? null,
    })),
    path: parts.path ?? defaults.path ?? null,
  } satisfies UrlParts;
  return url;
}

const partsOf = (self: PyInstance): UrlParts => self.native as UrlParts;
const firstHost = (self: PyInstance) => partsOf(self).hosts[0];

const text = (self: PyInstance): string => urlText(partsOf(self));

function build(cls: PyClass, given: ReadonlyMap<string, Value>): PyInstance {
  const part = (name: string) => {
    const value = given.get(name) ?? null;
    return value === null ? null : str(value);
  };
  const host = (parts: (name: string) => string | null): string => {
    const [user, password, port] = [
      // pydantic 1 says `user`.
      parts("username") ?? parts("user"),
      parts("password") || null,
      parts("port") || null,
    ];
    const secret = password === null ? "" : `:${password}`;
    const login = user === null && password === null ? "" : `${user ?? ""}${secret}@`;
    return `${login}${parts("host") ?? ""}${port === null ? "" : `:${port}`}`;
  };
  const several = given.get("hosts") ?? null;
  const authority = several === null
    ? host(part)
    : collectNow(several).map((one) =>
      host((name) => {
        const value = one instanceof PyDict ? one.get(name) ?? null : null;
        return value === null ? null : str(value);
      })
    ).join(",");
  if (several === null && part("host") === null && rulesOf(cls).multiHost) {
    throw new Invalid("expected either `host` or `hosts` to be set");
  }
  const path = part("path");
  // pydantic 1 takes the path with its slash, and says `user`.
  const isOld = given.has("user");
  const slash = path === null || isOld && path.startsWith("/") ? "" : "/";
  const query = part("query");
  const fragment = part("fragment");
  return urlOf(
    cls,
    `${part("scheme") ?? ""}://${authority}${slash}${path ?? ""}${
      query === null ? "" : `?${query}`
    }${fragment === null ? "" : `#${fragment}`}`,
  );
}

/** Runs what may be `Invalid`, as Python code calls it. */
function raising<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Invalid) throw validationError(name, [error]);
    throw error;
  }
}

const baseClass: PyClass = nativeClass({
  name: "_BaseUrl",
  module: "pydantic.networks",
  new: [
    "url",
    (cls: PyClass, value: Value) => raising(cls.name, () => urlOf(cls, value)),
  ],
  init: ["url", () => {}],
  classMethods: {
    build: [
      "**parts",
      (cls: PyClass, parts: Map<string, Value>) => raising(cls.name, () => build(cls, parts)),
    ],
  },
  methods: {
    __str__: ["", text],
    __repr__: ["", (self: PyInstance) => `${self.cls.name}('${text(self)}')`],
    __eq__: [
      "other, /",
      (self: PyInstance, other: Value) =>
        other instanceof PyInstance && other.cls === self.cls
          ? text(self) === text(other)
          : notImplemented,
    ],
    __len__: ["", (self: PyInstance) => text(self).length],
    unicode_string: ["", text],
    encoded_string: ["", text],
    // pydantic 1 has strings.
    replace: [
      "old, new, /",
      (self: PyInstance, old: Value, fresh: Value) =>
        text(self).replaceAll(asString(old) ?? "", asString(fresh) ?? ""),
    ],
    hosts: [
      "",
      (self: PyInstance) =>
        new PyList(partsOf(self).hosts.map((host) => new PyDict(Object.entries(host)))),
    ],
    query_params: ["", (self: PyInstance) =>
      new PyList(
        [...new URLSearchParams(partsOf(self).query ?? "")].map((pair) => tuple(pair)),
      )],
  },
  properties: {
    scheme: (self: PyInstance) => partsOf(self).scheme,
    host: (self: PyInstance) => firstHost(self)?.host ?? null,
    username: (self: PyInstance) => firstHost(self)?.username ?? null,
    user: (self: PyInstance) => firstHost(self)?.username ?? null,
    password: (self: PyInstance) => firstHost(self)?.password ?? null,
    port: (self: PyInstance) => firstHost(self)?.port ?? webPort(partsOf(self).scheme),
    path: (self: PyInstance) => partsOf(self).path,
    query: (self: PyInstance) => partsOf(self).query,
    fragment: (self: PyInstance) => partsOf(self).fragment,
  },
});
setHashKey(baseClass, (self: PyInstance) => `\0url${text(self)}`);

function urlClass(name: string, given: UrlRules, base: PyClass = baseClass): PyClass {
  const cls = nativeClass({ name, module: "pydantic.networks", bases: [base] });
  rules.set(cls, given);
  return cls;
}

const anyUrl = urlClass("AnyUrl", {});
const MYSQL = "mysqlconnector aiomysql asyncmy mysqldb pymysql cymysql pyodbc";
const POSTGRES = "asyncpg pg8000 psycopg psycopg2 psycopg2cffi py-postgresql pygresql";
const drivers = (scheme: string, names: string): string[] =>
  names.split(" ").map((name) => `${scheme}+${name}`);

/** The classes of URLs, with what pydantic's documentation says of each ("Network Types"). */
export const urlClasses: Readonly<Record<string, PyClass>> = {
  AnyUrl: anyUrl,
  Url: anyUrl,
  MultiHostUrl: urlClass("MultiHostUrl", { multiHost: true }),
  AnyHttpUrl: urlClass("AnyHttpUrl", { schemes: ["http", "https"] }, anyUrl),
  HttpUrl: urlClass("HttpUrl", { schemes: ["http", "https"] }, anyUrl),
  AnyWebsocketUrl: urlClass("AnyWebsocketUrl", { schemes: ["ws", "wss"] }, anyUrl),
  WebsocketUrl: urlClass("WebsocketUrl", { schemes: ["ws", "wss"] }, anyUrl),
  FileUrl: urlClass("FileUrl", { schemes: ["file"] }, anyUrl),
  FtpUrl: urlClass("FtpUrl", { schemes: ["ftp"] }, anyUrl),
  PostgresDsn: urlClass("PostgresDsn", {
    schemes: ["postgres", "postgresql", ...drivers("postgresql", POSTGRES)],
    hostRequired: true,
    multiHost: true,
  }),
  CockroachDsn: urlClass("CockroachDsn", {
    schemes: ["cockroachdb", ...drivers("cockroachdb", "psycopg2 asyncpg")],
    hostRequired: true,
  }, anyUrl),
  AmqpDsn: urlClass("AmqpDsn", { schemes: ["amqp", "amqps"] }, anyUrl),
  RedisDsn: urlClass("RedisDsn", {
    schemes: ["redis", "rediss"],
    hostRequired: true,
    host: "localhost",
    port: 6379,
    path: "/0",
  }, anyUrl),
  MongoDsn: urlClass("MongoDsn", {
    schemes: ["mongodb", "mongodb+srv"],
    port: 27017,
    multiHost: true,
  }),
  KafkaDsn: urlClass(
    "KafkaDsn",
    { schemes: ["kafka"], host: "localhost", port: 9092 },
    anyUrl,
  ),
  NatsDsn: urlClass("NatsDsn", {
    schemes: ["nats", "tls", "ws", "wss"],
    host: "localhost",
    port: 4222,
    multiHost: true,
  }),
  MySQLDsn: urlClass("MySQLDsn", {
    schemes: ["mysql", ...drivers("mysql", MYSQL)],
    hostRequired: true,
    port: 3306,
  }, anyUrl),
  MariaDBDsn: urlClass("MariaDBDsn", {
    schemes: ["mariadb", ...drivers("mariadb", "mariadbconnector pymysql")],
    port: 3306,
  }, anyUrl),
};
