import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  bytes,
  isRaised,
  isTrue,
  nativeClass,
  type NativeEntry,
  nativeModule,
  type NativePropertyEntry,
  notImplemented,
  PyClass,
  PyList,
  repr,
  running,
  setHashKey,
  tuple,
  typeError,
  UnsupportedConstructError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { exceptionClasses } from "../../../runtime/exceptions.ts";
import { fileNamePattern } from "../file_name_pattern.ts";
import { makeDirectory } from "../make_directory.ts";
import { refused } from "../refused.ts";
import { quoteBytes } from "../urllib/quoting.ts";
import { parsePath, PyPath, segmentText } from "./path.ts";
import { readingMethods } from "./reading.ts";

const relative = (self: PyPath, segments: readonly Value[]): PyPath => {
  if (segments.length === 0) throw typeError("need at least one argument");
  return self.like("", []).join(segments);
};

function relativeTo(self: PyPath, others: Value[]): PyPath {
  const base = relative(self, others);
  if (self.isWithin(base)) return self.like("", self.names.slice(base.names.length));
  throw valueError(
    `${repr(self.text)} is not in the subpath of ${
      repr(base.text)
    } OR one path is relative and the other is absolute.`,
  );
}

/** `path.match(pattern)`: from the right, the whole of it where the pattern is absolute. */
function matches(self: PyPath, pattern: Value): boolean {
  const wanted = parsePath(pattern);
  const patterns = wanted.root === "" ? wanted.names : [wanted.root, ...wanted.names];
  if (patterns.length === 0) throw valueError("empty pattern");
  const { parts } = self;
  const surplus = parts.length - patterns.length;
  if (surplus < 0 || (wanted.root !== "" && surplus !== 0)) return false;
  return patterns.every((one, index) => fileNamePattern(one).test(parts[surplus + index]!));
}

/** Paths are ordered part by part. */
const ordering = (holds: (order: number) => boolean) => (self: PyPath, other: Value): Value => {
  if (!(other instanceof PyPath)) return notImplemented;
  const [a, b] = [self.parts, other.parts];
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return holds(a.length - b.length);
  return holds(b[at] === undefined || a[at]! > b[at] ? 1 : -1);
};

/** `/`: an operand that is no path leaves the operator to the other side. */
function divide(join: () => PyPath): Value {
  try {
    return join();
  } catch (error) {
    if (isRaised(error, exceptionClasses.get("TypeError")!)) return notImplemented;
    throw error;
  }
}

const methods: Readonly<Record<string, NativeEntry>> = {
  __str__: ["", (self: PyPath) => self.text],
  __fspath__: ["", (self: PyPath) => self.text],
  __bytes__: ["", (self: PyPath) => bytes(new TextEncoder().encode(self.text))],
  __repr__: ["", (self: PyPath) => self.written],
  __truediv__: ["other, /", (self: PyPath, other: Value) => divide(() => self.join([other]))],
  __rtruediv__: [
    "other, /",
    (self: PyPath, other: Value) => divide(() => relative(self, [other, self])),
  ],
  __eq__: ["other, /", ordering((order) => order === 0)],
  __lt__: ["other, /", ordering((order) => order < 0)],
  __gt__: ["other, /", ordering((order) => order > 0)],
  __le__: ["other, /", ordering((order) => order <= 0)],
  __ge__: ["other, /", ordering((order) => order >= 0)],
  joinpath: ["*args", (self: PyPath, args: Value[]) => self.join(args)],
  as_posix: ["", (self: PyPath) => self.text],
  as_uri: ["", (self: PyPath) => {
    if (self.root === "") throw valueError("relative path can't be expressed as a file URI");
    return `file://${quoteBytes(new TextEncoder().encode(self.text), "/")}`;
  }],
  is_absolute: ["", (self: PyPath) => self.root !== ""],
  is_reserved: ["", () => false],
  is_relative_to: [
    "*other",
    (self: PyPath, others: Value[]) => self.isWithin(relative(self, others)),
  ],
  relative_to: ["*other", relativeTo],
  match: ["path_pattern", matches],
  with_name: ["name", (self: PyPath, name: Value) => self.withName(segmentText(name))],
  with_stem: [
    "stem",
    (self: PyPath, stem: Value) => self.withName(segmentText(stem) + self.suffix),
  ],
  with_suffix: ["suffix", (self: PyPath, suffix: Value) => self.withSuffix(segmentText(suffix))],
};

