import {
  type EnumType,
  type RangeType,
  type SqlType,
  type StringType,
  typeFor,
} from "../../schema/types.ts";
import { plainName, Unsaid, type Writer } from "./names.ts";
import { call, type CallCode, type Plain } from "./code.ts";

const strings: Readonly<Partial<Record<StringType["form"], string>>> = {
  String: "string",
  Unicode: "string",
  VARCHAR: "string",
  CHAR: "char",
  Text: "text",
  UnicodeText: "text",
  TEXT: "text",
  CITEXT: "citext",
};

const integers = {
  SmallInteger: "smallInteger",
  SMALLINT: "smallInteger",
  Integer: "integer",
  INTEGER: "integer",
  BigInteger: "bigInteger",
  BIGINT: "bigInteger",
} as const;

const plain: Readonly<Record<string, string>> = {
  INET: "inet",
  CIDR: "cidr",
  MACADDR: "macaddr",
  MONEY: "money",
  TSVECTOR: "tsvector",
  TSQUERY: "tsquery",
};

/** The constructor of a type under `op.types`; what has none there is given as its SQL. */
export function typeCode(type: SqlType, writer: Writer): CallCode {
  const actual = typeFor(type, writer.dialect.name);
  return constructorOf(actual, writer) ?? types("custom", writer.dialect.typeText(actual));
}

function constructorOf(type: SqlType, writer: Writer): CallCode | null {
  switch (type.kind) {
    case "string": {
      const name = strings[type.form];
      const collation = type.collation === undefined ? undefined : plainName(type.collation);
      if (name === "text" && type.length === undefined) return types(name, { collation });
      if (name === "citext") return types(name);
      if (name === "text" || name === undefined) return null;
      if (type.length === undefined && collation !== undefined) return null;
      return types(name, type.length, { collation });
    }
    case "integer":
      return types(integers[type.form]);
    case "numeric":
      return type.form === "DECIMAL" || (type.precision === undefined && type.scale !== undefined)
        ? null
        : types("numeric", type.precision, type.scale);
    case "float":
      if (type.form === "DOUBLE") return null;
      if (type.form === "REAL") return types("real");
      return type.form === "Double" || type.form === "DOUBLE_PRECISION"
        ? types("double")
        : types("float", type.precision);
    case "boolean":
      return types("boolean");
    case "date":
      return types("date");
    case "datetime":
    case "time": {
      const { timezone, precision } = type;
      if (type.form === "DATETIME") return null;
      return types(type.kind === "time" ? "time" : "dateTime", {
        timezone: timezone || undefined,
        precision,
      });
    }
    case "interval":
      return types("interval", { fields: type.fields, precision: type.precision });
    case "binary":
      return type.form === "LargeBinary" || type.form === "BYTEA" ? types("binary") : null;
    case "uuid":
      return type.nativeUuid === false ? null : types("uuid");
    case "json":
      return types(type.form === "JSON" ? "json" : "jsonb");
    case "array":
      return types("array", typeCode(type.itemType, writer), { dimensions: type.dimensions });
    case "enum":
      return enumCode(type, writer);
    case "range":
      return types("range", type.form.toLowerCase() as Lowercase<RangeType["form"]>);
    case "bit":
      if (type.length === undefined && type.varying) return null;
      return types("bit", type.length, { varying: type.varying || undefined });
    case "hstore":
      return types("hstore");
    case "plain": {
      const name = plain[type.form];
      return name === undefined ? null : types(name);
    }
    case "custom":
      return types("custom", type.ddl);
    case "domain":
      // A table that uses a domain creates it, which no constructor says.
      if (type.createType === false || type.metadata) return null;
      throw new Unsaid("a domain that its table creates");
    case "null":
      throw new Unsaid("a column without a type");
    case "variant":
      return typeCode(type, writer);
  }
}

/** An enumeration that the database has as a type of its own. */
function enumCode(type: EnumType, { tableSchema }: Writer): CallCode | null {
  if (type.nativeEnum === false && type.createConstraint) throw new Unsaid("a CHECK of its type");
  if (type.form === "Enum" && type.nativeEnum === false || type.name === undefined) return null;
  const schema = type.inheritSchema && tableSchema !== undefined ? tableSchema : type.schema;
  return types("enum", plainName(type.name), [...type.values], {
    schema: schema === undefined || schema === null ? undefined : plainName(schema),
    create: type.createType === false || type.metadata ? false : undefined,
  });
}

function types(name: string, ...args: readonly (Plain | undefined)[]): CallCode {
  return call(`types.${name}`, ...args);
}
