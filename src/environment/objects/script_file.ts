import { absolutePath, baseName, joinPath, parentPath } from "../../config/paths.ts";
import { FileError } from "../../errors/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import { openFile } from "../../python/modules/stdlib/io/files.ts";
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

/** Whether a file would be written below a directory, wherever symbolic links lead. */
function isWrittenBelow(path: string, directory: string, { files }: Platform): boolean {
  if (path.split("/").includes("..")) return false;
  const parent = parentPath(path);
  const name = baseName(path);
  const entries = files.listOrNull(parent);
  // A directory that is not there cannot be written to either.
  if (entries === null) return `${parent}/`.startsWith(joinPath(directory, ""));
  const isThere = files.isFile(path);
  // What it leads to would be made.
  if (!isThere && entries.some((entry) => entry.name === name)) return false;
  const real = isThere ? files.realPath(path) : joinPath(files.realPath(parent), name);
  return real.endsWith(".sql") &&
    `${parentPath(real)}/`.startsWith(joinPath(files.realPath(directory), ""));
}

/**
 * `open()` for env.py under `--sql`, which gives each of several databases a file of its own for its script
 * (the `multidb` template). For writing it opens `.sql` files in or below the current directory, and no
 * others: what is run by programs (revisions in TypeScript, hooks of git) must stay out of its reach.
 */
export function openForScript(platform: Platform): Value {
  return nativeFunction(
    "open",
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None",
    (file: Value, mode: Value, _: Value, encoding: Value, errors: Value, newline: Value) => {
      if (!/[wax+]/.test(str(mode ?? "r"))) {
        return openFile(file, { mode, encoding, errors, newline }, "open()");
      }
      const cwd = platform.cwd();
      const path = absolutePath(str(file), cwd, platform.os);
      const isBelow = isWrittenBelow(path, cwd, platform);
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
