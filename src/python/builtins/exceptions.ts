import { baseExceptionClass, exceptionClasses, PyException } from "../runtime/exceptions.ts";
import type { PyClass } from "../runtime/class.ts";
import { extendClass } from "../runtime/native.ts";
import { asInt } from "../runtime/arithmetic.ts";
import { PyList, PyTuple } from "../runtime/objects.ts";
import type { Value } from "../runtime/value.ts";

extendClass(baseExceptionClass, {
  new: ["*args, **kwargs", (cls: PyClass, args: Value[]) => new PyException(cls, args)],
  init: ["*args, **kwargs", (self: PyException, args: Value[]) => {
    self.args = new PyTuple(args);
  }],
  methods: {
    with_traceback: ["tb, /", (self: PyException) => self],
    add_note: ["note, /", (self: PyException, note: Value) => {
      const notes = (self.attributes ??= new Map()).get("__notes__");
      if (notes instanceof PyList) notes.items.push(note);
      else self.attributes.set("__notes__", new PyList([note]));
    }],
  },
  properties: {
    args: {
      get: (self: PyException) => self.args,
      set: (self: PyException, value: Value) => {
        self.args = value instanceof PyTuple ? value : new PyTuple([value]);
      },
    },
    __cause__: {
      get: (self: PyException) => self.cause,
      set: (self: PyException, value: Value) => {
        self.cause = value;
        self.suppressContext = true;
      },
    },
    __context__: {
      get: (self: PyException) => self.context,
      set: (self: PyException, value: Value) => void (self.context = value),
    },
    __suppress_context__: (self: PyException) => self.suppressContext,
    __traceback__: () => null,
  },
});

extendClass(exceptionClasses.get("StopIteration")!, {
  properties: { value: (self: PyException) => self.args.items[0] ?? null },
});
extendClass(exceptionClasses.get("SystemExit")!, {
  properties: {
    code: (self: PyException) =>
      self.args.items.length > 1 ? self.args : self.args.items[0] ?? null,
  },
});
/** OSError chooses its subclass by the error number (Library Reference, "OS exceptions"). */
const BY_NUMBER: ReadonlyMap<number, string> = new Map([
  [1, "PermissionError"],
  [2, "FileNotFoundError"],
  [13, "PermissionError"],
  [17, "FileExistsError"],
  [20, "NotADirectoryError"],
  [21, "IsADirectoryError"],
  [32, "BrokenPipeError"],
  [104, "ConnectionResetError"],
  [110, "TimeoutError"],
  [111, "ConnectionRefusedError"],
]);

extendClass(exceptionClasses.get("OSError")!, {
  new: ["*args, **kwargs", (cls: PyClass, args: Value[]) => {
    const special = cls === exceptionClasses.get("OSError") && args.length > 1
      ? BY_NUMBER.get(Number(asInt(args[0]!) ?? 0))
      : undefined;
    return new PyException(special === undefined ? cls : exceptionClasses.get(special)!, args);
  }],
  properties: {
    errno: (self: PyException) => self.args.items.length > 1 ? self.args.items[0]! : null,
    strerror: (self: PyException) => self.args.items[1] ?? null,
    filename: (self: PyException) => self.args.items[2] ?? null,
  },
});
extendClass(exceptionClasses.get("ImportError")!, {
  init: [
    "*args, name=None, path=None",
    (self: PyException, args: Value[], name: Value, path: Value) => {
      self.args = new PyTuple(args);
      self.attributes = new Map<string, Value>([["name", name], ["path", path], [
        "msg",
        args[0] ?? null,
      ]]);
    },
  ],
});
const unicodeFields = ["encoding", "object", "start", "end", "reason"];
for (const name of ["UnicodeDecodeError", "UnicodeEncodeError"]) {
  extendClass(exceptionClasses.get(name)!, {
    properties: Object.fromEntries(
      unicodeFields.map((field, index) => [
        field,
        (self: PyException) => self.args.items[index] ?? null,
      ]),
    ),
  });
}
