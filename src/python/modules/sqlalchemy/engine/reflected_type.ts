import type { IntegerType, PlainType, RangeType, SqlType } from "../../../../schema/types.ts";

/** What the catalogue says about the type of a column, beside its text. */
export interface TypeFacts {
  /** `format_type(atttypid, atttypmod)`. */
  readonly text: string;
  /** Labels, where the type (or that of the elements) is an enum. */
  readonly labels: readonly string[] | null;
  /** Name and schema of an enum or domain; the schema is null where the search path finds it. */
  readonly name: string | null;
  readonly schema: string | null;
  /** `format_type` of what a domain is made of. */
  readonly base: string | null;
  readonly notNull: boolean;
}

const integers: Readonly<Record<string, IntegerType["form"]>> = {
  integer: "INTEGER",
  bigint: "BIGINT",
  smallint: "SMALLINT",
};

const ranges = new Set<string>([
  "int4range",
  "int8range",
  "numrange",
  "daterange",
  "tsrange",
  "tstzrange",
  "int4multirange",
  "int8multirange",
  "nummultirange",
  "datemultirange",
  "tsmultirange",
  "tstzmultirange",
]);

const plain = new Set<string>([
  "inet",
  "cidr",
  "macaddr",
  "macaddr8",
  "money",
  "oid",
  "regclass",
  "regconfig",
  "tsvector",
  "tsquery",
  "jsonpath",
]);

/** The type of a column as SQLAlchemy reflects it. */
export function reflectedType(facts: TypeFacts): SqlType {
  const { text } = facts;
  if (text.endsWith("[]")) {
    const itemType = reflectedType({ ...facts, text: text.slice(0, -2) });
    return { kind: "array", itemType, postgresql: true };
  }
  if (facts.labels !== null) {
    return {
      kind: "enum",
      form: "ENUM",
      values: facts.labels,
      name: facts.name ?? text,
      ...(facts.schema === null ? {} : { schema: facts.schema }),
    };
  }
  if (facts.base !== null) {
    return {
      kind: "domain",
      name: facts.name ?? text,
      ...(facts.schema === null ? {} : { schema: facts.schema }),
      dataType: builtinType(facts.base),
      ...(facts.notNull ? { notNull: true } : {}),
    };
  }
  return builtinType(text);
}

/** A built-in type from the text of `format_type`. */
function builtinType(text: string): SqlType {
  const match = /^(.*?)(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?$/.exec(text)!;
  const name = match[1]!.trim();
  const first = match[2] === undefined ? undefined : Number(match[2]);
  const second = match[3] === undefined ? undefined : Number(match[3]);
  const timezone = match[4] === " with time zone";
  const integer = integers[name];
  if (integer !== undefined) return { kind: "integer", form: integer };
  switch (name) {
    case "character varying":
      return { kind: "string", form: "VARCHAR", length: first };
    case "character":
      return { kind: "string", form: "CHAR", length: first };
    case "text":
      return { kind: "string", form: "TEXT" };
    case "citext":
      return { kind: "string", form: "CITEXT" };
    case "numeric":
      return { kind: "numeric", form: "NUMERIC", precision: first, scale: second };
    case "real":
      return { kind: "float", form: "REAL" };
    case "double precision":
      return { kind: "float", form: "DOUBLE_PRECISION", precision: 53 };
    case "boolean":
      return { kind: "boolean", form: "BOOLEAN" };
    case "date":
      return { kind: "date", form: "DATE" };
    case "timestamp":
      return { kind: "datetime", form: "TIMESTAMP", timezone, precision: first };
    case "time":
      return { kind: "time", form: "TIME", timezone, precision: first };
    case "bytea":
      return { kind: "binary", form: "BYTEA" };
    case "uuid":
      return { kind: "uuid", form: "UUID", asUuid: true };
    case "json":
      return { kind: "json", form: "JSON", postgresql: true };
    case "jsonb":
      return { kind: "json", form: "JSONB", postgresql: true };
    case "hstore":
      return { kind: "hstore" };
    case "bit":
      return { kind: "bit", length: first };
    case "bit varying":
      return { kind: "bit", length: first, varying: true };
  }
  if (name.startsWith("interval")) {
    const fields = name.slice("interval".length).trim().toUpperCase();
    return {
      kind: "interval",
      form: "INTERVAL",
      precision: first,
      ...(fields === "" ? {} : { fields }),
    };
  }
  if (ranges.has(name)) {
    return { kind: "range", form: name.toUpperCase() as RangeType["form"] };
  }
  if (plain.has(name)) return { kind: "plain", form: name.toUpperCase() as PlainType["form"] };
  // SQLAlchemy warns and gives NullType for what it does not know; the text is kept here.
  return { kind: "custom", ddl: text };
}
