import { convertText } from "../../../runtime/limits.ts";
import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  asString,
  bytes,
  exceptionClasses,
  nativeClass,
  nativeFunction,
  nativeModule,
  plain,
  PyBytes,
  type PyClass,
  raise,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { hexText } from "../hash/hash_object.ts";
import { decodeBase64, encodeBase64 } from "./alphabets.ts";

/** `binascii.Error` */
export const binasciiError: PyClass = nativeClass({
  name: "Error",
  module: "binascii",
  bases: [exceptionClasses.get("ValueError")!],
});

export const fail = (reason: string) => raise(binasciiError, reason);

/** Bytes of an argument that must be bytes. */
export function dataOf(value: Value): Uint8Array {
  const inner = plain(value);
  if (inner instanceof PyBytes) {
    convertText(inner.data.length);
    return inner.data;
  }
  throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

/** The characters of an argument that may be bytes or an ASCII string. */
export function textOf(value: Value): string {
  const text = asString(value);
  if (text === null) {
    const inner = plain(value);
    if (inner instanceof PyBytes) {
      convertText(inner.data.length);
      return Array.from(inner.data, (byte) => String.fromCharCode(byte)).join("");
    }
    throw typeError(
      `argument should be a bytes-like object or ASCII string, not '${typeName(value)}'`,
    );
  }
  convertText(text.length);
  // deno-lint-ignore no-control-regex -- the range of ASCII
  if (/[^\x00-\x7f]/.test(text)) {
    throw valueError("string argument should contain only ASCII characters");
  }
  return text;
}

export const ascii = (text: string): PyBytes =>
  bytes(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));

function hexlify(value: Value, separator: Value | undefined, groupSize: Value): PyBytes {
  const digits = hexText(dataOf(value));
  if (separator === undefined) return ascii(digits);
  const mark = textOf(separator);
  if (mark.length !== 1) throw valueError("sep must be length 1.");
  const size = intArgument(groupSize);
  const pairs = digits.match(/../g) ?? [];
  if (size === 0) return ascii(digits);
  const groups: string[] = [];
  const width = Math.abs(size);
  // Groups are counted from the right, from the left where the size is negative.
  const first = size > 0 ? pairs.length % width || width : width;
  for (let from = 0, to = first; from < pairs.length; from = to, to += width) {
    groups.push(pairs.slice(from, to).join(""));
  }
  return ascii(groups.join(mark));
}

function unhexlify(value: Value): PyBytes {
  const text = textOf(value);
  if (text.length % 2 !== 0) throw fail("Odd-length string");
  if (/[^0-9a-fA-F]/.test(text)) throw fail("Non-hexadecimal digit found");
  return bytes(
    Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
  );
}

/** CRC-32 (ISO 3309). */
function crc32(data: Uint8Array, start: number): number {
  let crc = ~start;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Module `binascii`. */
export const createBinascii: NativeModuleFactory = () => {
  const toHex = (name: string) => nativeFunction(name, "data, sep=..., bytes_per_sep=1", hexlify);
  const fromHex = (name: string) => nativeFunction(name, "hexstr, /", unhexlify);
  return nativeModule("binascii", {
    Error: binasciiError,
    hexlify: toHex("hexlify"),
    b2a_hex: toHex("b2a_hex"),
    unhexlify: fromHex("unhexlify"),
    a2b_hex: fromHex("a2b_hex"),
    b2a_base64: nativeFunction(
      "b2a_base64",
      "data, /, *, newline=True",
      (data: Value, newline: Value) =>
        ascii(encodeBase64(dataOf(data)) + (newline === true ? "\n" : "")),
    ),
    a2b_base64: nativeFunction(
      "a2b_base64",
      "data, /, *, strict_mode=False",
      (data: Value, strict: Value) => bytes(decodeBase64(textOf(data), strict === true, fail)),
    ),
    crc32: nativeFunction(
      "crc32",
      "data, crc=0, /",
      (data: Value, start: Value) => crc32(dataOf(data), intArgument(start)),
    ),
  });
};
