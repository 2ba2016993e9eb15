import { convertText } from "../../../runtime/limits.ts";
import {
  asString,
  nativeFunction,
  plain,
  PyBytes,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { bytes } from "../../../runtime/objects.ts";
import { decode, encode } from "../../../builtins/codecs.ts";

const KEPT = new Set(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~",
);

/** Escapes all bytes but letters, digits, `_.-~` and those that are safe. */
export function quoteBytes(data: Uint8Array, safe: string): string {
  convertText(data.length);
  return Array.from(data, (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 128 && (KEPT.has(character) || safe.includes(character))
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function safeText(safe: Value): string {
  const inner = plain(safe);
  return inner instanceof PyBytes
    ? Array.from(inner.data, (byte) => String.fromCharCode(byte)).join("")
    : asString(safe) ?? "";
}

/** `quote(value, safe, encoding, errors)` */
export function quote(value: Value, safe: Value, encoding: Value, errors: Value): string {
  const text = asString(value);
  if (text !== null) {
    return quoteBytes(encode(text, encoding ?? "utf-8", errors ?? "strict"), safeText(safe));
  }
  if (encoding !== null) throw typeError("quote() doesn't support 'encoding' for bytes");
  if (errors !== null) throw typeError("quote() doesn't support 'errors' for bytes");
  const inner = plain(value);
  if (inner instanceof PyBytes) return quoteBytes(inner.data, safeText(safe));
  throw typeError("quote_from_bytes() expected bytes");
}

/** `quote_plus`: blanks become `+`. */
export function quotePlus(value: Value, safe: Value, encoding: Value, errors: Value): string {
  return quote(value, `${safeText(safe)} `, encoding, errors).replaceAll(" ", "+");
}

/** The bytes of a text with its escapes undone; what is no escape stays. */
export function unquoteBytes(data: Uint8Array): Uint8Array {
  convertText(data.length);
  const output: number[] = [];
  for (let at = 0; at < data.length; at++) {
    const digits = data[at] === 37 ? String.fromCharCode(...data.subarray(at + 1, at + 3)) : "";
    if (/^[0-9a-fA-F]{2}$/.test(digits)) {
      output.push(Number.parseInt(digits, 16));
      at += 2;
    } else output.push(data[at]!);
  }
  return Uint8Array.from(output);
}

/** `unquote(text, encoding, errors)` */
export function unquoteText(text: string, encoding: Value, errors: Value): string {
  if (!text.includes("%")) return text;
  // deno-lint-ignore no-control-regex -- stretches of ASCII are decoded each on its own
  return text.replace(/[\x00-\x7f]+/g, (run) =>
    decode(
      unquoteBytes(Uint8Array.from(run, (unit) => unit.charCodeAt(0))),
      encoding ?? "utf-8",
      errors ?? "replace",
    ));
}

function unquote(value: Value, encoding: Value, errors: Value): string {
  const text = asString(value);
  if (text !== null) return unquoteText(text, encoding, errors);
  const inner = plain(value);
  if (inner instanceof PyBytes) {
    return decode(unquoteBytes(inner.data), encoding ?? "utf-8", errors ?? "replace");
  }
  throw typeError(`argument of type '${typeName(value)}' is not iterable`);
}

/** The functions that escape and unescape. */
export const quotingFunctions: Readonly<Record<string, Value>> = {
  quote: nativeFunction("quote", "string, safe='/', encoding=None, errors=None", quote),
  quote_plus: nativeFunction(
    "quote_plus",
    "string, safe='', encoding=None, errors=None",
    quotePlus,
  ),
  quote_from_bytes: nativeFunction(
    "quote_from_bytes",
    "bs, safe='/'",
    (data: Value, safe: Value) => {
      if (plain(data) instanceof PyBytes) return quote(data, safe, null, null);
      throw typeError("quote_from_bytes() expected bytes");
    },
  ),
  unquote: nativeFunction("unquote", "string, encoding='utf-8', errors='replace'", unquote),
  unquote_plus: nativeFunction(
    "unquote_plus",
    "string, encoding='utf-8', errors='replace'",
    (value: Value, encoding: Value, errors: Value) => {
      const text = asString(value);
      return unquote(text === null ? value : text.replaceAll("+", " "), encoding, errors);
    },
  ),
  unquote_to_bytes: nativeFunction("unquote_to_bytes", "string", (value: Value) => {
    const text = asString(value);
    const inner = plain(value);
    const data = text !== null
      ? new TextEncoder().encode(text)
      : inner instanceof PyBytes
      ? inner.data
      : null;
    if (data === null) throw typeError(`argument of type '${typeName(value)}' is not iterable`);
    return bytes(unquoteBytes(data));
  }),
};
