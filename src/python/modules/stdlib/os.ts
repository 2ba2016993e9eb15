import { checkText } from "../../runtime/limits.ts";
import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  isTrue,
  nativeFunction,
  nativeModule,
  PyDict,
  PyList,
  raise,
  type Value,
} from "../../runtime/mod.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { makeDirectory } from "./make_directory.ts";
import { runningHost } from "../host.ts";
import { refused } from "./refused.ts";
import { create as createPath, grantedPath } from "./os_path.ts";

/** Module `os`: the environment and functions on paths; changing files and processes are refused. */
export const create: NativeModuleFactory = (context) => {
  const environ = new Environment(context);
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
    mkdir: nativeFunction(
      "mkdir",
      "path, mode=511, *, dir_fd=None",
      (path: Value) => makeDirectory(path, false, "os.mkdir()"),
    ),
    makedirs: nativeFunction(
      "makedirs",
      "name, mode=511, exist_ok=False",
      (path: Value, _mode: Value, existOk: Value) =>
        makeDirectory(path, isTrue(existOk), "os.makedirs()"),
    ),
    ...refused("os", [
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

/**
 * A copy of the environment: assigning to it changes what the running code sees and nothing else. A running revision is
 * known to have looked at it.
 */
class Environment extends PyDict {
  readonly #context: InterpreterContext;

  constructor(context: InterpreterContext) {
    super(context.environment);
    this.#context = context;
  }

  override get(key: Value): Value | undefined {
    this.#note();
    return super.get(key);
  }

  override has(key: Value): boolean {
    this.#note();
    return super.has(key);
  }

  override keys(): IterableIterator<Value> {
    this.#note();
    return super.keys();
  }

  override values(): IterableIterator<Value> {
    this.#note();
    return super.values();
  }

  override entries(): IterableIterator<readonly [Value, Value]> {
    this.#note();
    return super.entries();
  }

  #note(): void {
    const place = this.#context.innermostPlace();
    runningHost(this.#context)?.readsEnvironment?.("environment variables", place);
  }
}
