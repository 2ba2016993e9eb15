/** Base64 (RFC 4648) with padding. */
import { trimEnd } from "../../../../config/trim_end.ts";

export function encodeBase64(data: Uint8Array): string {
  let text = "";
  // In pieces, for a call takes only so many arguments.
  for (let at = 0; at < data.length; at += 4096) {
    text += String.fromCharCode(...data.subarray(at, at + 4096));
  }
  return btoa(text);
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes Base64 as `binascii` does: what is no digit is skipped unless `strict`. */
export function decodeBase64(
  text: string,
  strict: boolean,
  fail: (reason: string) => Error | object,
): Uint8Array {
  const output: number[] = [];
  let bits = 0;
  let digits = 0;
  let pads = 0;
  let padded = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const place = digits % 4;
    if (character === "=") {
      if (strict && at === 0) throw fail("Leading padding not allowed");
      padded = true;
      if (place >= 2 && place + ++pads >= 4) {
        // A full set of padding ends the data.
        if (strict && at + 1 < text.length) throw fail("Excess data after padding");
        return Uint8Array.from(output);
      }
      continue;
    }
    const value = BASE64.indexOf(character);
    if (value < 0) {
      if (strict) throw fail("Only base64 data is allowed");
      continue;
    }
    if (strict && padded) throw fail("Discontinuous padding not allowed");
    pads = 0;
    bits = (bits << 6 | value) & 0xffffff;
    digits++;
    if (place > 0) output.push(bits >> (6 - 2 * place) & 255);
  }
  if (digits % 4 === 1) {
    throw fail(
      `Invalid base64-encoded string: number of data characters (${digits}) cannot be 1 more than a multiple of 4`,
    );
  }
  if (digits % 4 !== 0) throw fail("Incorrect padding");
  return Uint8Array.from(output);
}

export const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const BASE32_HEX = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/** Base32 (RFC 4648) with padding. */
export function encodeBase32(data: Uint8Array, alphabet: string): string {
  let text = "";
  let bits = 0;
  let count = 0;
  for (const byte of data) {
    bits = (bits << 8 | byte) & 0xfff;
    count += 8;
    for (; count >= 5; count -= 5) text += alphabet[bits >> (count - 5) & 31];
  }
  if (count > 0) text += alphabet[bits << (5 - count) & 31];
  return text + "=".repeat((8 - text.length % 8) % 8);
}

/** Decodes Base32 with all its padding; null for what is none. */
export function decodeBase32(
  text: string,
  alphabet: string,
  fail: (reason: string) => Error | object,
): Uint8Array {
  if (text.length % 8 !== 0) throw fail("Incorrect padding");
  const digits = trimEnd(text, "=");
  const padding = text.length - digits.length;
  const output: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    const value = alphabet.indexOf(digit);
    if (value < 0) throw fail("Non-base32 digit found");
    bits = (bits << 5 | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      output.push(bits >> count & 255);
    }
  }
  if (![0, 1, 3, 4, 6].includes(padding)) throw fail("Incorrect padding");
  return Uint8Array.from(output);
}

const BASE85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" +
  "!#$%&()*+-;<=>?@^_`{|}~";

/** Base85 of git and Mercurial: five digits for four bytes. */
export function encodeBase85(data: Uint8Array, digit: (value: number) => string): string {
  let text = "";
  for (let at = 0; at < data.length; at += 4) {
    const part = data.subarray(at, at + 4);
    let value = 0;
    for (let index = 0; index < 4; index++) value = value * 256 + (part[index] ?? 0);
    let digits = "";
    for (let index = 0; index < 5; index++) {
      digits = digit(value % 85) + digits;
      value = Math.floor(value / 85);
    }
    text += digits.slice(0, part.length + 1);
  }
  return text;
}

/** Decodes groups of five digits; `digit` gives the value of one, negative for what is none. */
export function decodeBase85(
  text: string,
  digit: (character: string, at: number) => number,
  overflow: (at: number) => Error | object,
): Uint8Array {
  const missing = (5 - text.length % 5) % 5;
  const output: number[] = [];
  for (let at = 0; at < text.length; at += 5) {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const character = text[at + index];
      value = value * 85 + (character === undefined ? 84 : digit(character, at + index));
    }
    if (value > 0xffffffff) throw overflow(at);
    for (let shift = 24; shift >= 0; shift -= 8) output.push(Math.floor(value / 2 ** shift) & 255);
  }
  return Uint8Array.from(output.slice(0, output.length - missing));
}

export const base85Digit = (value: number): string => BASE85[value]!;
export const base85Value = (character: string): number => BASE85.indexOf(character);
