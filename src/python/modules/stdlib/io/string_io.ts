import {
  asString,
  nativeClass,
  type PyClass,
  raise,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { checkText } from "../../../runtime/limits.ts";
import { isWide, textLength } from "../../../runtime/text.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { PyMemoryFile, textBaseClass } from "./base.ts";

/** The position `count` characters after a position in code units. */
function advance(text: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 && at < text.length; left--) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return at;
}

/** A `StringIO`. */
export class PyStringIO extends PyMemoryFile {
  text = "";
  /** Position in code units; it may lie beyond the end. */
  at = 0;
  /** `newline`: what lines end with and what `\n` becomes when written. */
  newline: string | null = "\n";

  override readLine(limit: number): string {
    const rest = this.text.slice(this.at);
    let length = rest.length;
    const end = this.newline === null || this.newline === "\n"
      ? /\n/.exec(rest)
      : this.newline === ""
      ? /\r\n|\r|\n/.exec(rest)
      : new RegExp(this.newline).exec(rest);
    if (end !== null) length = end.index + end[0].length;
    if (limit >= 0) length = Math.min(length, advance(rest, 0, limit));
    this.at += length;
    return rest.slice(0, length);
  }

  read(count: number): string {
    const end = count < 0 ? this.text.length : advance(this.text, this.at, count);
    const text = this.text.slice(this.at, end);
    this.at += text.length;
    return text;
  }

  /** Writes over what is there, and beyond the end. */
  write(given: string): void {
    const text = this.#translate(given);
    checkText(this.text.length + text.length, text.length);
    if (this.at === this.text.length) this.text += text;
    else {
      const before = this.text.slice(0, this.at).padEnd(this.at, "\0");
      const covered = advance(this.text, this.at, textLength(text));
      this.text = before + text + this.text.slice(covered);
    }
    this.at += text.length;
  }

  #translate(text: string): string {
    switch (this.newline) {
      case null:
        return text.replace(/\r\n?/g, "\n");
      case "\r":
      case "\r\n":
        return text.replaceAll("\n", this.newline);
      default:
        return text;
    }
  }

  /** The position in characters. */
  tell(): number {
    if (!isWide(this.text)) return this.at;
    return textLength(this.text.slice(0, this.at)) + Math.max(0, this.at - this.text.length);
  }

  /** Goes to a position in characters. */
  seek(position: number): number {
    const length = isWide(this.text) ? textLength(this.text) : this.text.length;
    this.at = position > length
      ? this.text.length + position - length
      : advance(this.text, 0, position);
    return position;
  }
}

function textArgument(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  throw typeError(`string argument expected, got '${typeName(value)}'`);
}

function newlineArgument(value: Value): string | null {
  const text = asString(value);
  if (value !== null && (text === null || !["", "\n", "\r", "\r\n"].includes(text))) {
    throw valueError(`illegal newline value: ${text ?? typeName(value)}`);
  }
  return text;
}

function seek(self: PyStringIO, position: Value, whence: Value): number {
  self.check();
  const offset = intArgument(position);
  switch (intArgument(whence)) {
    case 0:
      if (offset < 0) throw valueError(`Negative seek position ${offset}`);
      return self.seek(offset);
    case 1:
      if (offset !== 0) throw raise("OSError", "Can't do nonzero cur-relative seeks");
      return self.tell();
    case 2:
      if (offset !== 0) throw raise("OSError", "Can't do nonzero cur-relative seeks");
      self.at = self.text.length;
      return self.tell();
    default:
      throw valueError(`Invalid whence (${intArgument(whence)}, should be 0, 1 or 2)`);
  }
}

export const stringIoClass: PyClass = nativeClass({
  name: "StringIO",
  module: "_io",
  shownName: "_io.StringIO",
  bases: [textBaseClass],
  new: ["*args, **kwargs", (cls: PyClass) => new PyStringIO(cls)],
  // The default of newline is "\n", which a signature cannot write.
  init: [
    "initial_value='', newline=...",
    (self: PyStringIO, initial: Value, newline: Value | undefined) => {
      if (newline !== undefined) self.newline = newlineArgument(newline);
      if (initial === null) return;
      if (asString(initial) === null) {
        throw typeError(`initial_value must be str or None, not ${typeName(initial)}`);
      }
      self.write(asString(initial)!);
      self.at = 0;
    },
  ],
  methods: {
    read: [
      "size=-1, /",
      (self: PyStringIO, size: Value) => self.check().read(size === null ? -1 : intArgument(size)),
    ],
    write: ["s, /", (self: PyStringIO, value: Value) => {
      const text = textArgument(value);
      self.check().write(text);
      return textLength(text);
    }],
    getvalue: ["", (self: PyStringIO) => self.check().text],
    seek: ["pos, whence=0, /", seek],
    tell: ["", (self: PyStringIO) => self.check().tell()],
    truncate: ["pos=None, /", (self: PyStringIO, size: Value) => {
      const length = size === null ? self.check().tell() : intArgument(size);
      if (length < 0) throw valueError(`Negative size value ${length}`);
      self.text = self.text.slice(0, advance(self.text, 0, length));
      return length;
    }],
  },
  properties: {
    encoding: () => null,
    errors: () => null,
    newlines: () => null,
    line_buffering: () => false,
  },
});
