import {
  type DatabaseUrl,
  parseDatabaseUrl,
  renderDatabaseUrl,
} from "../../config/connection/mod.ts";
import { ConnectionError } from "../../errors/mod.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyOpaque,
  PyTuple,
  raise,
  type Value,
} from "../../python/runtime/mod.ts";
import { sqlalchemyError } from "../../python/modules/sqlalchemy/exc.ts";

type Component = "drivername" | "username" | "password" | "host" | "port" | "database" | "query";
type Components = Record<Component, Value>;

const EMPTY: Components = {
  drivername: "",
  username: null,
  password: null,
  host: null,
  port: null,
  database: null,
  query: new PyDict(),
};

const CREATE = "username=None, password=None, host=None, port=None, database=None, query=...";
const SET =
  "drivername=..., username=..., password=..., host=..., port=..., database=..., query=...";

/** `sqlalchemy.engine.url.URL`. */
export const urlClass: PyClass = nativeClass({
  name: "URL",
  module: "sqlalchemy.engine.url",
  classMethods: {
    create: [
      `drivername, ${CREATE}`,
      (_cls: PyClass, ...values: (Value | undefined)[]) =>
        fromComponents({ ...EMPTY, ...components(values) }),
    ],
  },
  methods: {
    set: [
      SET,
      (self: PyInstance, ...values: (Value | undefined)[]) =>
        fromComponents({ ...componentsOf(urlOf(self)), ...components(values) }),
    ],
    _replace: [
      SET,
      (self: PyInstance, ...values: (Value | undefined)[]) =>
        fromComponents({ ...componentsOf(urlOf(self)), ...components(values) }),
    ],
    render_as_string: [
      "hide_password=True",
      (self: PyInstance, hide: Value) =>
        renderDatabaseUrl(urlOf(self), { showPassword: hide === false }),
    ],
    __to_string__: [
      "hide_password=True",
      (self: PyInstance, hide: Value) =>
        renderDatabaseUrl(urlOf(self), { showPassword: hide === false }),
    ],
    __str__: ["", (self: PyInstance) => renderDatabaseUrl(urlOf(self))],
    __repr__: ["", (self: PyInstance) => renderDatabaseUrl(urlOf(self))],
    __eq__: [
      "other",
      (self: PyInstance, other: Value) => isUrl(other) && urlText(self) === urlText(other),
    ],
    __hash__: ["", () => 0],
    get_backend_name: ["", (self: PyInstance) => urlOf(self).driverName.split("+")[0] ?? ""],
    get_driver_name: ["", (self: PyInstance) => urlOf(self).driverName.split("+")[1] ?? "psycopg2"],
    update_query_dict: ["query_parameters, append=False", (
      self: PyInstance,
      query: Value,
      append: Value,
    ) => withQuery(self, queryPairs(query), append === true)],
    update_query_pairs: ["key_value_pairs, append=False", (
      self: PyInstance,
      pairs: Value,
      append: Value,
    ) => withQuery(self, pairList(pairs), append === true)],
    update_query_string: ["query_string, append=False", (
      self: PyInstance,
      text: Value,
      append: Value,
    ) =>
      withQuery(
        self,
        parseDatabaseUrl(`x://?${requiredText(text, "the query")}`).query,
        append === true,
      )],
    difference_update_query: ["names", (self: PyInstance, names: Value) => {
      const dropped = new Set(items(names));
      const url = urlOf(self);
      return urlObject({ ...url, query: url.query.filter(([name]) => !dropped.has(name)) });
    }],
  },
  properties: {
    drivername: (self: PyInstance) => urlOf(self).driverName,
    username: (self: PyInstance) => urlOf(self).username,
    password: (self: PyInstance) => urlOf(self).password,
    host: (self: PyInstance) => urlOf(self).host,
    port: (self: PyInstance) => componentsOf(urlOf(self)).port,
    database: (self: PyInstance) => urlOf(self).database,
    query: (self: PyInstance) => componentsOf(urlOf(self)).query,
  },
});

/** A `URL` object. */
export function urlObject(url: DatabaseUrl): PyInstance {
  const object = new PyInstance(urlClass);
  object.native = url;
  return object;
}

function isUrl(value: Value): value is PyInstance {
  return value instanceof PyInstance && value.cls.isSubclassOf(urlClass);
}

