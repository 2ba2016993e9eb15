import { type Token, tokensOf } from "../statement/token_reader.ts";
import { ownValue } from "../../config/own_value.ts";

/** A type in one spelling: `int` and `int4` are `integer`, `varchar(5)` is `character varying` with 5. */
export interface SqlTypeName {
  readonly name: string;
  readonly arguments: readonly number[];
  readonly isArray: boolean;
}

const ALIASES: Readonly<Record<string, string>> = {
  int: "integer",
  int4: "integer",
  int2: "smallint",
  int8: "bigint",
  serial4: "serial",
  serial8: "bigserial",
  serial2: "smallserial",
  varchar: "character varying",
  "char varying": "character varying",
  "national character varying": "character varying",
  char: "character",
  bpchar: "character",
  nchar: "character",
  "national character": "character",
  decimal: "numeric",
  dec: "numeric",
  bool: "boolean",
  float4: "real",
  float8: "double precision",
  float: "double precision",
  varbit: "bit varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};

const BUILT_IN: ReadonlySet<string> = new Set([
  ...Object.values(ALIASES),
  ...["text", "bytea", "uuid", "json", "jsonb", "date", "interval", "inet", "cidr", "macaddr"],
  ...["macaddr8", "bit", "money", "xml", "tsvector", "tsquery", "point", "line", "lseg", "box"],
  ...["path", "polygon", "circle", "oid", "name", "int4range", "int8range", "numrange", "tsrange"],
  ...["tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange", "jsonpath"],
  ...["tsmultirange", "tstzmultirange", "datemultirange", "pg_lsn", "regclass"],
]);

/** Reads a type as a statement or `format_type()` writes it. */
export function readType(text: string): SqlTypeName {
  const words: string[] = [];
  const numbers: number[] = [];
  let isArray = false;
  for (const token of tokensOf(text)) {
    if (token.kind === "number") numbers.push(Number(token.text));
    else if (token.text === "[" || token.value === "array") isArray = true;
    else if (isNamePart(token)) words.push(token.value);
    else if (token.text === ".") words.pop();
  }
  const written = words.join(" ");
  const name = ownValue(ALIASES, written) ?? written;
  // A lone `char` or `bit` means one.
  const implied = numbers.length === 0 && (written === "char" || written === "character")
    ? [1]
    : [];
  return { name, arguments: isArray ? [] : [...numbers, ...implied], isArray };
}

function isNamePart({ kind }: Token): boolean {
  return kind === "word" || kind === "quoted-name";
}

/** Whether the server has the type of itself, so that it is no domain. */
export function isBuiltIn(type: SqlTypeName): boolean {
  return BUILT_IN.has(type.name) || Object.hasOwn(SERIAL, type.name);
}

/** The integer type of a column that is declared `serial`. */
export const SERIAL: Readonly<Record<string, string>> = {
  serial: "integer",
  bigserial: "bigint",
  smallserial: "smallint",
};
