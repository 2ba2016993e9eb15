import {
  bytes,
  callMethod,
  type Evaluation,
  nativeClass,
  type Outcome,
  PyBytes,
  type PyClass,
  str,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { textLength } from "../../../runtime/text.ts";
import { asString } from "../../../runtime/objects.ts";
import { decode, encode } from "../../../builtins/codecs.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { textBaseClass } from "./base.ts";
import { PyStringIO } from "./string_io.ts";

/** A `TextIOWrapper` over a file of bytes: reads all of it at once, writes through. */
class PyTextWrapper extends PyStringIO {
  buffer: Value = null;
  encoding: Value = "utf-8";
  errors: Value = "strict";
  #loaded = false;

  /** Takes what the bytes hold from their position on. */
  *load(): Evaluation<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    const data = yield* wait(callMethod(this.buffer, "read"));
    if (!(data instanceof PyBytes)) {
      throw typeError(`underlying read() should have returned a bytes-like object`);
    }
    this.text = decode(data.data, this.encoding, this.errors);
    if (this.newline === null) this.text = this.text.replace(/\r\n?/g, "\n");
    this.at = 0;
  }
}

export const textWrapperClass: PyClass = nativeClass({
  name: "TextIOWrapper",
  module: "_io",
  shownName: "_io.TextIOWrapper",
  bases: [textBaseClass],
  new: ["*args, **kwargs", (cls: PyClass) => new PyTextWrapper(cls)],
  init: [
    "buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False",
    (self: PyTextWrapper, buffer: Value, encoding: Value, errors: Value, newline: Value) => {
      self.buffer = buffer;
      self.encoding = encoding ?? "utf-8";
      self.errors = errors ?? "strict";
      self.newline = asString(newline);
    },
  ],
  methods: {
    __next__: ["", function* (self: PyTextWrapper): Evaluation {
      yield* self.load();
      return yield* wait(callMethod(self, "_next"));
    }],
    read: ["size=-1, /", function* (self: PyTextWrapper, size: Value): Evaluation {
      yield* self.check().load();
      return self.read(size === null ? -1 : intArgument(size));
    }],
    readline: ["size=-1, /", function* (self: PyTextWrapper, size: Value): Evaluation {
      yield* self.check().load();
      return self.readLine(intArgument(size));
    }],
    write: ["text, /", function* (self: PyTextWrapper, value: Value): Evaluation {
      if (asString(value) === null) {
        throw typeError(`write() argument must be str, not ${typeName(value)}`);
      }
      const data = encode(str(value), self.encoding, self.errors);
      yield* wait(callMethod(self.check().buffer, "write", [bytes(data)]));
      return textLength(str(value));
    }],
    detach: ["", (self: PyTextWrapper): Outcome => self.buffer],
  },
  properties: {
    buffer: (self: PyTextWrapper) => self.buffer,
    encoding: (self: PyTextWrapper) => self.encoding,
  },
});
textWrapperClass.namespace.set("_next", textBaseClass.lookup("__next__")!);