function urlOf(object: PyInstance): DatabaseUrl {
  return object.native as DatabaseUrl;
}

/** `make_url(value)`: a `URL` from a text; a `URL` or an opaque value as it is. */
export function makeUrl(value: Value): Value {
  if (isUrl(value) || value instanceof PyOpaque) return value;
  const text = asString(value);
  if (text === null) throw sqlalchemyError("ArgumentError", "Expected string or URL object");
  try {
    return urlObject(parseDatabaseUrl(text));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw sqlalchemyError("ArgumentError", error.message);
  }
}

/** The text of a URL, password included, from a `URL` object or a text; else `null`. */
export function urlText(value: Value): string | null {
  return isUrl(value) ? renderDatabaseUrl(urlOf(value), { showPassword: true }) : asString(value);
}

const ORDER: readonly Component[] = [
  "drivername",
  "username",
  "password",
  "host",
  "port",
  "database",
  "query",
];

function components(values: readonly (Value | undefined)[]): Partial<Components> {
  const given: Partial<Components> = {};
  ORDER.forEach((name, index) => {
    const value = values[index];
    if (value !== undefined) given[name] = value;
  });
  return given;
}

function componentsOf(url: DatabaseUrl): Components {
  const query = new PyDict();
  for (const [name, value] of url.query) {
    const before = query.get(name);
    if (before === undefined) query.set(name, value);
    else {query.set(
        name,
        new PyTuple([...before instanceof PyTuple ? before.items : [before], value]),
      );}
  }
  return {
    drivername: url.driverName,
    username: url.username,
    password: url.password,
    host: url.host,
    port: url.port === null ? null : url.port.includes(",") ? url.port : Number(url.port),
    database: url.database,
    query,
  };
}

// A URL with a part that is not known is not known itself.
function fromComponents(values: Components): Value {
  for (const value of Object.values(values)) {
    if (value instanceof PyOpaque) return value.derive("a database URL", `URL(… ${value.path} …)`);
  }
  return urlObject({
    driverName: requiredText(values.drivername, "drivername"),
    username: text(values.username, "username"),
    password: text(values.password, "password"),
    host: text(values.host, "host"),
    port: port(values.port),
    database: text(values.database, "database"),
    query: queryPairs(values.query),
  });
}

function withQuery(
  self: PyInstance,
  pairs: readonly (readonly [string, string])[],
  append: boolean,
): Value {
  const url = urlOf(self);
  const replaced = new Set(pairs.map(([name]) => name));
  const kept = append ? url.query : url.query.filter(([name]) => !replaced.has(name));
  return urlObject({ ...url, query: [...kept, ...pairs] });
}

function queryPairs(value: Value): [string, string][] {
  if (value === null) return [];
  if (!(value instanceof PyDict)) throw raise("TypeError", "query must be a dictionary");
  return [...value.entries()].flatMap(([name, item]) =>
    items(item).map((one): [string, string] => [requiredText(name, "query"), one])
  );
}

function pairList(value: Value): [string, string][] {
  const pairs = value instanceof PyList || value instanceof PyTuple ? value.items : [];
  return pairs.flatMap((pair): [string, string][] =>
    pair instanceof PyTuple && pair.items.length === 2
      ? [[
        requiredText(pair.items[0] ?? null, "query"),
        requiredText(pair.items[1] ?? null, "query"),
      ]]
      : []
  );
}

function items(value: Value): string[] {
  const list = value instanceof PyTuple || value instanceof PyList ? value.items : [value];
  return list.map((item) => requiredText(item, "query"));
}

function port(value: Value): string | null {
  if (value === null || value === "") return null;
  const number = typeof value === "number" ? value : Number(requiredText(value, "port"));
  if (!Number.isInteger(number)) {
    throw raise("TypeError", "Port argument must be an integer or None");
  }
  return String(number);
}

function text(value: Value, name: string): string | null {
  if (value === null) return null;
  // SecretStr and its like say their value through str(); numbers are taken as SQLAlchemy does.
  return typeof value === "number" ? String(value) : requiredText(value, name);
}

function requiredText(value: Value, name: string): string {
  const found = asString(value);
  if (found !== null) return found;
  throw raise("TypeError", `${name} must be a string`);
}
