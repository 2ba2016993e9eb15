import { type NativeEntry, type Outcome, PyList, type Value } from "../../../runtime/mod.ts";
import type { ReadableFiles } from "../../../runtime/context.ts";
import { getIterator } from "../../../runtime/iteration.ts";
import { fileNamePattern } from "../file_name_pattern.ts";
import { openFile, readText } from "../io/files.ts";
import { grantedPath } from "../os_path.ts";
import { parsePath, type PyPath } from "./path.ts";

/** Whether there is something of a kind at a path. */
const isThere = (name: string, holds: (kind: "file" | "directory") => boolean): NativeEntry => [
  "",
  (self: PyPath) => {
    const { files, path } = grantedPath(self, `Path.${name}()`);
    const kind = files.kind(path);
    return kind !== null && holds(kind);
  },
];

/** The paths below `path` that the parts of a pattern lead to; `**` is any number of directories. */
function* search(
  path: PyPath,
  real: string,
  [part, ...rest]: readonly string[],
  files: ReadableFiles,
): Generator<PyPath> {
  if (part === undefined) {
    yield path;
    return;
  }
  if (part === "**") yield* search(path, real, rest, files);
  if (files.kind(real) !== "directory") return;
  const pattern = part === "**" ? null : fileNamePattern(part);
  for (const name of files.list(real)) {
    const below = `${real}/${name}`;
    const found = path.like(path.root, [...path.names, name]);
    if (pattern === null) {
      if (files.kind(below) === "directory") yield* search(found, below, ["**", ...rest], files);
    } else if (pattern.test(name)) yield* search(found, below, rest, files);
  }
}

function find(self: PyPath, parts: readonly string[], construct: string): Outcome {
  const { files, path } = grantedPath(self, construct);
  const found = new Map([...search(self, path, parts, files)].map((each) => [each.text, each]));
  return getIterator(new PyList([...found.values()]));
}

/** Methods of a path that look at the files of the project. */
export const readingMethods: Readonly<Record<string, NativeEntry>> = {
  exists: isThere("exists", () => true),
  is_file: isThere("is_file", (kind) => kind === "file"),
  is_dir: isThere("is_dir", (kind) => kind === "directory"),
  read_text: [
    "encoding=None, errors=None",
    (self: PyPath, encoding: Value, errors: Value) =>
      readText(self, encoding, errors, "Path.read_text()"),
  ],
  open: [
    "mode='r', buffering=-1, encoding=None, errors=None, newline=None",
    (self: PyPath, mode: Value, _: Value, encoding: Value, errors: Value, newline: Value) =>
      openFile(self, { mode, encoding, errors, newline }, "Path.open()"),
  ],
  glob: [
    "pattern",
    (self: PyPath, pattern: Value) => find(self, parsePath(pattern).names, "Path.glob()"),
  ],
  rglob: [
    "pattern",
    (self: PyPath, pattern: Value) =>
      find(self, ["**", ...parsePath(pattern).names], "Path.rglob()"),
  ],
  iterdir: ["", (self: PyPath) => find(self, ["*"], "Path.iterdir()")],
};
