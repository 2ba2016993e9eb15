import type { PlainType, RangeType, SqlType } from "../../../../schema/types.ts";
import { type Expression } from "../../../../sql/expression.ts";
import {
  asString,
  extendClass,
  nativeClass,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { repr } from "../../../runtime/repr.ts";
import { nameFrom, textFrom } from "../names.ts";
import { expressionOf } from "../expression/payload.ts";
import {
  familyOf,
  field,
  flagField,
  nameField,
  numberField,
  sqlType,
  typeClass,
  typeEngineClass,
} from "./engine.ts";
import {
  arrayClass,
  jsonClass,
  largeBinaryClass,
  textSqlClass,
  timeSqlClass,
  timestampClass,
} from "./generic.ts";
import { metadataOf, schemaTypeMethods } from "./schema_type.ts";

const MODULE = "sqlalchemy.dialects.postgresql";

const json = (form: "JSON" | "JSONB") => (self: PyInstance): SqlType => ({
  kind: "json",
  form,
  postgresql: true,
  noneAsNull: flagField(self, "none_as_null"),
  ...textTypeOf(self),
});

/** The type of the text that `->>` gives, where it is not `Text`. */
function textTypeOf(self: PyInstance): { readonly astextType?: SqlType } {
  const given = field(self, "astext_type");
  return given === null ? {} : { astextType: sqlType(given) };
}

export const postgresqlJsonClass: PyClass = typeClass(
  "JSON",
  jsonClass,
  "none_as_null=False, astext_type=None",
  json("JSON"),
  MODULE,
);
export const jsonbClass: PyClass = typeClass(
  "JSONB",
  postgresqlJsonClass,
  "none_as_null=False, astext_type=None",
  json("JSONB"),
  MODULE,
);
for (const cls of [postgresqlJsonClass, jsonbClass]) {
  extendClass(cls, {
    methods: {
      __repr__: ["", (self: PyInstance) => {
        const options = flagField(self, "none_as_null") ? "none_as_null=True, " : "";
        const text = field(self, "astext_type");
        return `${self.cls.name}(${options}astext_type=${text === null ? "Text()" : repr(text)})`;
      }],
    },
  });
}
export const postgresqlArrayClass: PyClass = typeClass(
  "ARRAY",
  arrayClass,
  "item_type, as_tuple=False, dimensions=None, zero_indexes=False",
  (self) => ({
    kind: "array",
    itemType: sqlType(field(self, "item_type")),
    dimensions: numberField(self, "dimensions"),
    postgresql: true,
  }),
  MODULE,
);
export const postgresqlTimestampClass: PyClass = typeClass(
  "TIMESTAMP",
  timestampClass,
  "timezone=False, precision=None",
  (self) => ({ ...familyOf(timestampClass)!.build(self), postgresql: true }) as SqlType,
  MODULE,
);
export const postgresqlTimeClass: PyClass = typeClass(
  "TIME",
  timeSqlClass,
  "timezone=False, precision=None",
  (self) => ({ ...familyOf(timeSqlClass)!.build(self), postgresql: true }) as SqlType,
  MODULE,
);
export const postgresqlIntervalClass: PyClass = typeClass(
  "INTERVAL",
  typeEngineClass,
  "precision=None, fields=None",
  (self) => ({
    kind: "interval",
    form: "INTERVAL",
    precision: numberField(self, "precision"),
    fields: textFrom(field(self, "fields")) ?? undefined,
  }),
  MODULE,
);
export const byteaClass: PyClass = typeClass(
  "BYTEA",
  largeBinaryClass,
  "length=None",
  () => ({ kind: "binary", form: "BYTEA" }),
  MODULE,
);
export const citextClass: PyClass = typeClass(
  "CITEXT",
  textSqlClass,
  "length=None, collation=None",
  (self) => ({ kind: "string", form: "CITEXT", collation: nameField(self, "collation") }),
  MODULE,
);
export const hstoreClass: PyClass = typeClass(
  "HSTORE",
  typeEngineClass,
  "text_type=None",
  () => ({ kind: "hstore" }),
  MODULE,
);
export const bitClass: PyClass = typeClass(
  "BIT",
  typeEngineClass,
  "length=None, varying=False",
  (self) => ({
    kind: "bit",
    length: numberField(self, "length"),
    varying: flagField(self, "varying"),
  }),
  MODULE,
);

function plain(form: PlainType["form"]): PyClass {
  return typeClass(form, typeEngineClass, "", () => ({ kind: "plain", form }), MODULE);
}

export const plainClasses: Readonly<Record<PlainType["form"], PyClass>> = {
  INET: plain("INET"),
  CIDR: plain("CIDR"),
  MACADDR: plain("MACADDR"),
  MACADDR8: plain("MACADDR8"),
  MONEY: plain("MONEY"),
  OID: plain("OID"),
  REGCLASS: plain("REGCLASS"),
  REGCONFIG: plain("REGCONFIG"),
  TSVECTOR: plain("TSVECTOR"),
  TSQUERY: plain("TSQUERY"),
  JSONPATH: plain("JSONPATH"),
};

export const abstractRangeClass: PyClass = nativeClass({
  name: "AbstractRange",
  module: `${MODULE}.ranges`,
  bases: [typeEngineClass],
});

function range(form: RangeType["form"]): PyClass {
  return typeClass(form, abstractRangeClass, "", () => ({ kind: "range", form }), MODULE);
}

export const rangeClasses: Readonly<Record<RangeType["form"], PyClass>> = {
  INT4RANGE: range("INT4RANGE"),
  INT8RANGE: range("INT8RANGE"),
  NUMRANGE: range("NUMRANGE"),
  DATERANGE: range("DATERANGE"),
  TSRANGE: range("TSRANGE"),
  TSTZRANGE: range("TSTZRANGE"),
  INT4MULTIRANGE: range("INT4MULTIRANGE"),
  INT8MULTIRANGE: range("INT8MULTIRANGE"),
  NUMMULTIRANGE: range("NUMMULTIRANGE"),
  DATEMULTIRANGE: range("DATEMULTIRANGE"),
  TSMULTIRANGE: range("TSMULTIRANGE"),
  TSTZMULTIRANGE: range("TSTZMULTIRANGE"),
};

function textOrExpression(value: Value): Expression | undefined {
  if (value === null) return undefined;
  const text = asString(value);
  return text === null ? expressionOf(value) : { kind: "text", sql: text };
}

function buildDomain(self: PyInstance): SqlType {
  const metadata = metadataOf(self);
  const fallback = field(self, "default");
  return {
    kind: "domain",
    name: nameFrom(field(self, "name")) ?? "",
    schema: nameFrom(field(self, "schema")) ?? nameFrom(metadata?.schema ?? null) ?? undefined,
    dataType: sqlType(field(self, "data_type")),
    collation: nameField(self, "collation"),
    default: asString(fallback) ?? textOrExpression(fallback),
    constraintName: nameField(self, "constraint_name"),
    notNull: flagField(self, "not_null"),
    check: textOrExpression(field(self, "check")),
    createType: flagField(self, "create_type", true),
    inheritSchema: flagField(self, "inherit_schema"),
    metadata: metadata !== null,
  };
}

/** `postgresql.DOMAIN`. */
export const domainClass: PyClass = typeClass(
  "DOMAIN",
  typeEngineClass,
  "name, data_type, *, collation=None, default=None, constraint_name=None, not_null=None, " +
    "check=None, create_type=True, schema=None, metadata=None, inherit_schema=False",
  buildDomain,
  `${MODULE}.named_types`,
);
extendClass(domainClass, {
  methods: {
    ...schemaTypeMethods,
    // SQLAlchemy's own says no more.
    __repr__: [
      "",
      (self: PyInstance) =>
        `DOMAIN(${repr(field(self, "name"))}, ${repr(field(self, "data_type"))})`,
    ],
  },
});