const properties: Readonly<Record<string, NativePropertyEntry>> = {
  name: (self: PyPath) => self.name,
  stem: (self: PyPath) => self.stem,
  suffix: (self: PyPath) => self.suffix,
  suffixes: (self: PyPath) => {
    if (self.name.endsWith(".")) return new PyList([]);
    const [, ...suffixes] = self.name.replace(/^\.+/, "").split(".");
    return new PyList(suffixes.map((suffix) => `.${suffix}`));
  },
  parent: (self: PyPath) => self.parent,
  parents: (self: PyPath) =>
    tuple(self.names.map((_, index) => self.like(self.root, self.names.slice(0, -index - 1)))),
  parts: (self: PyPath) => tuple(self.parts),
  root: (self: PyPath) => self.root,
  anchor: (self: PyPath) => self.root,
  drive: () => "",
};

const pureClass: PyClass = nativeClass({
  name: "PurePath",
  module: "pathlib",
  layout: "fixed",
  new: ["*args, **kwargs", (cls: PyClass, segments: Value[]) => {
    // The general classes stand for those of the system.
    const made = cls === pureClass ? purePosixClass : cls === pathClass ? posixClass : cls;
    return new PyPath(made, "", []).join(segments);
  }],
  methods,
  properties,
});
setHashKey(pureClass, (self: PyPath) => `\0path${self.root} ${self.names.join("/")}`);

const purePosixClass: PyClass = nativeClass({
  name: "PurePosixPath",
  module: "pathlib",
  bases: [pureClass],
});

/** Methods that would change files, or say more of them than whether they are there. */
const REACHING = [
  "chmod",
  "is_symlink",
  "lstat",
  "read_bytes",
  "readlink",
  "rename",
  "replace",
  "rmdir",
  "samefile",
  "stat",
  "symlink_to",
  "touch",
  "unlink",
  "write_bytes",
  "write_text",
];

const mkdir: NativeEntry = [
  "mode=511, parents=False, exist_ok=False",
  (self: PyPath, _mode: Value, _parents: Value, existOk: Value) =>
    makeDirectory(
      self.text,
      isTrue(existOk),
      "Path.mkdir()",
      `Path(${repr(self.text)}).mkdir()`,
    ),
];

const reaching = Object.fromEntries(REACHING.map((name): [string, NativeEntry] => [
  name,
  ["*args, **kwargs", (self: PyPath) => {
    throw new UnsupportedConstructError(
      `Path.${name}()`,
      `Path(${
        repr(self.text)
      }).${name}() is not available: evaluated code can only read text files`,
      { hint: "put the text into the revision, or run psql with the file beside it" },
    );
  }],
]));

const fromEnvironment = (cls: PyClass, name: string): PyPath =>
  new PyPath(cls === pathClass ? posixClass : cls, "", []).join([
    running().environment.get(name) ?? "/",
  ]);

/** An absolute path, with `..` taken out where `resolve` asks for it. */
function absolute(self: PyPath, resolve: boolean): PyPath {
  const whole = fromEnvironment(self.cls, "PWD").join([self]);
  if (!resolve) return whole;
  const names: string[] = [];
  for (const name of whole.names) {
    if (name === "..") names.pop();
    else names.push(name);
  }
  return self.like(whole.root, names);
}

/** `pathlib.Path` */
export const pathClass: PyClass = nativeClass({
  name: "Path",
  module: "pathlib",
  bases: [pureClass],
  classMethods: {
    cwd: ["", (cls: PyClass) => fromEnvironment(cls, "PWD")],
    home: ["", (cls: PyClass) => fromEnvironment(cls, "HOME")],
  },
  methods: {
    absolute: ["", (self: PyPath) => absolute(self, false)],
    resolve: ["strict=False", (self: PyPath) => absolute(self, true)],
    expanduser: [
      "",
      (self: PyPath) =>
        self.root === "" && self.names[0] === "~"
          ? fromEnvironment(self.cls, "HOME").join(self.names.slice(1))
          : self,
    ],
    ...reaching,
    mkdir,
    ...readingMethods,
  },
});

const posixClass: PyClass = nativeClass({
  name: "PosixPath",
  module: "pathlib",
  bases: [pathClass, purePosixClass],
});

/** Module `pathlib`: paths, and the text files of the project. */
export const create: NativeModuleFactory = () =>
  nativeModule("pathlib", {
    PurePath: pureClass,
    PurePosixPath: purePosixClass,
    Path: pathClass,
    PosixPath: posixClass,
    ...refused("pathlib", ["PureWindowsPath", "WindowsPath"], "use PurePosixPath"),
  });
