import {
  callMethod,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyInstance,
  PyTuple,
  running,
  runNow,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { requiredName } from "../names.ts";
import { loadFile, runningHost } from "../../host.ts";
import { catalogueQueries } from "./catalogue_queries.ts";
import type { Name } from "../../../../schema/name.ts";
import { typeInstance } from "../types/engine.ts";
import { writer } from "../writer.ts";

/** `sqlalchemy.engine.Dialect`, the base for `isinstance`. */
export const dialectClass: PyClass = nativeClass({
  name: "Dialect",
  module: "sqlalchemy.engine.interfaces",
});
export const defaultDialectClass: PyClass = nativeClass({
  name: "DefaultDialect",
  module: "sqlalchemy.engine.default",
  bases: [dialectClass],
});

/** The Inspector's methods, which the dialect has with the connection before the other arguments. */
const catalogueMethods: Readonly<Record<string, NativeEntry>> = Object.fromEntries(
  Object.entries(catalogueQueries).map(([name, [parameters]]) => [
    name,
    [
      `connection, ${parameters}`,
      function* (_self: PyInstance, connection: Value, ...given: Value[]): Evaluation {
        const { inspectorOf } = yield* loadFile(() => import("./inspect.ts"));
        const values = given.filter((value) => !(value instanceof Map));
        return yield* wait(callMethod(inspectorOf(connection), name, values));
      },
    ],
  ]),
);

/** `sqlalchemy.dialects.postgresql.base.PGDialect`: what PostgreSQL is like. */
export const postgresqlDialectClass: PyClass = nativeClass({
  name: "PGDialect",
  module: "sqlalchemy.dialects.postgresql.base",
  bases: [defaultDialectClass],
  attributes: {
    name: "postgresql",
    driver: "psycopg2",
    paramstyle: "pyformat",
    default_schema_name: "public",
    max_identifier_length: 63,
    supports_native_boolean: true,
    supports_native_enum: true,
    supports_native_uuid: true,
    supports_comments: true,
    supports_sequences: true,
    supports_schemas: true,
    supports_identity_columns: true,
    implicit_returning: true,
    insert_returning: true,
    update_returning: true,
    delete_returning: true,
  },
  methods: {
    type_descriptor: ["typeobj", (_self: PyInstance, type: Value) => typeInstance(type)],
    ...catalogueMethods,
  },
  properties: {
    identifier_preparer: (self: PyInstance) => preparer(self),
    server_version_info: (self: PyInstance) => versionInfo(self),
  },
});

/** `sqlalchemy.dialects.postgresql.dialect`: PostgreSQL by psycopg2. */
export const psycopg2DialectClass: PyClass = nativeClass({
  name: "PGDialect_psycopg2",
  module: "sqlalchemy.dialects.postgresql.psycopg2",
  bases: [postgresqlDialectClass],
  init: ["**kw", () => {}],
});

/** `dialect.identifier_preparer`: how names are written. */
const preparerClass: PyClass = nativeClass({
  name: "PGIdentifierPreparer",
  module: "sqlalchemy.dialects.postgresql.base",
  methods: {
    quote: [
      "ident, force=None",
      (_self: PyInstance, name: Value) => writer().quote(requiredName(name, "an identifier")),
    ],
    quote_identifier: [
      "value",
      (_self: PyInstance, name: Value) => `"${nameText(name).replaceAll('"', '""')}"`,
    ],
    quote_schema: [
      "schema, force=None",
      (_self: PyInstance, name: Value) => writer().quote(requiredName(name, "an identifier")),
    ],
    format_column: [
      "column, **kw",
      (_self: PyInstance, column: Value) => writer().quote(nameOf(column)),
    ],
    format_table: ["table, **kw", (_self: PyInstance, table: Value) => formatTable(table)],
  },
});

function preparer(dialect: PyInstance): PyInstance {
  const object = new PyInstance(preparerClass);
  object.attributes = new Map([["dialect", dialect]]);
  return object;
}

function nameText(value: Value): string {
  const name = requiredName(value, "an identifier");
  return typeof name === "string" ? name : name.name;
}

function nameOf(value: Value): Name {
  return requiredName(
    typeof value === "object" ? runNow(getAttribute(value, "name")) : value,
    "an identifier",
  );
}

function formatTable(table: Value): string {
  const schema = runNow(getAttribute(table, "schema"));
  const name = writer().quote(nameOf(table));
  return schema === null
    ? name
    : `${writer().quote(requiredName(schema, "an identifier"))}.${name}`;
}

/** `(15, 18)` from 150018, as psycopg2's dialect gives it. */
function versionInfo(self: PyInstance): Value {
  const number = self.native;
  if (typeof number !== "number") {
    const context = running();
    runningHost(context)?.dependsOnDatabase?.(
      "dialect.server_version_info",
      context.currentPlace(),
    );
    return null;
  }
  const major = Math.floor(number / 10000);
  return major >= 10
    ? new PyTuple([major, number % 10000])
    : new PyTuple([major, Math.floor(number / 100) % 100, number % 100]);
}

const dialects = new Map<number | undefined, PyInstance>();

/** The dialect object; `serverVersion` as `server_version_num` gives it, left out offline. */
export function dialectObject(serverVersion?: number): PyInstance {
  let dialect = dialects.get(serverVersion);
  if (dialect === undefined) {
    dialect = new PyInstance(psycopg2DialectClass);
    dialect.native = serverVersion;
    dialects.set(serverVersion, dialect);
  }
  return dialect;
}
