import {
  type NativeEntry,
  type Outcome,
  PyList,
  raise,
  repr,
  running,
  UnsupportedConstructError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import type { ReadableFiles } from "../../../runtime/context.ts";
import { getIterator } from "../../../runtime/iteration.ts";
import { checkItems } from "../../../runtime/limits.ts";
import { fileNamePattern } from "../file_name_pattern.ts";
import { openFile, readText } from "../io/files.ts";
import { grantedPath, LOOK_COST, outOfReach } from "../os_path.ts";
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

/** Where a search stands: the path as the program writes it, and where that leads to. */
interface Visited {
  readonly path: PyPath;
  readonly real: string;
}

/** The paths below one that the parts of a pattern lead to; `**` is any number of directories, none behind a link. */
function* search(
  { path, real }: Visited,
  [part, ...rest]: readonly string[],
  files: ReadableFiles,
  construct: string,
): Generator<PyPath> {
  if (part === undefined) {
    yield path;
    return;
  }
  if (part === "**") yield* search({ path, real }, rest, files, construct);
  if (files.kind(real) !== "directory") return;
  const pattern = part === "**" ? null : fileNamePattern(part);
  const names = files.list(real);
  checkItems(names.length);
  for (const name of names) {
    if (pattern?.test(name) === false) continue;
    const below = path.like(path.root, [...path.names, name]);
    if (pattern !== null && rest.length === 0) {
      yield below;
      continue;
    }
    running().spend(LOOK_COST);
    const there = files.resolve(`${real}/${name}`);
    const found = { path: below, real: there ?? "" };
    if (pattern === null) {
      const isLink = there !== `${real}/${name}`;
      if (!isLink && files.kind(there) === "directory") {
        yield* search(found, ["**", ...rest], files, construct);
      }
    } else if (there !== null) yield* search(found, rest, files, construct);
    else throw outOfReach(construct, below.text, "only files of the project can be read");
  }
}

function find(self: PyPath, parts: readonly string[], construct: string): Outcome {
  const { files, path } = grantedPath(self, construct);
  if (parts.includes("..")) {
    throw new UnsupportedConstructError(construct, `${construct} with '..' is not available`, {
      hint: "start from the parent of the path",
    });
  }
  const visited = { path: self, real: path };
  const found = new Map(
    [...search(visited, parts, files, construct)].map((each) => [each.text, each]),
  );
  return getIterator(new PyList([...found.values()]));
}

/** The parts of a pattern that paths below one are to match. */
function patternParts(pattern: Value): readonly string[] {
  const { root, names } = parsePath(pattern);
  if (root !== "") throw raise("NotImplementedError", "Non-relative patterns are unsupported");
  return names;
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
    (self: PyPath, pattern: Value) => {
      const parts = patternParts(pattern);
      if (parts.length === 0) throw valueError(`Unacceptable pattern: ${repr(pattern)}`);
      return find(self, parts, "Path.glob()");
    },
  ],
  rglob: [
    "pattern",
    (self: PyPath, pattern: Value) => find(self, ["**", ...patternParts(pattern)], "Path.rglob()"),
  ],
  iterdir: ["", (self: PyPath) => find(self, ["*"], "Path.iterdir()")],
};
