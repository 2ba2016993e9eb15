import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  exceptionClasses,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyBytes,
  raise,
  typeError,
  typeName,
  type Value,
} from "../../runtime/mod.ts";

/** Base64 (RFC 4648) with padding. */
export function encodeBase64(data: Uint8Array): string {
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
}

const binasciiError = nativeClass({
  name: "Error",
  module: "binascii",
  bases: [exceptionClasses.get("ValueError")!],
});

function dataOf(value: Value): Uint8Array {
  if (value instanceof PyBytes) return value.data;
  throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

function textOf(value: Value): string {
  return asString(value) ?? Array.from(dataOf(value), (byte) => String.fromCharCode(byte)).join("");
}

const ascii = (text: string): PyBytes => bytes(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));

function decodeBase64(text: string): PyBytes {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, "");
  const padding = /=*$/.exec(text.replace(/[^A-Za-z0-9+/=]/g, ""))![0].length;
  if (digits.length % 4 === 1) {
    throw raise(
      binasciiError,
      `Invalid base64-encoded string: number of data characters (${digits.length}) cannot be 1 more than a multiple of 4`,
    );
  }
  if (digits.length % 4 !== 0 && padding < 4 - digits.length % 4) {
    throw raise(binasciiError, "Incorrect padding");
  }
  return ascii(atob(digits));
}

const hex = (data: Uint8Array): string =>
  Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Module `base64`. */
export const create: NativeModuleFactory = () => {
  const urlSafe = (text: string) => text.replaceAll("+", "-").replaceAll("/", "_");
  const fromUrl = (text: string) => text.replaceAll("-", "+").replaceAll("_", "/");
  const encode = (value: Value) => ascii(encodeBase64(dataOf(value)));
  const decode = (value: Value) => decodeBase64(textOf(value));
  return nativeModule("base64", {
    b64encode: nativeFunction("b64encode", "s, altchars=None", encode),
    b64decode: nativeFunction("b64decode", "s, altchars=None, validate=False", decode),
    standard_b64encode: nativeFunction("standard_b64encode", "s", encode),
    standard_b64decode: nativeFunction("standard_b64decode", "s", decode),
    urlsafe_b64encode: nativeFunction(
      "urlsafe_b64encode",
      "s",
      (value: Value) => ascii(urlSafe(encodeBase64(dataOf(value)))),
    ),
    urlsafe_b64decode: nativeFunction(
      "urlsafe_b64decode",
      "s",
      (value: Value) => decodeBase64(fromUrl(textOf(value))),
    ),
    b16encode: nativeFunction(
      "b16encode",
      "s",
      (value: Value) => ascii(hex(dataOf(value)).toUpperCase()),
    ),
  });
};

/** Module `binascii`, what of it goes with base64. */
export const createBinascii: NativeModuleFactory = () =>
  nativeModule("binascii", {
    Error: binasciiError,
    hexlify: nativeFunction(
      "hexlify",
      "data, sep=...",
      (value: Value) => ascii(hex(dataOf(value))),
    ),
    unhexlify: nativeFunction(
      "unhexlify",
      "hexstr, /",
      (value: Value) =>
        bytes(
          Uint8Array.from(textOf(value).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
        ),
    ),
    b2a_hex: nativeFunction("b2a_hex", "data, /", (value: Value) => ascii(hex(dataOf(value)))),
  });
