import type { Expression } from "../sql/expression.ts";
import type { Name } from "./name.ts";

/**
 * Column types. `kind` is the family, which decides how values of it are written; `form` is the
 * SQLAlchemy class (`String` is generic, `VARCHAR` is the SQL spelling), which decides the DDL and
 * how autogenerate writes the type back.
 */
export type SqlType =
  | StringType
  | IntegerType
  | NumericType
  | FloatType
  | BooleanType
  | DateType
  | DateTimeType
  | TimeType
  | IntervalType
  | BinaryType
  | EnumType
  | DomainType
  | JsonType
  | UuidType
  | ArrayType
  | RangeType
  | BitType
  | HstoreType
  | PlainType
  | NullType
  | CustomType
  | VariantType;

/**
 * The class of the project or of a library that a column's type was made by, for writing it into a revision:
 * `AutoString(length=20)` of `sqlmodel.sql.sqltypes`, a `TypeDecorator` of the application.
 */
export interface TypeOrigin {
  /** The module that defines the class, as Python's `__module__`. */
  readonly module: string;
  /** What Python's `repr()` gives for the type. */
  readonly repr: string;
}

/** What every type may have. */
export interface TypeBase {
  /** Left out for the types of SQLAlchemy and its dialects. Says nothing about the DDL. */
  readonly origin?: TypeOrigin;
}

/** Character types. */
export interface StringType extends TypeBase {
  readonly kind: "string";
  readonly form:
    | "String"
    | "Text"
    | "Unicode"
    | "UnicodeText"
    | "VARCHAR"
    | "CHAR"
    | "NVARCHAR"
    | "NCHAR"
    | "TEXT"
    | "CLOB"
    | "CITEXT";
  readonly length?: number;
  readonly collation?: Name;
}

/** Whole numbers. */
export interface IntegerType extends TypeBase {
  readonly kind: "integer";
  readonly form: "Integer" | "SmallInteger" | "BigInteger" | "INTEGER" | "SMALLINT" | "BIGINT";
}

/** Exact numbers. */
export interface NumericType extends TypeBase {
  readonly kind: "numeric";
  readonly form: "Numeric" | "NUMERIC" | "DECIMAL";
  readonly precision?: number;
  readonly scale?: number;
  /** Digits after the point that Python gets, as it was given; nothing to the database. */
  readonly decimalReturnScale?: number | boolean;
  /** Whether Python gets a Decimal, where that is not the type's own way; nothing to the database. */
  readonly asDecimal?: boolean;
}

/** Floating-point numbers. */
export interface FloatType extends TypeBase {
  readonly kind: "float";
  readonly form: "Float" | "Double" | "FLOAT" | "DOUBLE" | "DOUBLE_PRECISION" | "REAL";
  readonly precision?: number;
  /** Whether Python gets a Decimal, where that is not the type's own way; nothing to the database. */
  readonly asDecimal?: boolean;
  /** Digits after the point that Python gets, as it was given; nothing to the database. */
  readonly decimalReturnScale?: number | boolean;
}

/** Truth values. `createConstraint` matters only where a database has no boolean type. */
export interface BooleanType extends TypeBase {
  readonly kind: "boolean";
  readonly form: "Boolean" | "BOOLEAN";
  readonly createConstraint?: boolean;
  readonly name?: Name;
}

/** Calendar dates. */
export interface DateType extends TypeBase {
  readonly kind: "date";
  readonly form: "Date" | "DATE";
}

/** Dates with a time of day. `precision` exists only in `postgresql.TIMESTAMP`. */
export interface DateTimeType extends TypeBase {
  readonly kind: "datetime";
  readonly form: "DateTime" | "DATETIME" | "TIMESTAMP";
  readonly timezone?: boolean;
  readonly precision?: number;
  /** Whether it is the class of `sqlalchemy.dialects.postgresql`. One with a `precision` always is. */
  readonly postgresql?: boolean;
}

/** Times of day. `precision` exists only in `postgresql.TIME`. */
export interface TimeType extends TypeBase {
  readonly kind: "time";
  readonly form: "Time" | "TIME";
  readonly timezone?: boolean;
  readonly precision?: number;
  /** Whether it is the class of `sqlalchemy.dialects.postgresql`. One with a `precision` always is. */
  readonly postgresql?: boolean;
}

/** Spans of time: the generic `Interval` and `postgresql.INTERVAL`. */
export interface IntervalType extends TypeBase {
  readonly kind: "interval";
  readonly form: "Interval" | "INTERVAL";
  /** `INTERVAL(fields=…)`, such as `YEAR TO MONTH`. */
  readonly fields?: string;
  /** `INTERVAL(precision=…)`, or `Interval(second_precision=…)`. */
  readonly precision?: number;
}

/** Bytes. `PickleType` is a `LargeBinary`. */
export interface BinaryType extends TypeBase {
  readonly kind: "binary";
  readonly form: "LargeBinary" | "BLOB" | "BINARY" | "VARBINARY" | "BYTEA";
  readonly length?: number;
}

