import {
  bytes,
  callMethod,
  collect,
  type Evaluation,
  exceptionClasses,
  nativeClass,
  PyBytes,
  PyClass,
  PyList,
  PyObject,
  raise,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { nextValue } from "../../../runtime/iteration.ts";
import { intArgument } from "../../../builtins/arguments.ts";

/** `io.UnsupportedOperation` */
export const unsupportedClass: PyClass = new PyClass({
  name: "UnsupportedOperation",
  module: "io",
  bases: [exceptionClasses.get("OSError")!, exceptionClasses.get("ValueError")!],
});

/** A file in memory. */
export abstract class PyMemoryFile extends PyObject {
  closed = false;

  /** Raises if the file has been closed. */
  check(): this {
    if (this.closed) throw valueError("I/O operation on closed file");
    return this;
  }

  /** The next line, empty at the end; at most `limit` characters of it where that is not negative. */
  abstract readLine(limit: number): string | Uint8Array;
}

const isEmpty = (line: Value) => line === "" || (line instanceof PyBytes && line.data.length === 0);

const asValue = (line: string | Uint8Array): Value => typeof line === "string" ? line : bytes(line);

function* readLines(self: PyObject, hint: Value): Evaluation {
  const limit = hint === null ? -1 : intArgument(hint);
  const lines: Value[] = [];
  let size = 0;
  for (;;) {
    const line = yield* wait(nextValue(self));
    if (line === undefined) break;
    lines.push(line);
    size += line instanceof PyBytes ? line.data.length : String(line).length;
    if (limit > 0 && size > limit) break;
  }
  return new PyList(lines);
}

const yes = ["", (self: PyMemoryFile) => (self.check(), true)] as const;

/** `io.IOBase`, as far as files in memory need it. */
export const ioBaseClass: PyClass = nativeClass({
  name: "IOBase",
  module: "io",
  layout: "object",
  methods: {
    __iter__: ["", (self: PyMemoryFile) => self.check()],
    __next__: ["", (self: PyMemoryFile) => {
      const line = asValue(self.check().readLine(-1));
      if (isEmpty(line)) throw raise("StopIteration");
      return line;
    }],
    __enter__: ["", (self: PyMemoryFile) => self.check()],
    __exit__: ["*args", function* (self: PyMemoryFile): Evaluation {
      yield* wait(callMethod(self, "close"));
      return null;
    }],
    readline: [
      "size=-1, /",
      (self: PyMemoryFile, size: Value) =>
        asValue(self.check().readLine(size === null ? -1 : intArgument(size))),
    ],
    readlines: ["hint=None, /", (self: PyMemoryFile, hint: Value) => readLines(self.check(), hint)],
    writelines: ["lines, /", function* (self: PyMemoryFile, lines: Value): Evaluation {
      for (const line of yield* collect(lines)) yield* wait(callMethod(self, "write", [line]));
      return null;
    }],
    close: ["", (self: PyMemoryFile) => void (self.closed = true)],
    flush: ["", (self: PyMemoryFile) => void self.check()],
    isatty: ["", (self: PyMemoryFile) => (self.check(), false)],
    readable: yes,
    writable: yes,
    seekable: yes,
    fileno: ["", () => {
      throw raise(unsupportedClass, "fileno");
    }],
  },
  properties: { closed: (self: PyMemoryFile) => self.closed },
});

export const textBaseClass: PyClass = nativeClass({
  name: "TextIOBase",
  module: "io",
  bases: [ioBaseClass],
});

export const bufferedBaseClass: PyClass = nativeClass({
  name: "BufferedIOBase",
  module: "io",
  bases: [ioBaseClass],
});
