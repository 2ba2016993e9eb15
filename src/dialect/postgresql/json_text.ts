import { CommandError } from "../../errors/mod.ts";
import { floatText, reprValue } from "../../sql/python_text.ts";
import type { SqlValue } from "../../sql/value.ts";

/**
 * A value as Python's `json.dumps()` writes it, which is what SQLAlchemy sends for JSON columns: `", "` and
 * `": "` between parts, every character outside ASCII escaped. A `json` column keeps this text.
 */
export function jsonText(value: SqlValue): string {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "NaN";
    return Number.isFinite(value) ? floatText(value) : value < 0 ? "-Infinity" : "Infinity";
  }
  if (typeof value === "string") return jsonString(value);
  if (!(value instanceof Uint8Array)) {
    if (value.kind === "jsonNull") return "null";
    if (value.kind === "list") return `[${value.items.map(jsonText).join(", ")}]`;
    if (value.kind === "dict") {
      return `{${value.entries.map(([k, v]) => `${jsonKey(k)}: ${jsonText(v)}`).join(", ")}}`;
    }
  }
  throw new CommandError(
    "invalid_value",
    `Object of type ${kindName(value)} is not JSON serializable: ${reprValue(value)}`,
    { hint: "Turn it into a text or a number first" },
  );
}

function jsonKey(key: SqlValue): string {
  if (typeof key === "string") return jsonString(key);
  if (key === null || typeof key === "boolean" || typeof key === "bigint") {
    return `"${key}"`;
  }
  if (typeof key === "number") return `"${jsonText(key)}"`;
  throw new CommandError(
    "invalid_value",
    `keys must be str, int, float, bool or None, not ${kindName(key)}`,
  );
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function jsonString(text: string): string {
  let result = '"';
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const code = text.charCodeAt(index);
    result += shortEscapes[character] ??
      (code < 0x20 || code > 0x7e ? `\\u${code.toString(16).padStart(4, "0")}` : character);
  }
  return `${result}"`;
}

function kindName(value: SqlValue): string {
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value !== "object" || value === null) return typeof value;
  return value.kind === "opaque" ? value.typeName : value.kind;
}
