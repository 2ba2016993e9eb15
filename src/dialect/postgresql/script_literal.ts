import { CommandError } from "../../errors/mod.ts";
import type { EnumType, SqlType } from "../../schema/types.ts";
import { floatText, reprValue } from "../../sql/python_text.ts";
import type { DateTimeValue, EnumValue, SqlValue } from "../../sql/value.ts";
import { resolved, typeText } from "./type_text.ts";
import { ownValue } from "../../config/own_value.ts";

/**
 * A value as SQLAlchemy writes it into text (`literal_binds`): in DDL, and in scripts. The column's type
 * decides the form; a value that does not fit the type, or a type without such a form, is refused.
 *
 * `doubleBackslashes`: SQLAlchemy doubles them while it is not connected, because it does not know
 * the server's `standard_conforming_strings` then.
 */
export function scriptLiteral(
  value: SqlValue,
  type: SqlType,
  doubleBackslashes: boolean,
): string {
  if (value === null) return "NULL";
  const actual = resolved(type);
  if (isKind(value, "enum") && value.isValue && actual.kind !== "enum") {
    return scriptLiteral(value.value, type, doubleBackslashes);
  }
  const text = renderers[actual.kind]?.(value, actual, doubleBackslashes);
  if (text === undefined) {
    throw new CommandError(
      "compile_error",
      `No literal value renderer is available for literal value "${
        reprValue(value)
      }" with datatype ${genericText(actual)}`,
      { hint: "A script cannot hold this value; write it as SQL text with a cast" },
    );
  }
  if (text === null) {
    throw new CommandError(
      "compile_error",
      `Could not render literal value "${reprValue(value)}" with datatype ${
        genericText(actual)
      }; see parent stack trace for more detail.`,
      { hint: "The value does not fit the type of its column" },
    );
  }
  return text;
}

/** A text between quotation marks. */
export function scriptString(text: string, doubleBackslashes: boolean): string {
  const body = text.replaceAll("'", "''");
  return `'${doubleBackslashes ? body.replaceAll("\\", "\\\\") : body}'`;
}

/** `null` for a value that does not fit, `undefined` (as for a kind without an entry) for a type without literals. */
type Renderer = (
  value: SqlValue,
  type: SqlType,
  doubleBackslashes: boolean,
) => string | null | undefined;

const string: Renderer = (value, _type, double) =>
  typeof value === "string" ? scriptString(value, double) : null;

const number: Renderer = (value) => {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return floatText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string" && /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(value)) {
    return value;
  }
  return isKind(value, "decimal") ? value.text : null;
};

const renderers: Partial<Record<SqlType["kind"], Renderer>> = {
  string,
  integer: (value) => {
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "boolean") return value ? "1" : "0";
    if (typeof value === "number" && Number.isFinite(value)) {
      return BigInt(Math.trunc(value)).toString();
    }
    if (typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value)) {
      return BigInt(value.trim().replace("+", "")).toString();
    }
    if (!isKind(value, "decimal")) return null;
    const parsed = Number(value.text);
    return Number.isFinite(parsed) ? BigInt(Math.trunc(parsed)).toString() : null;
  },
  numeric: number,
  float: number,
  boolean: (value) => {
    if (typeof value === "boolean") return value ? "true" : "false";
    if (value === 0n || value === 0) return "false";
    return value === 1n || value === 1 ? "true" : null;
  },
  date: (value) => {
    if (isKind(value, "datetime")) return `'${value.text.slice(0, 10)}'`;
    return isKind(value, "date") || isKind(value, "time") ? `'${value.text}'` : null;
  },
  datetime: (value) =>
    isKind(value, "datetime") || isKind(value, "date") || isKind(value, "time")
      ? `'${value.text}'`
      : null,
  time: (value) => {
    if (isKind(value, "datetime")) return `'${timeOf(value)}'`;
    return isKind(value, "date") || isKind(value, "time") ? `'${value.text}'` : null;
  },
  interval: (value) => {
    if (!isKind(value, "interval")) return null;
    const seconds = (value.days * 86_400_000_000 + value.seconds * 1_000_000 +
      value.microseconds) / 1_000_000;
    return `make_interval(secs=>${floatText(seconds)})`;
  },
  binary: (value, _type, double) => {
    if (!(value instanceof Uint8Array)) return null;
    try {
      return scriptString(new TextDecoder("utf-8", { fatal: true }).decode(value), double);
    } catch {
      return null;
    }
  },
  enum: (value, type, double) => {
    if (!isKind(value, "enum")) return string(value, type, double);
    const label = type.kind === "enum" ? enumLabel(value, type) : null;
    return label === null ? null : scriptString(label, double);
  },
  uuid: (value, _type, double) => {
    if (isKind(value, "uuid")) return `'${value.text}'`;
    return typeof value === "string" ? scriptString(value, double) : null;
  },
  array: (value, type, double) => {
    if (type.kind !== "array") return null;
    if (!(resolved(type.itemType).kind in renderers)) return undefined;
    if (!isKind(value, "list")) return null;
    return arrayText(value.items, type.itemType, double);
  },
};

function arrayText(items: readonly SqlValue[], itemType: SqlType, double: boolean): string {
  const parts = items.map((item) =>
    isKind(item, "list")
      ? arrayText(item.items, itemType, double)
      : scriptLiteral(item, itemType, double)
  );
  return `ARRAY[${parts.join(", ")}]`;
}

/** The label that a member of a Python enumeration has in the database; `null` if it is of another class. */
export function enumLabel(value: EnumValue, type: EnumType): string | null {
  const member = value.name.slice(value.name.lastIndexOf(".") + 1);
  const label = ownValue(type.labels ?? {}, member) ?? member;
  return type.values.includes(label) ? label : null;
}

function timeOf(value: DateTimeValue): string {
  return value.text.slice(11);
}

/** Whether a value is one of the tagged kinds. */
export function isKind<K extends (SqlValue & { readonly kind: string })["kind"]>(
  value: SqlValue,
  kind: K,
): value is Extract<SqlValue, { readonly kind: K }> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array) &&
    value.kind === kind;
}

/** The type as SQLAlchemy names it in messages: without a dialect. */
function genericText(type: SqlType): string {
  switch (type.kind) {
    case "null":
      return "NULL";
    case "binary":
      return type.form === "LargeBinary" ? "BLOB" : type.form;
    case "datetime":
      return type.form === "DateTime" ? "DATETIME" : type.form;
    case "time":
      return "TIME";
    default:
      return typeText(type);
  }
}
