import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  bytes,
  isTrue,
  nativeFunction,
  nativeModule,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { hexText } from "../hash/hash_object.ts";
import {
  BASE32,
  BASE32_HEX,
  base85Digit,
  base85Value,
  decodeBase32,
  decodeBase64,
  decodeBase85,
  encodeBase32,
  encodeBase64,
  encodeBase85,
} from "./alphabets.ts";
import { ascii, dataOf, fail, textOf } from "./binascii.ts";

/** Replaces each character of one string by that of the other at the same place. */
function translate(text: string, from: string, to: string): string {
  return Array.from(text, (character) => {
    const at = from.indexOf(character);
    return at < 0 ? character : to[at]!;
  }).join("");
}

function encode(data: Value, alternatives: Value): Value {
  const text = encodeBase64(dataOf(data));
  return ascii(
    alternatives === null ? text : translate(text, "+/", textOf(alternatives)),
  );
}

function decode(data: Value, alternatives: Value, strict: Value): Value {
  const text = textOf(data);
  return bytes(
    decodeBase64(
      alternatives === null ? text : translate(text, textOf(alternatives), "+/"),
      isTrue(strict),
      fail,
    ),
  );
}

function decode32(alphabet: string) {
  return (data: Value, foldCase: Value, map01: Value = null): Value => {
    let text = textOf(data);
    if (map01 !== null) text = text.replaceAll("0", "O").replaceAll("1", textOf(map01));
    if (isTrue(foldCase)) text = text.toUpperCase();
    return bytes(decodeBase32(text, alphabet, fail));
  };
}

function decode16(data: Value, foldCase: Value): Value {
  let text = textOf(data);
  if (isTrue(foldCase)) text = text.toUpperCase();
  if (/[^0-9A-F]/.test(text)) throw fail("Non-base16 digit found");
  if (text.length % 2 !== 0) throw fail("Odd-length string");
  return bytes(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

const latinText = (data: Uint8Array): string =>
  Array.from(data, (byte) => String.fromCharCode(byte)).join("");

/** Lines of 76 digits, each with its end. */
function encodeLines(data: Value): Value {
  const source = dataOf(data);
  let text = "";
  for (let at = 0; at < source.length; at += 57) {
    text += `${encodeBase64(source.subarray(at, at + 57))}\n`;
  }
  return ascii(text);
}

function decode85(data: Value): Value {
  return bytes(
    decodeBase85(
      textOf(data),
      (character, at) => {
        const value = base85Value(character);
        if (value < 0) throw valueError(`bad base85 character at position ${at}`);
        return value;
      },
      (at) => valueError(`base85 overflow in hunk starting at byte ${at}`),
    ),
  );
}

/** Ascii85 without its options. */
function encodeAscii85(data: Value): Value {
  const digits = encodeBase85(dataOf(data), (value) => String.fromCharCode(33 + value));
  // Four zero bytes are written as one letter.
  return ascii(digits.replace(/.{5}/gs, (group) => group === "!!!!!" ? "z" : group));
}

function decodeAscii85(data: Value): Value {
  const text = textOf(data).replace(/[ \t\n\r\v]/g, "").replaceAll("z", "!!!!!");
  return bytes(
    decodeBase85(
      text,
      (character) => {
        const value = character.charCodeAt(0) - 33;
        if (value < 0 || value > 84) throw valueError(`Non-Ascii85 digit found: ${character}`);
        return value;
      },
      () => valueError("Ascii85 overflow"),
    ),
  );
}

/** Module `base64`. */
export const create: NativeModuleFactory = () =>
  nativeModule("base64", {
    b64encode: nativeFunction("b64encode", "s, altchars=None", encode),
    b64decode: nativeFunction("b64decode", "s, altchars=None, validate=False", decode),
    standard_b64encode: nativeFunction("standard_b64encode", "s", (data: Value) =>
      encode(data, null)),
    standard_b64decode: nativeFunction("standard_b64decode", "s", (data: Value) =>
      decode(data, null, false)),
    urlsafe_b64encode: nativeFunction("urlsafe_b64encode", "s", (data: Value) =>
      encode(data, "-_")),
    urlsafe_b64decode: nativeFunction("urlsafe_b64decode", "s", (data: Value) =>
      decode(data, "-_", false)),
    b32encode: nativeFunction("b32encode", "s", (data: Value) =>
      ascii(encodeBase32(dataOf(data), BASE32))),
    b32decode: nativeFunction("b32decode", "s, casefold=False, map01=None", decode32(BASE32)),
    b32hexencode: nativeFunction("b32hexencode", "s", (data: Value) =>
      ascii(encodeBase32(dataOf(data), BASE32_HEX))),
    b32hexdecode: nativeFunction("b32hexdecode", "s, casefold=False", decode32(BASE32_HEX)),
    b16encode: nativeFunction("b16encode", "s", (data: Value) =>
      ascii(hexText(dataOf(data)).toUpperCase())),
    b16decode: nativeFunction("b16decode", "s, casefold=False", decode16),
    b85encode: nativeFunction("b85encode", "b", (data: Value) =>
      ascii(encodeBase85(dataOf(data), base85Digit))),
    b85decode: nativeFunction("b85decode", "b", decode85),
    a85encode: nativeFunction("a85encode", "b", encodeAscii85),
    a85decode: nativeFunction("a85decode", "b", decodeAscii85),
    encodebytes: nativeFunction("encodebytes", "s", encodeLines),
    decodebytes: nativeFunction("decodebytes", "s", (data: Value) =>
      bytes(decodeBase64(latinText(dataOf(data)), false, fail))),
  });
