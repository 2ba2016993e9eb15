import {
  bytes,
  nativeClass,
  plain,
  PyBytes,
  type PyClass,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { checkText } from "../../../runtime/limits.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { bufferedBaseClass, PyMemoryFile } from "./base.ts";

/** A `BytesIO`. */
export class PyBytesIO extends PyMemoryFile {
  #buffer = new Uint8Array(0);
  #length = 0;
  /** The position; it may lie beyond the end. */
  at = 0;

  /** What has been written. */
  get data(): Uint8Array {
    checkText(this.#length);
    return this.#buffer.slice(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  override readLine(limit: number): Uint8Array {
    const end = this.#buffer.subarray(0, this.#length).indexOf(10, this.at);
    const length = (end < 0 ? this.#length : end + 1) - this.at;
    return this.read(limit < 0 ? length : Math.min(limit, length));
  }

  read(count: number): Uint8Array {
    const end = count < 0 ? this.#length : Math.min(this.#length, this.at + count);
    checkText(Math.max(0, end - this.at));
    const part = this.#buffer.slice(this.at, Math.max(this.at, end));
    this.at += part.length;
    return part;
  }

  write(data: Uint8Array): void {
    const end = this.at + data.length;
    checkText(end, data.length);
    if (end > this.#buffer.length) {
      checkText(end);
      const larger = new Uint8Array(Math.max(end, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(data, this.at);
    this.at = end;
    this.#length = Math.max(this.#length, end);
  }

  truncate(length: number): void {
    this.#buffer.fill(0, length);
    this.#length = Math.min(this.#length, length);
  }
}

function dataArgument(value: Value): Uint8Array {
  const inner = plain(value);
  if (inner instanceof PyBytes) return inner.data;
  throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

function seek(self: PyBytesIO, position: Value, whence: Value): number {
  self.check();
  const offset = intArgument(position);
  const how = intArgument(whence);
  if (how === 0 && offset < 0) throw valueError(`negative seek value ${offset}`);
  if (how < 0 || how > 2) throw valueError(`invalid whence (${how}, should be 0, 1 or 2)`);
  const base = how === 0 ? 0 : how === 1 ? self.at : self.length;
  return self.at = Math.max(0, base + offset);
}

export const bytesIoClass: PyClass = nativeClass({
  name: "BytesIO",
  module: "_io",
  shownName: "_io.BytesIO",
  bases: [bufferedBaseClass],
  new: ["*args, **kwargs", (cls: PyClass) => new PyBytesIO(cls)],
  init: ["initial_bytes=None", (self: PyBytesIO, initial: Value) => {
    if (initial === null) return;
    self.write(dataArgument(initial));
    self.at = 0;
  }],
  methods: {
    ...Object.fromEntries(
      ["read", "read1"].map((name) =>
        [name, [
          "size=-1, /",
          (self: PyBytesIO, size: Value) =>
            bytes(self.check().read(size === null ? -1 : intArgument(size))),
        ]] as const
      ),
    ),
    write: ["b, /", (self: PyBytesIO, value: Value) => {
      const data = dataArgument(value);
      self.check().write(data);
      return data.length;
    }],
    getvalue: ["", (self: PyBytesIO) => bytes(self.check().data)],
    seek: ["pos, whence=0, /", seek],
    tell: ["", (self: PyBytesIO) => self.check().at],
    truncate: ["size=None, /", (self: PyBytesIO, size: Value) => {
      const length = size === null ? self.check().at : intArgument(size);
      if (length < 0) throw valueError(`negative size value ${length}`);
      self.truncate(length);
      return length;
    }],
  },
});
