import { checkText } from "../runtime/limits.ts";
import { PyException, raise, Raised } from "../runtime/exceptions.ts";
import { exceptionClasses } from "../runtime/exceptions.ts";
import { PyBytes } from "../runtime/objects.ts";
import type { Value } from "../runtime/value.ts";
import { stringArgument } from "./arguments.ts";

/** The text encodings that are supported, by their normalised names. */
function codec(encoding: Value): "utf-8" | "utf-8-sig" | "ascii" | "latin-1" | "utf-16" {
  const name = stringArgument(encoding, "encoding").toLowerCase().replaceAll(/[_ ]/g, "-");
  switch (name) {
    case "utf-8":
    case "utf8":
    case "u8":
      return "utf-8";
    case "utf-8-sig":
      return "utf-8-sig";
    case "ascii":
    case "us-ascii":
      return "ascii";
    case "latin-1":
    case "latin1":
    case "iso-8859-1":
    case "iso8859-1":
      return "latin-1";
    case "utf-16":
      return "utf-16";
    default:
      throw raise("LookupError", `unknown encoding: ${stringArgument(encoding, "encoding")}`);
  }
}

/** `text.encode(encoding, errors)`. */
export function encode(text: string, encoding: Value, errors: Value): Uint8Array {
  checkText(text.length);
  const name = codec(encoding);
  switch (name) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "utf-8-sig":
      return new TextEncoder().encode(`\ufeff${text}`);
    case "utf-16": {
      const units = new Uint16Array(text.length + 1);
      units[0] = 0xfeff;
      for (let index = 0; index < text.length; index++) units[index + 1] = text.charCodeAt(index);
      return new Uint8Array(units.buffer);
    }
  }
  const limit = name === "ascii" ? 128 : 256;
  const handling = stringArgument(errors, "errors");
  const bytes: number[] = [];
  let position = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < limit) bytes.push(code);
    else if (handling === "replace") bytes.push(63);
    else if (handling === "xmlcharrefreplace") {
      bytes.push(...new TextEncoder().encode(`&#${code};`));
    } else if (handling !== "ignore") {
      throw unicodeError(
        "UnicodeEncodeError",
        `'${name}' codec can't encode character '${
          code < 256
            ? `\\x${code.toString(16).padStart(2, "0")}`
            : code < 65536
            ? `\\u${code.toString(16).padStart(4, "0")}`
            : `\\U${code.toString(16).padStart(8, "0")}`
        }' in position ${position}: ordinal not in range(${limit})`,
        [name, text, position, position + 1, `ordinal not in range(${limit})`],
      );
    }
    position++;
  }
  return Uint8Array.from(bytes);
}

function unicodeError(
  name: "UnicodeEncodeError" | "UnicodeDecodeError",
  message: string,
  args: readonly Value[],
): Raised {
  const error = new PyException(exceptionClasses.get(name)!, args);
  // The text of these comes from their fields, not from their arguments.
  error.attributes = new Map<string, Value>([["__text__", message]]);
  return new Raised(error);
}

/** `data.decode(encoding, errors)`. */
export function decode(data: Uint8Array, encoding: Value, errors: Value): string {
  checkText(data.length);
  const name = codec(encoding);
  const handling = stringArgument(errors, "errors");
  if (name === "latin-1") return Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  if (name === "ascii") {
    const at = data.findIndex((byte) => byte > 127);
    if (at >= 0 && handling === "strict") {
      throw unicodeError(
        "UnicodeDecodeError",
        `'ascii' codec can't decode byte 0x${
          data[at]!.toString(16)
        } in position ${at}: ordinal not in range(128)`,
        ["ascii", new PyBytes(data), at, at + 1, "ordinal not in range(128)"],
      );
    }
    const replacement = handling === "ignore" ? "" : "\ufffd";
    return Array.from(data, (byte) => byte > 127 ? replacement : String.fromCharCode(byte)).join(
      "",
    );
  }
  if (name === "utf-16") return new TextDecoder("utf-16le").decode(data);
  const keepMark = name === "utf-8";
  if (handling === "strict") {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: keepMark }).decode(data);
    } catch {
      const at = firstInvalid(data);
      const reason = "invalid start byte";
      throw unicodeError(
        "UnicodeDecodeError",
        `'utf-8' codec can't decode byte 0x${
          (data[at] ?? 0).toString(16).padStart(2, "0")
        } in position ${at}: ${reason}`,
        ["utf-8", new PyBytes(data), at, at + 1, reason],
      );
    }
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: keepMark }).decode(data);
  return handling === "ignore" ? text.replaceAll("\ufffd", "") : text;
}

/** Position of the first byte that starts no valid UTF-8 sequence. */
function firstInvalid(data: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let index = 0; index < data.length;) {
    const byte = data[index]!;
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    try {
      decoder.decode(data.subarray(index, index + size));
    } catch {
      return index;
    }
    index += size;
  }
  return data.length;
}