/** `sa.Enum` and `postgresql.ENUM`. */
export interface EnumType extends TypeBase {
  readonly kind: "enum";
  readonly form: "Enum" | "ENUM";
  /** The labels as the database stores them (for a Python enum class: its member names). */
  readonly values: readonly string[];
  /** A label that is no text, as Python writes it: the type can be named, but not made. */
  readonly badLabel?: string;
  readonly name?: Name;
  readonly schema?: Name;
  /** False writes a VARCHAR. Default true; `ENUM` is always native. */
  readonly nativeEnum?: boolean;
  /** `ENUM(create_type=False)`: tables that use the type do not create it. Default true. */
  readonly createType?: boolean;
  /** Take the schema of the table that uses the type. */
  readonly inheritSchema?: boolean;
  /** Whether the type was tied to a `MetaData`; then creating a table does not create the type. */
  readonly metadata?: boolean;
  /** Add a CHECK constraint where the type is not native. */
  readonly createConstraint?: boolean;
  /** Length of the VARCHAR of a non-native enum; default: that of the longest label. */
  readonly length?: number;
  /** For values of a Python enum class: label by member name, where `values_callable` made them differ. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** `postgresql.DOMAIN`. */
export interface DomainType extends TypeBase {
  readonly kind: "domain";
  readonly name: Name;
  readonly schema?: Name;
  readonly dataType: SqlType;
  readonly collation?: Name;
  readonly default?: Expression | string;
  readonly constraintName?: Name;
  readonly notNull?: boolean;
  readonly check?: Expression;
  /** Of a reflected one: all its constraints, of which `check` is the first. */
  readonly checks?: readonly { readonly name: Name; readonly condition: Expression }[];
  readonly createType?: boolean;
  readonly inheritSchema?: boolean;
  readonly metadata?: boolean;
}

/** JSON documents: `sa.JSON`, `postgresql.JSON`, `postgresql.JSONB`. */
export interface JsonType extends TypeBase {
  readonly kind: "json";
  readonly form: "JSON" | "JSONB";
  /** Whether it is the class of `sqlalchemy.dialects.postgresql`. `JSONB` always is. */
  readonly postgresql?: boolean;
  readonly noneAsNull?: boolean;
  readonly astextType?: SqlType;
}

/** UUIDs. */
export interface UuidType extends TypeBase {
  readonly kind: "uuid";
  readonly form: "Uuid" | "UUID";
  readonly asUuid?: boolean;
  /** `Uuid(native_uuid=False)` writes CHAR(32). Default true. */
  readonly nativeUuid?: boolean;
}

/** Arrays. */
export interface ArrayType extends TypeBase {
  readonly kind: "array";
  readonly itemType: SqlType;
  readonly dimensions?: number;
  /** Whether it is the class of `sqlalchemy.dialects.postgresql`. */
  readonly postgresql?: boolean;
}

/** Ranges and multiranges. */
export interface RangeType extends TypeBase {
  readonly kind: "range";
  readonly form:
    | "INT4RANGE"
    | "INT8RANGE"
    | "NUMRANGE"
    | "DATERANGE"
    | "TSRANGE"
    | "TSTZRANGE"
    | "INT4MULTIRANGE"
    | "INT8MULTIRANGE"
    | "NUMMULTIRANGE"
    | "DATEMULTIRANGE"
    | "TSMULTIRANGE"
    | "TSTZMULTIRANGE";
}

/** `postgresql.BIT`. */
export interface BitType extends TypeBase {
  readonly kind: "bit";
  readonly length?: number;
  readonly varying?: boolean;
}

/** `postgresql.HSTORE`. */
export interface HstoreType extends TypeBase {
  readonly kind: "hstore";
}

/** PostgreSQL types without parameters. */
export interface PlainType extends TypeBase {
  readonly kind: "plain";
  readonly form:
    | "INET"
    | "CIDR"
    | "MACADDR"
    | "MACADDR8"
    | "MONEY"
    | "OID"
    | "REGCLASS"
    | "REGCONFIG"
    | "TSVECTOR"
    | "TSQUERY"
    | "JSONPATH";
}

/** No type was given (`sa.types.NullType`). It has no DDL. */
export interface NullType extends TypeBase {
  readonly kind: "null";
}

/** A type that brings its own DDL text: `UserDefinedType.get_col_spec()` and third-party types. */
export interface CustomType extends TypeBase {
  readonly kind: "custom";
  readonly ddl: string;
}

/** `Type().with_variant(other, "dialect")`. */
export interface VariantType extends TypeBase {
  readonly kind: "variant";
  readonly base: SqlType;
  readonly variants: Readonly<Record<string, SqlType>>;
}

/** The type that a variant has on a dialect. */
export function typeFor(type: SqlType, dialect: string): SqlType {
  if (type.kind !== "variant") return type;
  return typeFor(type.variants[dialect] ?? type.base, dialect);
}

/** The type of what has none. */
export const nullType: NullType = { kind: "null" };
