import type { IntegerType, PlainType, RangeType, SqlType } from "../../../schema/types.ts";

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
  "tsvector",
]);

/**
 * The type that the text of `format_type` names, as SQLAlchemy reflects it. `named` is the enumeration or domain
 * that the text stands for, or whose elements it does. A type that SQLAlchemy does not know (it reflects none) is
 * a `custom` one here, so that its text is not lost.
 */
export function reflectedType(
  text: string,
  named: SqlType | null = null,
  collation: string | null = null,
): SqlType {
  const array = /(?:\[\])+$/.exec(text);
  if (array !== null) {
    const itemType = reflectedType(text.slice(0, array.index), named, collation);
    // The server keeps neither the dimensions nor the sizes of arrays.
    return { kind: "array", itemType, postgresql: true };
  }
  if (named !== null) {
    return collation === null || named.kind !== "domain" ? named : { ...named, collation };
  }
  const type = builtinType(text);
  return collation === null || type.kind !== "string" ? type : { ...type, collation };
}

function builtinType(text: string): SqlType {
  const match = /^(.*?)(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?$/.exec(text);
  if (match === null) return { kind: "custom", ddl: text };
  const name = match[1]!.trim();
  const first = match[2] === undefined ? undefined : Number(match[2]);
  const second = match[3] === undefined ? undefined : Number(match[3]);
  const timezone = match[4] === " with time zone";
  const integer = Object.hasOwn(integers, name) ? integers[name] : undefined;
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
    case "name":
    case '"char"':
      return { kind: "string", form: "String", length: first };
    case "numeric":
      return second === undefined
        ? { kind: "numeric", form: "NUMERIC" }
        : { kind: "numeric", form: "NUMERIC", precision: first, scale: second };
    case "real":
      return { kind: "float", form: "REAL" };
    case "double precision":
      return { kind: "float", form: "DOUBLE_PRECISION", precision: 53 };
    case "boolean":
      return { kind: "boolean", form: "BOOLEAN" };
    case "date":
      return { kind: "date", form: "DATE" };
    case "timestamp":
      return { kind: "datetime", form: "TIMESTAMP", timezone, precision: first, postgresql: true };
    case "time":
      return { kind: "time", form: "TIME", timezone, precision: first, postgresql: true };
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
  if (name === "interval" || name.startsWith("interval ")) {
    const fields = name.slice("interval".length).trim();
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
  return { kind: "custom", ddl: text };
}
