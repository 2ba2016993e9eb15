import { bytesClass, typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial } from "../runtime/call.ts";
import type { PyClass } from "../runtime/class.ts";
import { typeError, valueError } from "../runtime/exceptions.ts";
import { collect } from "../runtime/iteration.ts";
import { NativeIterator } from "../runtime/iterator.ts";
import { checkItems, checkText, convertText } from "../runtime/limits.ts";
import { extendClass } from "../runtime/native.ts";
import { asString, bytes, plain, PyBytes, PyList, PyTuple, tuple } from "../runtime/objects.ts";
import { asInt } from "../runtime/arithmetic.ts";
import { type Evaluation, type Value, wait } from "../runtime/value.ts";
import { intArgument } from "./arguments.ts";
import { decode, encode } from "./codecs.ts";
import { splitSpace, stripCharacters, stripSpace } from "./text_classes.ts";

// Bytes methods work on Latin-1 text, in which each character is one byte.
function latin(value: Value): string {
  if (value instanceof PyBytes) {
    convertText(value.data.length);
    return Array.from(value.data, (byte) => String.fromCharCode(byte)).join("");
  }
  const int = asInt(value);
  if (int !== null) return String.fromCharCode(Number(int));
  throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

function fromLatin(text: string): PyBytes {
  checkText(text.length, 0);
  convertText(text.length);
  return bytes(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));
}

function* construct(
  _cls: PyClass,
  source: Value | undefined,
  encoding: Value | undefined,
  errors: Value,
): Evaluation {
  if (source === undefined) return bytes(new Uint8Array());
  const text = asString(source);
  if (text !== null) {
    if (encoding === undefined) throw typeError("string argument without an encoding");
    return bytes(encode(text, encoding, errors));
  }
  const inner = plain(source);
  const size = asInt(inner);
  if (size !== null) {
    if (size < 0) throw valueError("negative count");
    checkText(size);
    return bytes(new Uint8Array(Number(size)));
  }
  if (inner instanceof PyBytes) return inner;
  const special = typeOf(source).lookup("__bytes__");
  if (special !== undefined) return yield* wait(callSpecial(special, source, []));
  const items = yield* collect(source);
  return bytes(Uint8Array.from(items, (item) => {
    const value = intArgument(item);
    if (value < 0 || value > 255) throw valueError("bytes must be in range(0, 256)");
    return value;
  }));
}

extendClass(bytesClass, {
  new: ["source=..., encoding=..., errors='strict'", construct],
  methods: {
    __len__: ["", (self: PyBytes) => self.data.length],
    __iter__: ["", (self: PyBytes) => new NativeIterator(self.data)],
    __contains__: ["value, /", (self: PyBytes, value: Value) => latin(self).includes(latin(value))],
    decode: [
      "encoding='utf-8', errors='strict'",
      (self: PyBytes, encoding: Value, errors: Value) => decode(self.data, encoding, errors),
    ],
    hex: [
      "sep=''",
      (self: PyBytes, separator: Value) => {
        convertText(4 * self.data.length);
        return Array.from(self.data, (byte) => byte.toString(16).padStart(2, "0"))
          .join(asString(separator) ?? "");
      },
    ],
    startswith: [
      "prefix, /",
      (self: PyBytes, prefix: Value) =>
        (prefix instanceof PyTuple ? prefix.items : [prefix])
          .some((one) => latin(self).startsWith(latin(one))),
    ],
    endswith: [
      "suffix, /",
      (self: PyBytes, suffix: Value) =>
        (suffix instanceof PyTuple ? suffix.items : [suffix])
          .some((one) => latin(self).endsWith(latin(one))),
    ],
    find: ["sub, /", (self: PyBytes, part: Value) => latin(self).indexOf(latin(part))],
    index: ["sub, /", (self: PyBytes, part: Value) => {
      const at = latin(self).indexOf(latin(part));
      if (at < 0) throw valueError("subsection not found");
      return at;
    }],
    count: ["sub, /", (self: PyBytes, part: Value) => latin(self).split(latin(part)).length - 1],
    join: ["iterable, /", function* (self: PyBytes, iterable: Value): Evaluation {
      const parts = (yield* collect(iterable)).map(latin);
      const glue = latin(self);
      checkText(parts.reduce((sum, part) => sum + part.length + glue.length, 0));
      return fromLatin(parts.join(glue));
    }],
    lower: [
      "",
      (self: PyBytes) => fromLatin(latin(self).replace(/[A-Z]/g, (c) => c.toLowerCase())),
    ],
    upper: [
      "",
      (self: PyBytes) => fromLatin(latin(self).replace(/[a-z]/g, (c) => c.toUpperCase())),
    ],
    replace: [
      "old, new, /",
      (self: PyBytes, old: Value, fresh: Value) =>
        fromLatin(replaceAll(latin(self), latin(old), latin(fresh))),
    ],
    split: ["sep=None, maxsplit=-1", (self: PyBytes, by: Value, limit: Value) => {
      const most = intArgument(limit);
      if (by === null) return new PyList(splitSpace(latin(self), most).map(fromLatin));
      const parts = latin(self).split(latin(by));
      if (most >= 0 && parts.length > most + 1) {
        parts.push(parts.splice(most).join(latin(by)));
      }
      return new PyList(parts.map(fromLatin));
    }],
    partition: ["sep, /", (self: PyBytes, by: Value) => {
      const text = latin(self);
      const wanted = latin(by);
      const at = text.indexOf(wanted);
      const parts = at < 0
        ? [text, "", ""]
        : [text.slice(0, at), wanted, text.slice(at + wanted.length)];
      return tuple(parts.map(fromLatin));
    }],
    strip: ["chars=None, /", (self: PyBytes, set: Value) => stripped(self, set, true, true)],
    lstrip: ["chars=None, /", (self: PyBytes, set: Value) => stripped(self, set, true, false)],
    rstrip: ["chars=None, /", (self: PyBytes, set: Value) => stripped(self, set, false, true)],
  },
  classMethods: {
    fromhex: ["string, /", (_cls: PyClass, text: Value) => {
      const digits = (asString(text) ?? "").replaceAll(/\s/g, "");
      if (!/^([0-9a-f]{2})*$/i.test(digits)) {
        throw valueError("non-hexadecimal number found in fromhex() arg at position 0");
      }
      return bytes(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
    }],
  },
});

function replaceAll(text: string, old: string, fresh: string): string {
  const parts = text.split(old);
  checkItems(parts.length);
  checkText(text.length + (parts.length + 1) * fresh.length);
  return text.replaceAll(old, () => fresh);
}

function stripped(self: PyBytes, set: Value, left: boolean, right: boolean): PyBytes {
  const text = latin(self);
  return fromLatin(
    set === null ? stripSpace(text, left, right) : stripCharacters(text, latin(set), left, right),
  );
}
