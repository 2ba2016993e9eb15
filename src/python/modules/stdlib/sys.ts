import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  raise,
  str,
  type Value,
} from "../../runtime/mod.ts";
import { textLength } from "../../runtime/text.ts";
import { namedTuple } from "./named_tuple.ts";

/** Module `sys`, as far as it is more than the interpreter's own business. */
export const create: NativeModuleFactory = (context) => {
  const stream = (name: string, write: (text: string) => void) => {
    const cls = nativeClass({
      name: "TextIOWrapper",
      module: "_io",
      methods: {
        write: ["text, /", (_self: Value, text: Value) => {
          const written = str(text);
          write(written);
          return textLength(written);
        }],
        flush: ["", () => null],
        isatty: ["", () => false],
      },
      attributes: { name: `<${name}>`, encoding: "utf-8" },
    });
    return new PyInstance(cls);
  };
  const versionInfo = namedTuple("version_info", [
    "major",
    "minor",
    "micro",
    "releaselevel",
    "serial",
  ], "sys");
  return nativeModule("sys", {
    argv: new PyList(["alembic"]),
    path: new PyList([...context.searchPath]),
    modules: new PyDict(
      [...context.moduleNames()].map((name) => [name, context.module(name) ?? null]),
    ),
    version: "3.12.0 (migrator)",
    version_info: new PyTuple([3, 12, 0, "final", 0], versionInfo),
    platform: "linux",
    maxsize: 9223372036854775807n,
    byteorder: "little",
    executable: "",
    stdout: stream("stdout", (text) => context.print(text)),
    stderr: stream("stderr", (text) => context.print(text)),
    exit: nativeFunction("exit", "status=None, /", (status: Value) => {
      throw status === null ? raise("SystemExit") : raise("SystemExit", status);
    }),
    getrecursionlimit: nativeFunction("getrecursionlimit", "", () => 1000),
    setrecursionlimit: nativeFunction("setrecursionlimit", "limit, /", () => null),
    exc_info: nativeFunction("exc_info", "", () => {
      const { handled } = context;
      return new PyTuple(handled === null ? [null, null, null] : [handled.cls, handled, null]);
    }),
    getsizeof: nativeFunction("getsizeof", "object, default=0, /", () => 64),
    intern: nativeFunction("intern", "string, /", (text: Value) => text),
  });
};
