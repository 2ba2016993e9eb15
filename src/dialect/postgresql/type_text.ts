import { CommandError } from "../../errors/mod.ts";
import type { Name } from "../../schema/name.ts";
import {
  type DomainType,
  type EnumType,
  type FloatType,
  type SqlType,
  type StringType,
  typeFor,
} from "../../schema/types.ts";
import { nameText } from "../../schema/name.ts";
import { qualified } from "./identifiers.ts";

/** The name of the dialect, for the types that vary by it. */
const dialectName = "postgresql";

/** What the type is on PostgreSQL, with its variants resolved. */
export function resolved(type: SqlType): SqlType {
  return typeFor(type, dialectName);
}

/**
 * The text of a type. `tableSchema` is the schema of the table that uses it, for named types that
 * take theirs from there.
 */
export function typeText(type: SqlType, tableSchema?: Name | null): string {
  const actual = resolved(type);
  switch (actual.kind) {
    case "string":
      return stringText(actual);
    case "integer":
      return integerText[actual.form];
    case "numeric": {
      const word = actual.form === "DECIMAL" ? "DECIMAL" : "NUMERIC";
      if (actual.precision === undefined) return word;
      return actual.scale === undefined
        ? `${word}(${actual.precision})`
        : `${word}(${actual.precision}, ${actual.scale})`;
    }
    case "float":
      return floatText(actual);
    case "boolean":
      return "BOOLEAN";
    case "date":
      return "DATE";
    case "datetime":
      if (actual.form === "DATETIME") return "DATETIME";
      return `TIMESTAMP${precision(actual.precision)} ${withZone(actual.timezone)}`;
    case "time":
      return `TIME${precision(actual.precision)} ${withZone(actual.timezone)}`;
    case "interval":
      return "INTERVAL" + (actual.fields === undefined ? "" : ` ${actual.fields}`) +
        (actual.precision === undefined ? "" : ` (${actual.precision})`);
    case "binary":
      if (actual.form === "LargeBinary") return "BYTEA";
      return actual.length && (actual.form === "BINARY" || actual.form === "VARBINARY")
        ? `${actual.form}(${actual.length})`
        : actual.form;
    case "enum":
      return isNative(actual)
        ? namedTypeText(actual, tableSchema)
        : withLength("VARCHAR", enumLength(actual));
    case "domain":
      return namedTypeText(actual, tableSchema);
    case "json":
      return actual.form;
    case "uuid":
      return actual.nativeUuid === false && actual.form === "Uuid" ? "CHAR(32)" : "UUID";
    case "array":
      return typeText(actual.itemType, tableSchema).replace(
        /((?: COLLATE.*)?)$/,
        (collation) => "[]".repeat(actual.dimensions ?? 1) + collation,
      );
    case "bit":
      if (!actual.varying) return `BIT(${actual.length ?? 1})`;
      return actual.length === undefined ? "BIT VARYING" : `BIT VARYING(${actual.length})`;
    case "hstore":
      return "HSTORE";
    case "range":
    case "plain":
      return actual.form;
    case "custom":
      return actual.ddl;
    case "null":
      throw new CommandError(
        "compile_error",
        "Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
      );
    case "variant":
      throw new Error("a variant resolves to another type");
  }
}

const integerText = {
  Integer: "INTEGER",
  INTEGER: "INTEGER",
  SmallInteger: "SMALLINT",
  SMALLINT: "SMALLINT",
  BigInteger: "BIGINT",
  BIGINT: "BIGINT",
} as const;

const stringWord = {
  String: "VARCHAR",
  Unicode: "VARCHAR",
  VARCHAR: "VARCHAR",
  Text: "TEXT",
  UnicodeText: "TEXT",
  TEXT: "TEXT",
  CHAR: "CHAR",
  NVARCHAR: "NVARCHAR",
  NCHAR: "NCHAR",
  CLOB: "CLOB",
  CITEXT: "CITEXT",
} as const;

function floatText(type: FloatType): string {
  if (type.form === "Float" || type.form === "FLOAT") return withLength("FLOAT", type.precision);
  return type.form === "DOUBLE" || type.form === "REAL" ? type.form : "DOUBLE PRECISION";
}

function stringText(type: StringType): string {
  const word = stringWord[type.form];
  // SQLAlchemy writes these two without their parameters.
  if (word === "CLOB" || word === "CITEXT") return word;
  const text = withLength(word, type.length);
  const collation = nameText(type.collation ?? "");
  return collation === "" ? text : `${text} COLLATE "${collation}"`;
}

function withLength(word: string, length: number | undefined): string {
  return length ? `${word}(${length})` : word;
}

function precision(digits: number | undefined): string {
  return digits === undefined ? "" : `(${digits})`;
}

function withZone(timezone: boolean | undefined): string {
  return `${timezone ? "WITH" : "WITHOUT"} TIME ZONE`;
}

/** Whether an enumeration is a type of the database's and not a VARCHAR. */
export function isNative(type: EnumType): boolean {
  return type.form === "ENUM" || type.nativeEnum !== false;
}

function enumLength(type: EnumType): number {
  return type.length ?? Math.max(0, ...type.values.map((value) => [...value].length));
}

/** The labels to be written; an error where one of them is no text. */
export function enumLabels(type: EnumType): readonly string[] {
  if (type.badLabel === undefined) return type.values;
  throw new CommandError(
    "compile_error",
    `No literal value renderer is available for literal value "${type.badLabel}" with datatype NULL`,
    { hint: "write the labels one by one: Enum('a', 'b', name='kind')" },
  );
}

/** The schema that a named type is in, given that of the table that uses it. */
export function namedTypeSchema(
  type: EnumType | DomainType,
  tableSchema?: Name | null,
): Name | null {
  if (type.inheritSchema && tableSchema !== undefined) return tableSchema;
  return type.schema ?? null;
}

/** The name of an ENUM or DOMAIN with its schema. */
export function namedTypeText(type: EnumType | DomainType, tableSchema?: Name | null): string {
  if (type.name === undefined || nameText(type.name) === "") {
    throw new CommandError(
      "compile_error",
      `PostgreSQL ${type.kind === "domain" ? "DOMAIN" : "ENUM"} type requires a name.`,
    );
  }
  return qualified(type.name, namedTypeSchema(type, tableSchema));
}
