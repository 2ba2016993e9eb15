import { checkText } from "../../runtime/limits.ts";
import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  nativeFunction,
  nativeModule,
  PyDict,
  PyList,
  raise,
  type Value,
} from "../../runtime/mod.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { refused } from "./refused.ts";
import { create as createPath, grantedPath } from "./os_path.ts";

/** Module `os`: the environment and functions on paths; changing files and processes are refused. */
export const create: NativeModuleFactory = (context) => {
  const environ = environment(context);
  const path = createPath(context);
  return nativeModule("os", {
    environ,
    path,
    name: "posix",
    sep: "/",
    linesep: "\n",
    pathsep: ":",
    curdir: ".",
    pardir: "..",
    devnull: "/dev/null",
    getenv: nativeFunction(
      "getenv",
      "key, default=None",
      (key: Value, fallback: Value) => environ.get(key) ?? fallback,
    ),
    urandom: nativeFunction("urandom", "size, /", (size: Value) => {
      const length = intArgument(size);
      checkText(length);
      const data = new Uint8Array(length);
      context.randomBytes(data);
      return bytes(data);
    }),
    getcwd: nativeFunction("getcwd", "", () => context.environment.get("PWD") ?? "/"),
    fspath: nativeFunction("fspath", "path", (value: Value) => asString(value) ?? value),
    getpid: nativeFunction("getpid", "", () => 1),
    listdir: nativeFunction("listdir", "path='.'", (value: Value) => {
      const { files, path, text } = grantedPath(value ?? ".", "os.listdir()");
      if (files.kind(path) === "directory") return new PyList([...files.list(path)]);
      throw raise("FileNotFoundError", `[Errno 2] No such file or directory: '${text}'`);
    }),
    ...refused("os", [
      "mkdir",
      "makedirs",
      "open",
      "popen",
      "remove",
      "rename",
      "rmdir",
      "scandir",
      "stat",
      "system",
      "unlink",
      "walk",
      "chdir",
      "kill",
      "execv",
      "fork",
    ]),
  });
};

/** A copy of the environment: assigning to it changes what the running code sees and nothing else. */
function environment(context: InterpreterContext): PyDict {
  return new PyDict(context.environment);
}
