/**
 * A piece of SQL that `op.text()`, `op.func` and their relatives make: the place of a value where SQL is
 * meant instead of text.
 */
export interface SqlExpression {
  /** Tells it from a value of the program's. */
  readonly isSqlExpression: true;
}

/**
 * A value for the database: `null`, text, numbers, truth values, dates (sent as timestamps with time zone), bytes,
 * arrays (as PostgreSQL arrays) and plain objects (as JSON).
 */
export type SqlInput =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | SqlExpression
  | readonly SqlInput[]
  | { readonly [key: string]: unknown };

/**
 * A row of a result, by column name. Values are decoded by the type of their column: `smallint`, `integer`, `oid`,
 * `real` and `double precision` are numbers, `bigint` is a bigint, `boolean` a boolean, `json` and `jsonb` are
 * parsed, `timestamptz` is a `Date`, `bytea` a `Uint8Array`, an array is an array of its members.
 * All others (`numeric`, `date`, `timestamp`, `uuid`, …) are text as PostgreSQL writes it.
 */
// deno-lint-ignore no-explicit-any
export type Row = Record<string, any>;

/** The type of a column; made by `op.types`. */
export interface ColumnType {
  /** The family of the type, such as `string`. */
  readonly kind: string;
}

/** What `op.types.array` may be told. */
export interface ArrayTypeOptions {
  /** How many pairs of brackets to write. Default 1. */
  readonly dimensions?: number;
}

/** What the character types may be told. */
export interface StringTypeOptions {
  /** A collation, such as `C`. */
  readonly collation?: string;
}

/** What the types of times may be told. */
export interface TimeTypeOptions {
  /** WITH TIME ZONE. Default false. */
  readonly timezone?: boolean;
  /** Digits of the seconds' fraction, 0 to 6. */
  readonly precision?: number;
}

/** What `op.types.enum` may be told. */
export interface EnumTypeOptions {
  /** The schema of the type. */
  readonly schema?: string;
  /** Whether `createTable` creates the type before the table. Default true; it is created once in a run. */
  readonly create?: boolean;
}

/** The constructors of column types, as `op.types`. */
export interface TypeConstructors {
  /** SMALLINT */
  smallInteger(): ColumnType;
  /** INTEGER; as a single primary key SERIAL */
  integer(): ColumnType;
  /** BIGINT; as a single primary key BIGSERIAL */
  bigInteger(): ColumnType;
  /** VARCHAR, or VARCHAR(length) */
  string(length?: number, options?: StringTypeOptions): ColumnType;
  /** CHAR, or CHAR(length) */
  char(length?: number, options?: StringTypeOptions): ColumnType;
  /** TEXT */
  text(options?: StringTypeOptions): ColumnType;
  /** CITEXT, of the extension citext */
  citext(): ColumnType;
  /** NUMERIC, NUMERIC(precision) or NUMERIC(precision, scale) */
  numeric(precision?: number, scale?: number): ColumnType;
  /** REAL */
  real(): ColumnType;
  /** DOUBLE PRECISION */
  double(): ColumnType;
  /** FLOAT, or FLOAT(precision) */
  float(precision?: number): ColumnType;
  /** BOOLEAN */
  boolean(): ColumnType;
  /** DATE */
  date(): ColumnType;
  /** TIME */
  time(options?: TimeTypeOptions): ColumnType;
  /** TIMESTAMP */
  dateTime(options?: TimeTypeOptions): ColumnType;
  /** INTERVAL, with fields such as `DAY TO SECOND` where given */
  interval(options?: { readonly fields?: string; readonly precision?: number }): ColumnType;
  /** BYTEA */
  binary(): ColumnType;
  /** UUID */
  uuid(): ColumnType;
  /** JSON */
  json(): ColumnType;
  /** JSONB */
  jsonb(): ColumnType;
  /** An array of another type */
  array(itemType: ColumnType, options?: ArrayTypeOptions): ColumnType;
  /** An enumeration of the database's */
  enum(name: string, values: readonly string[], options?: EnumTypeOptions): ColumnType;
  /** BIT(length), or BIT VARYING */
  bit(length?: number, options?: { readonly varying?: boolean }): ColumnType;
  /** INET */
  inet(): ColumnType;
  /** CIDR */
  cidr(): ColumnType;
  /** MACADDR */
  macaddr(): ColumnType;
  /** MONEY */
  money(): ColumnType;
  /** HSTORE, of the extension hstore */
  hstore(): ColumnType;
  /** TSVECTOR */
  tsvector(): ColumnType;
  /** TSQUERY */
  tsquery(): ColumnType;
  /** A range or multirange type, such as `int4range` */
  range(name: RangeTypeName): ColumnType;
  /** Any other type, by its SQL text */
  custom(sql: string): ColumnType;
}

/** The ranges and multiranges of PostgreSQL. */
export type RangeTypeName =
  | "int4range"
  | "int8range"
  | "numrange"
  | "daterange"
  | "tsrange"
  | "tstzrange"
  | "int4multirange"
  | "int8multirange"
  | "nummultirange"
  | "datemultirange"
  | "tsmultirange"
  | "tstzmultirange";
