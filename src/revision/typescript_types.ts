import type {
  ArrayType,
  EnumType,
  IntervalType,
  PlainType,
  RangeType,
  SqlType,
  StringType,
} from "../schema/types.ts";
import type { TypeConstructors } from "./typescript_values_api.ts";

function plain(form: PlainType["form"]): () => PlainType {
  return () => ({ kind: "plain", form });
}

function string(
  form: StringType["form"],
  length?: number,
  options?: { readonly collation?: string },
): StringType {
  return { kind: "string", form, length, collation: options?.collation };
}

/** The constructors of column types: `op.types`. */
export const typeConstructors: TypeConstructors = {
  smallInteger: () => ({ kind: "integer", form: "SmallInteger" }),
  integer: () => ({ kind: "integer", form: "Integer" }),
  bigInteger: () => ({ kind: "integer", form: "BigInteger" }),
  string: (length, options) => string("String", length, options),
  char: (length, options) => string("CHAR", length, options),
  text: (options) => string("Text", undefined, options),
  citext: () => string("CITEXT"),
  numeric: (precision?: number, scale?: number) => ({
    kind: "numeric",
    form: "Numeric",
    precision,
    scale,
  }),
  real: () => ({ kind: "float", form: "REAL" }),
  double: () => ({ kind: "float", form: "Double" }),
  float: (precision?: number) => ({ kind: "float", form: "Float", precision }),
  boolean: () => ({ kind: "boolean", form: "Boolean" }),
  date: () => ({ kind: "date", form: "Date" }),
  time: (options) => ({ kind: "time", form: "TIME", ...options }),
  dateTime: (options) => ({ kind: "datetime", form: "TIMESTAMP", ...options }),
  interval: (options): IntervalType => ({ kind: "interval", form: "INTERVAL", ...options }),
  binary: () => ({ kind: "binary", form: "LargeBinary" }),
  uuid: () => ({ kind: "uuid", form: "UUID" }),
  json: () => ({ kind: "json", form: "JSON" }),
  jsonb: () => ({ kind: "json", form: "JSONB" }),
  array: (itemType, options): ArrayType => ({
    kind: "array",
    itemType: itemType as SqlType,
    dimensions: options?.dimensions,
  }),
  enum: (name, values, options): EnumType => ({
    kind: "enum",
    form: "ENUM",
    name,
    values,
    schema: options?.schema,
    createType: options?.create ?? true,
  }),
  bit: (length?: number, options?: { readonly varying?: boolean }) => ({
    kind: "bit",
    length,
    varying: options?.varying,
  }),
  inet: plain("INET"),
  cidr: plain("CIDR"),
  macaddr: plain("MACADDR"),
  money: plain("MONEY"),
  hstore: () => ({ kind: "hstore" }),
  tsvector: plain("TSVECTOR"),
  tsquery: plain("TSQUERY"),
  range: (name): RangeType => ({ kind: "range", form: name.toUpperCase() as RangeType["form"] }),
  custom: (sql: string) => ({ kind: "custom", ddl: sql }),
};
