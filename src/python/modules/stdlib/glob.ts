import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  callMethod,
  callNow,
  nativeFunction,
  nativeModule,
  PyList,
  runNow,
  str,
  type Value,
} from "../../runtime/mod.ts";
import { collectNow, getIterator } from "../../runtime/iteration.ts";
import { pathText } from "./os_path.ts";
import { pathClass } from "./pathlib/mod.ts";
import { refused } from "./refused.ts";

const MAGIC = /[*?[]/;

/** The paths of the project's files that a pattern names, written as the pattern is. */
function find(pattern: Value, recursive: Value): readonly string[] {
  const parts = pathText(pattern).split("/");
  const first = parts.findIndex((part) => MAGIC.test(part));
  const fixed = first < 0 ? parts : parts.slice(0, first);
  const directory = fixed.join("/");
  if (first < 0) {
    const path = callNow(pathClass, [directory]);
    return runNow(callMethod(path, "exists")) === true ? [directory] : [];
  }
  const root = directory === "" && first > 0 ? "/" : directory;
  const wanted = parts.slice(first).map((part) => part === "**" && recursive !== true ? "*" : part);
  const found = runNow(
    callMethod(callNow(pathClass, [root]), "glob", [wanted.join("/")]),
  );
  const skip = directory === "" ? 0 : directory.length + 1;
  // A name that begins with a dot is only found by a pattern that does.
  const isHidden = (path: string) =>
    path.slice(skip).split("/").some((part, at) =>
      part.startsWith(".") && !wanted[at]?.startsWith(".")
    );
  return collectNow(found).map((path) => str(path)).filter((path) => !isHidden(path));
}

/** Module `glob`: the files of the project. */
export const create: NativeModuleFactory = () =>
  nativeModule("glob", {
    glob: nativeFunction(
      "glob",
      "pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False",
      (pattern: Value, _root: Value, _fd: Value, recursive: Value) =>
        new PyList([...find(pattern, recursive)]),
    ),
    iglob: nativeFunction(
      "iglob",
      "pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False",
      (pattern: Value, _root: Value, _fd: Value, recursive: Value) =>
        getIterator(new PyList([...find(pattern, recursive)])),
    ),
    has_magic: nativeFunction("has_magic", "s", (text: Value) => MAGIC.test(asString(text) ?? "")),
    escape: nativeFunction(
      "escape",
      "pathname",
      (text: Value) => pathText(text).replace(/[*?[]/g, "[$&]"),
    ),
    ...refused("glob", ["translate"]),
  });
