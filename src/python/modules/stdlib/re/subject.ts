import {
  asString,
  bytes,
  plain,
  PyBytes,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { isWide } from "../../../runtime/text.ts";

/** The str or bytes that a pattern is applied to; positions count characters, as in Python. */
export class Subject {
  /** The object itself. */
  readonly value: Value;
  readonly codes: ArrayLike<number>;
  readonly slice: (from: number, to: number) => Value;

  constructor(value: Value, isText: boolean) {
    this.value = value;
    const text = asString(value);
    const inner = plain(value);
    if (text !== null && !isText) {
      throw typeError("cannot use a bytes pattern on a string-like object");
    }
    if (text !== null) {
      if (isWide(text)) {
        const characters = [...text];
        this.codes = characters.map((character) => character.codePointAt(0)!);
        this.slice = (from, to) => characters.slice(from, to).join("");
      } else {
        const codes = new Uint16Array(text.length);
        for (let index = 0; index < text.length; index++) codes[index] = text.charCodeAt(index);
        this.codes = codes;
        this.slice = (from, to) => text.slice(from, to);
      }
    } else if (inner instanceof PyBytes) {
      if (isText) throw typeError("cannot use a string pattern on a bytes-like object");
      const { data } = inner;
      this.codes = data;
      this.slice = (from, to) => bytes(data.slice(from, to));
    } else {
      throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
    }
  }

  get length(): number {
    return this.codes.length;
  }
}

/** Joins pieces of text, or of bytes. */
export function joinPieces(pieces: readonly Value[], isText: boolean): Value {
  if (isText) {
    return pieces.map((piece, index) => {
      const text = asString(piece);
      if (text !== null) return text;
      throw typeError(
        `sequence item ${index}: expected str instance, ${typeName(piece)} found`,
      );
    }).join("");
  }
  const parts = pieces.map((piece, index) => {
    const inner = plain(piece);
    if (inner instanceof PyBytes) return inner.data;
    throw typeError(
      `sequence item ${index}: expected a bytes-like object, ${typeName(piece)} found`,
    );
  });
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return bytes(joined);
}
