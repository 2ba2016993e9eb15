import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  nativeClass,
  NativeIterator,
  nativeModule,
  PyBytes,
  PyInstance,
  PyList,
  str,
  typeError,
  typeName,
  type Value,
} from "../../runtime/mod.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { refused } from "./refused.ts";

interface Buffer {
  text: string;
  at: number;
}

const bufferOf = (self: PyInstance): Buffer => self.native as Buffer;

/** StringIO, and BytesIO over Latin-1 text. */
function memoryFile(
  name: string,
  encode: (text: string) => Value,
  decode: (value: Value) => string,
) {
  const readLine = (self: PyInstance): string => {
    const buffer = bufferOf(self);
    const end = buffer.text.indexOf("\n", buffer.at);
    const line = buffer.text.slice(buffer.at, end < 0 ? undefined : end + 1);
    buffer.at += line.length;
    return line;
  };
  const lines = function* (self: PyInstance): Generator<Value> {
    for (let line = readLine(self); line !== ""; line = readLine(self)) yield encode(line);
  };
  return nativeClass({
    name,
    module: "_io",
    init: ["initial_value=None, newline=None", (self: PyInstance, initial: Value) => {
      self.native = { text: initial === null ? "" : decode(initial), at: 0 } satisfies Buffer;
    }],
    methods: {
      read: ["size=None, /", (self: PyInstance, size: Value) => {
        const buffer = bufferOf(self);
        const count = size === null ? -1 : intArgument(size);
        const text = buffer.text.slice(buffer.at, count < 0 ? undefined : buffer.at + count);
        buffer.at += text.length;
        return encode(text);
      }],
      readline: ["", (self: PyInstance) => encode(readLine(self))],
      readlines: ["", (self: PyInstance) => new PyList([...lines(self)])],
      write: ["s, /", (self: PyInstance, value: Value) => {
        const buffer = bufferOf(self);
        const text = decode(value);
        buffer.text = buffer.text.slice(0, buffer.at).padEnd(buffer.at, "\0") + text +
          buffer.text.slice(buffer.at + text.length);
        buffer.at += text.length;
        return text.length;
      }],
      writelines: ["lines, /", (self: PyInstance, values: PyList) => {
        for (const value of values.items) {
          bufferOf(self).text += decode(value);
          bufferOf(self).at = bufferOf(self).text.length;
        }
      }],
      getvalue: ["", (self: PyInstance) => encode(bufferOf(self).text)],
      seek: ["pos, whence=0, /", (self: PyInstance, position: Value, whence: Value) => {
        const base = intArgument(whence) === 2 ? bufferOf(self).text.length : 0;
        return bufferOf(self).at = base + intArgument(position);
      }],
      tell: ["", (self: PyInstance) => bufferOf(self).at],
      truncate: ["size=None, /", (self: PyInstance, size: Value) => {
        const length = size === null ? bufferOf(self).at : intArgument(size);
        bufferOf(self).text = bufferOf(self).text.slice(0, length);
        return length;
      }],
      close: ["", () => null],
      flush: ["", () => null],
      __enter__: ["", (self: PyInstance) => self],
      __exit__: ["*args", () => null],
      __iter__: ["", (self: PyInstance) => new NativeIterator(lines(self))],
    },
    attributes: { closed: false },
  });
}

/** Module `io`: files in memory. */
export const create: NativeModuleFactory = () =>
  nativeModule("io", {
    StringIO: memoryFile("StringIO", (text) => text, (value) => {
      const text = asString(value);
      if (text === null) throw typeError(`string argument expected, got '${typeName(value)}'`);
      return text;
    }),
    BytesIO: memoryFile(
      "BytesIO",
      (text) => bytes(Uint8Array.from(text, (unit) => unit.charCodeAt(0))),
      (value) => {
        if (value instanceof PyBytes) {
          return Array.from(value.data, (byte) => String.fromCharCode(byte)).join("");
        }
        throw typeError(`a bytes-like object is required, not '${str(typeName(value))}'`);
      },
    ),
    ...refused("io", ["open", "FileIO"]),
  });
