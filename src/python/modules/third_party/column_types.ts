import type { SqlType } from "../../../schema/types.ts";
import {
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type PyInstance,
  type PyModule,
  type Value,
} from "../../runtime/mod.ts";
import { numberField, typeClass, typeEngineClass } from "../sqlalchemy/types/engine.ts";
import { typeDecoratorClass } from "../sqlalchemy/types/decorator.ts";
import { geometryTypes } from "./geometry.ts";

/**
 * Column types of packages that revisions often import, as what they are in PostgreSQL. Only their
 * DDL is known here, not what they do with values.
 */

function constant(name: string, type: SqlType, signature = "*args, **kw"): PyClass {
  const cls = nativeClass({
    name,
    module: "sqlalchemy_utils.types",
    bases: [typeDecoratorClass],
    init: [signature, (self: PyInstance) => {
      self.attributes = new Map();
    }],
  });
  cls.native = { build: () => ({ ...type }) };
  return cls;
}

/** A Unicode column whose length is an argument. */
function unicode(name: string, length: number, argument = "max_length", first = ""): PyClass {
  return typeClass(
    name,
    typeDecoratorClass,
    `${first}${argument}=${length}`,
    (self) => ({ kind: "string", form: "Unicode", length: numberField(self, argument) ?? length }),
    "sqlalchemy_utils.types",
  );
}

const uuid: SqlType = { kind: "uuid", form: "UUID", asUuid: true };
const text: SqlType = { kind: "string", form: "UnicodeText" };

const uuidType: PyClass = typeClass(
  "UUIDType",
  typeDecoratorClass,
  "binary=True, native=True",
  (self) =>
    self.attributes?.get("native") !== false
      ? uuid
      : self.attributes?.get("binary") !== false
      ? { kind: "binary", form: "BINARY", length: 16 }
      : { kind: "string", form: "CHAR", length: 32 },
  "sqlalchemy_utils.types",
);

/** What encrypts values has nothing to do here. */
const engine = (name: string): PyClass =>
  nativeClass({
    name,
    module: "sqlalchemy_utils.types.encrypted",
    init: ["*args, **kw", () => {}],
  });

const utils: Readonly<Record<string, Value>> = {
  ArrowType: constant("ArrowType", { kind: "datetime", form: "DateTime", timezone: false }),
  ColorType: unicode("ColorType", 20),
  CountryType: constant("CountryType", { kind: "string", form: "String", length: 2 }),
  CurrencyType: constant("CurrencyType", { kind: "string", form: "String", length: 3 }),
  DateRangeType: constant("DateRangeType", { kind: "range", form: "DATERANGE" }),
  DateTimeRangeType: constant("DateTimeRangeType", { kind: "range", form: "TSRANGE" }),
  EmailType: unicode("EmailType", 255, "length"),
  EncryptedType: constant("EncryptedType", { kind: "binary", form: "LargeBinary" }),
  EnrichedDateTimeType: constant("EnrichedDateTimeType", { kind: "datetime", form: "DateTime" }),
  EnrichedDateType: constant("EnrichedDateType", { kind: "date", form: "Date" }),
  IPAddressType: unicode("IPAddressType", 50),
  Int8RangeType: constant("Int8RangeType", { kind: "range", form: "INT8RANGE" }),
  IntRangeType: constant("IntRangeType", { kind: "range", form: "INT4RANGE" }),
  JSONType: constant("JSONType", { kind: "json", form: "JSON", postgresql: true }),
  LocaleType: constant("LocaleType", { kind: "string", form: "Unicode", length: 10 }),
  LtreeType: constant("LtreeType", { kind: "custom", ddl: "LTREE" }),
  NumericRangeType: constant("NumericRangeType", { kind: "range", form: "NUMRANGE" }),
  PhoneNumberType: unicode("PhoneNumberType", 20, "max_length", "region='US', "),
  ScalarListType: constant("ScalarListType", text),
  StringEncryptedType: constant("StringEncryptedType", { kind: "string", form: "String" }),
  TSVectorType: constant("TSVectorType", { kind: "plain", form: "TSVECTOR" }),
  TimezoneType: constant("TimezoneType", { kind: "string", form: "Unicode", length: 50 }),
  URLType: constant("URLType", text),
  UUIDType: uuidType,
  AesEngine: engine("AesEngine"),
  AesGcmEngine: engine("AesGcmEngine"),
  FernetEngine: engine("FernetEngine"),
};

/** `pgvector.sqlalchemy.Vector(1536)` and its relatives. */
function vector(name: string, word: string): PyClass {
  return typeClass(
    name,
    typeEngineClass,
    "dim=None",
    (self) => {
      const dimensions = numberField(self, "dim");
      return { kind: "custom", ddl: dimensions === undefined ? word : `${word}(${dimensions})` };
    },
    "pgvector.sqlalchemy",
  );
}

const vectors: Readonly<Record<string, Value>> = {
  Vector: vector("VECTOR", "VECTOR"),
  VECTOR: vector("VECTOR", "VECTOR"),
  HALFVEC: vector("HALFVEC", "HALFVEC"),
  SPARSEVEC: vector("SPARSEVEC", "SPARSEVEC"),
};

const packages: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  sqlalchemy_utils: utils,
  pgvector: vectors,
  citext: { CIText: constant("CIText", { kind: "custom", ddl: "CITEXT" }) },
  geoalchemy2: geometryTypes,
  enumtables: {
    EnumType: constant("EnumType", { kind: "string", form: "String" }),
  },
};

/** The modules that are known, each with the path of packages that leads to it. */
const modules = new Set([
  ...Object.keys(packages),
  "sqlalchemy_utils.types",
  ...[
    "arrow",
    "color",
    "country",
    "currency",
    "email",
    "encrypted",
    "encrypted.encrypted_type",
    "ip_address",
    "json",
    "locale",
    "ltree",
    "phone_number",
    "range",
    "scalar_list",
    "timezone",
    "ts_vector",
    "url",
    "uuid",
  ].map((name) => `sqlalchemy_utils.types.${name}`),
  "pgvector.sqlalchemy",
  "geoalchemy2.types",
  "enumtables.enum_column",
]);

const made = new Map<string, PyModule>();

function moduleOf(name: string): PyModule {
  let module = made.get(name);
  if (module === undefined) {
    module = nativeModule(name, packages[name.split(".")[0]!]!);
    made.set(name, module);
    // `import sqlalchemy_utils` makes its submodules attributes, as the package itself does.
    for (const other of modules) {
      const rest = other.startsWith(`${name}.`) ? other.slice(name.length + 1) : "";
      if (rest !== "" && !rest.includes(".")) module.attributes.set(rest, moduleOf(other));
    }
  }
  return module;
}

/** The factory of a module of such a package; undefined where it is not known. */
export function thirdPartyFactory(name: string): NativeModuleFactory | undefined {
  return modules.has(name) ? () => moduleOf(name) : undefined;
}
