import { absolutePath, parentPath } from "../../config/paths.ts";
import { FileError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import {
  nativeClass,
  nativeFunction,
  type PyClass,
  PyInstance,
  raise,
  str,
  UnsupportedConstructError,
  type Value,
} from "../../python/runtime/mod.ts";

/** A file that env.py writes the script of one database to. */
class ScriptFile extends PyInstance {
  path = "";
  text = "";
  closed = false;
  platform: Platform | null = null;

  /** Puts what was written on disk, all at once. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    try {
      this.platform!.files.writeText(this.path, this.text);
    } catch (cause) {
      throw new FileError("script_file", "the script cannot be written", {
        place: { path: this.path },
        cause,
      });
    }
  }
}

const scriptFileClass: PyClass = nativeClass({
  name: "TextIOWrapper",
  module: "_io",
  shownName: "_io.TextIOWrapper",
  methods: {
    write: ["text, /", (self: ScriptFile, text: Value) => {
      if (self.closed) throw raise("ValueError", "I/O operation on closed file.");
      self.text += str(text);
      return BigInt(str(text).length);
    }],
    flush: ["", () => null],
    close: ["", (self: ScriptFile) => {
      self.close();
      return null;
    }],
    __enter__: ["", (self: ScriptFile) => self],
    // A script that an error cut off is not written: half of one must not be run.
    __exit__: ["type_, value, traceback", (self: ScriptFile, type: Value) => {
      if (type === null) self.close();
      return false;
    }],
  },
});

/**
 * `open()` for env.py under `--sql`, which gives each of several databases a file of its own for its script
 * (the `multidb` template). It opens `.sql` files for writing, in or below the current directory, and no
 * others: what is run by programs (revisions in TypeScript, hooks of git) must stay out of its reach.
 */
export function openForScript(platform: Platform): Value {
  return nativeFunction(
    "open",
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None",
    (file: Value, mode: Value) => {
      const cwd = platform.cwd();
      const path = absolutePath(str(file), cwd, platform.os);
      const isBelow = `${parentPath(path)}/`.startsWith(cwd.endsWith("/") ? cwd : `${cwd}/`) &&
        !path.split("/").includes("..");
      if ((mode !== "w" && mode !== "wt") || !isBelow || !path.endsWith(".sql")) {
        throw new UnsupportedConstructError(
          "open()",
          "open() is not available but for writing the script of --sql to a .sql file below the current " +
            "directory: other files are out of reach of evaluated code",
        );
      }
      const opened = new ScriptFile(scriptFileClass);
      Object.assign(opened, { path, platform });
      return opened;
    },
  );
}
