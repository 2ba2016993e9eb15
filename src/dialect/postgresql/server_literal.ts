import { CommandError } from "../../errors/mod.ts";
import type { EnumType, SqlType } from "../../schema/types.ts";
import { floatText, reprValue } from "../../sql/python_text.ts";
import type { DictValue, RangeValue, SqlValue } from "../../sql/value.ts";
import { jsonText } from "./json_text.ts";
import { enumLabel, isKind } from "./script_literal.ts";
import { resolved, typeText } from "./type_text.ts";

/**
 * A value as SQLAlchemy with psycopg2 sends it to a server. psycopg2 writes values into the text by
 * their own kind, so that the server finds typed literals where a parameter would have no type; some
 * column types add a cast.
 */
export function serverLiteral(value: SqlValue, type: SqlType): string {
  const actual = resolved(type);
  switch (actual.kind) {
    case "json":
      if (value === null && actual.noneAsNull) return `NULL::${actual.form}`;
      return `${stringLiteral(jsonText(value))}::${actual.form}`;
    case "uuid":
      if (actual.nativeUuid === false) {
        return isKind(value, "uuid") ? `'${value.text.replaceAll("-", "")}'` : plain(value);
      }
      return `${plain(value)}::UUID`;
    case "array":
      return `${plain(arrayItems(value, actual.itemType))}::${typeText(actual)}`;
    case "range":
      return `${plain(value)}::${typeText(actual)}`;
    case "enum":
      return plain(labelled(value, actual));
    case "boolean":
      return truth(value);
    case "hstore":
      return isKind(value, "dict") ? stringLiteral(hstoreText(value)) : plain(value);
    default:
      return plain(value);
  }
}

/** A text between quotation marks, right under either setting of `standard_conforming_strings`. */
export function stringLiteral(text: string): string {
  if (text.includes("\0")) {
    throw new CommandError(
      "invalid_value",
      "A text for the database contains a NUL (0x00) character",
      { hint: "PostgreSQL cannot store the character NUL in text; remove it" },
    );
  }
  const body = text.replaceAll("'", "''");
  return body.includes("\\") ? ` E'${body.replaceAll("\\", "\\\\")}'` : `'${body}'`;
}

function truth(value: SqlValue): string {
  if (value === null || typeof value === "boolean") return plain(value);
  if (value === 0n || value === 0) return "false";
  if (value === 1n || value === 1) return "true";
  throw new CommandError("invalid_value", `Not a boolean value: ${reprValue(value)}`);
}

function plain(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "true" : "false";
  // A minus sign gets a blank before it, so that `a -%s` cannot become a comment.
  if (typeof value === "bigint") return value < 0n ? ` ${value}` : value.toString();
  if (typeof value === "number") return float(value);
  if (typeof value === "string") return stringLiteral(value);
  if (value instanceof Uint8Array) return `'\\x${hex(value)}'::bytea`;
  switch (value.kind) {
    case "decimal":
      if (!/^[+-]?[\d.]/.test(value.text)) return "'NaN'::numeric";
      return value.text.startsWith("-") ? ` ${value.text}` : value.text;
    case "date":
      return `'${value.text}'::date`;
    case "time":
      return `'${value.text}'::${hasOffset(value.text) ? "timetz" : "time"}`;
    case "datetime": {
      const text = value.text.replace(" ", "T");
      return `'${text}'::${hasOffset(text.slice(11)) ? "timestamptz" : "timestamp"}`;
    }
    case "interval":
      return `'${value.days} days ${value.seconds}.${
        String(value.microseconds).padStart(6, "0")
      } seconds'::interval`;
    case "uuid":
      return `'${value.text}'::uuid`;
    case "list":
      if (value.tuple) return `(${value.items.map(plain).join(", ")})`;
      return value.items.length === 0 ? "'{}'" : array(value.items);
    case "range":
      return stringLiteral(rangeText(value));
    case "enum":
      if (value.isValue) return plain(value.value);
      // Falls through: psycopg2 has no form for it.
    case "dict":
    case "jsonNull":
    case "opaque":
      throw new CommandError(
        "invalid_value",
        `can't adapt type '${
          value.kind === "opaque" ? value.typeName : value.kind === "enum" ? value.name : value.kind
        }': ${reprValue(value)}`,
        { hint: "Give a text, a number, or a column of a JSON type" },
      );
  }
}

function array(items: readonly SqlValue[]): string {
  return `ARRAY[${
    items.map((item) => isKind(item, "list") ? array(item.items) : plain(item)).join(",")
  }]`;
}

function float(value: number): string {
  if (Number.isNaN(value)) return "'NaN'::float";
  if (!Number.isFinite(value)) return `'${value < 0 ? "-" : ""}Infinity'::float`;
  const text = floatText(value);
  return text.startsWith("-") ? ` ${text}` : text;
}

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function hasOffset(time: string): boolean {
  return /[+-]\d/.test(time);
}

function labelled(value: SqlValue, type: EnumType): SqlValue {
  return isKind(value, "enum") ? enumLabel(value, type) ?? value : value;
}

/** Members of an array as its item type sends them; only enumerations and documents change. */
function arrayItems(value: SqlValue, itemType: SqlType): SqlValue {
  if (!isKind(value, "list")) return value;
  const item = resolved(itemType);
  return {
    kind: "list",
    items: value.items.map((member) => {
      if (isKind(member, "list")) return arrayItems(member, itemType);
      if (item.kind === "enum") return labelled(member, item);
      return item.kind === "json" ? jsonText(member) : member;
    }),
  };
}

function rangeText(range: RangeValue): string {
  if (range.empty) return "empty";
  const bound = (value: SqlValue): string => {
    if (value === null) return "";
    const text = typeof value === "string"
      ? value
      : typeof value === "number"
      ? floatText(value)
      : typeof value === "object" && "text" in value
      ? value.text
      : String(value);
    return /[\s,()[\]"\\]/.test(text) ? `"${text.replace(/(["\\])/g, "\\$1")}"` : text;
  };
  return `${range.bounds[0]}${bound(range.lower)},${bound(range.upper)}${range.bounds[1]}`;
}

function hstoreText(dict: DictValue): string {
  const part = (value: SqlValue): string =>
    value === null ? "NULL" : `"${String(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return dict.entries.map(([key, value]) => `${part(key)}=>${part(value)}`).join(", ");
}
