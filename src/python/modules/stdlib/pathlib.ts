import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  type NativeEntry,
  nativeModule,
  notImplemented,
  PyClass,
  PyList,
  PyObject,
  running,
  setHashKey,
  tuple,
  UnsupportedConstructError,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { joinPaths, normalisePath, pathText, splitExtension, splitPath } from "./os_path.ts";

/** A path as `pathlib` keeps it: no empty or `.` parts, `..` kept. */
class PyPath extends PyObject {
  readonly text: string;

  constructor(cls: PyClass, text: string) {
    super(cls);
    this.text = text;
  }

  get parts(): string[] {
    const rest = this.text.replace(/^\/+/, "");
    return [
      ...(this.text.startsWith("/") ? ["/"] : []),
      ...rest.split("/").filter((part) => part !== "" && part !== "."),
    ];
  }

  get name(): string {
    const last = this.parts.at(-1) ?? "";
    return last === "/" ? "" : last;
  }

  with(text: string): PyPath {
    return new PyPath(this.cls, clean(text));
  }
}

function clean(text: string): string {
  const root = text.startsWith("/") ? "/" : "";
  return root + text.split("/").filter((part) => part !== "" && part !== ".").join("/") || ".";
}

function join(first: string, rest: readonly Value[]): string {
  return joinPaths(first, ...rest.map(pathText));
}

function parentOf(self: PyPath): PyPath {
  const [head] = splitPath(self.text);
  return self.with(head === "" && self.text !== "." ? "." : head || self.text);
}

function relativeTo(self: PyPath, other: Value): PyPath {
  const base = self.with(pathText(other));
  const parts = self.parts;
  const start = base.parts;
  if (start.some((part, index) => parts[index] !== part)) {
    throw valueError(`'${self.text}' is not in the subpath of '${base.text}'`);
  }
  return self.with(parts.slice(start.length).join("/"));
}

const ordering =
  (holds: (a: string, b: string) => boolean) => (self: PyPath, other: Value): Value =>
    other instanceof PyPath ? holds(self.text, other.text) : notImplemented;

const pureClass: PyClass = nativeClass({
  name: "PurePosixPath",
  module: "pathlib",
  layout: "fixed",
  new: ["*args", (cls: PyClass, args: Value[]) => new PyPath(cls, clean(join("", args)))],
  methods: {
    __str__: ["", (self: PyPath) => self.text],
    __fspath__: ["", (self: PyPath) => self.text],
    __repr__: ["", (self: PyPath) => `${self.cls.name}('${self.text}')`],
    __truediv__: ["other, /", (self: PyPath, other: Value) => self.with(join(self.text, [other]))],
    __rtruediv__: [
      "other, /",
      (self: PyPath, other: Value) => self.with(join(pathText(other), [self.text])),
    ],
    __eq__: ["other, /", ordering((a, b) => a === b)],
    __lt__: ["other, /", ordering((a, b) => a < b)],
    __gt__: ["other, /", ordering((a, b) => a > b)],
    __le__: ["other, /", ordering((a, b) => a <= b)],
    __ge__: ["other, /", ordering((a, b) => a >= b)],
    joinpath: ["*args", (self: PyPath, args: Value[]) => self.with(join(self.text, args))],
    as_posix: ["", (self: PyPath) => self.text],
    is_absolute: ["", (self: PyPath) => self.text.startsWith("/")],
    relative_to: ["other", relativeTo],
    with_name: [
      "name",
      (self: PyPath, name: Value) => self.with(join(parentOf(self).text, [name])),
    ],
    with_suffix: [
      "suffix",
      (self: PyPath, suffix: Value) => self.with(splitExtension(self.text)[0] + pathText(suffix)),
    ],
    with_stem: [
      "stem",
      (self: PyPath, stem: Value) =>
        self.with(join(parentOf(self).text, [pathText(stem) + splitExtension(self.name)[1]])),
    ],
  },
  properties: {
    name: (self: PyPath) => self.name,
    stem: (self: PyPath) => splitExtension(self.name)[0],
    suffix: (self: PyPath) => splitExtension(self.name)[1],
    suffixes: (self: PyPath) =>
      new PyList((self.name.replace(/^\.+/, "").match(/\.[^.]*/g) ?? []).map(String)),
    parent: parentOf,
    parents: (self: PyPath) => {
      const parents: PyPath[] = [];
      for (let at = self; parentOf(at).text !== at.text; at = parentOf(at)) {
        parents.push(parentOf(at));
      }
      return tuple(parents);
    },
    parts: (self: PyPath) => tuple(self.parts),
    root: (self: PyPath) => self.text.startsWith("/") ? "/" : "",
    anchor: (self: PyPath) => self.text.startsWith("/") ? "/" : "",
    drive: () => "",
  },
});
setHashKey(pureClass, (self: PyPath) => `\0path${self.text}`);

function reaching(names: readonly string[]): Record<string, NativeEntry> {
  return Object.fromEntries(names.map((name) => [
    name,
    ["*args, **kwargs", (self: PyPath) => {
      throw new UnsupportedConstructError(
        `Path.${name}()`,
        `Path('${self.text}').${name}() is not available: evaluated code has no files`,
        { hint: "put the text into the revision, or run psql with the file beside it" },
      );
    }] as NativeEntry,
  ]));
}

const cwd = () => running().environment.get("PWD") ?? "/";

const pathClass: PyClass = nativeClass({
  name: "PosixPath",
  module: "pathlib",
  bases: [pureClass],
  classMethods: {
    cwd: ["", (cls: PyClass) => new PyPath(cls, clean(cwd()))],
    home: ["", (cls: PyClass) => new PyPath(cls, clean(running().environment.get("HOME") ?? "/"))],
  },
  methods: {
    absolute: ["", (self: PyPath) => self.with(joinPaths(cwd(), self.text))],
    resolve: [
      "strict=False",
      (self: PyPath) => self.with(normalisePath(joinPaths(cwd(), self.text))),
    ],
    expanduser: ["", (self: PyPath) => self],
    ...reaching([
      "exists",
      "is_file",
      "is_dir",
      "open",
      "read_text",
      "read_bytes",
      "write_text",
      "write_bytes",
      "iterdir",
      "glob",
      "rglob",
      "mkdir",
      "stat",
      "unlink",
      "touch",
      "rename",
      "rmdir",
    ]),
  },
});

/** Module `pathlib`: paths without files behind them. */
export const create: NativeModuleFactory = () =>
  nativeModule("pathlib", {
    PurePath: pureClass,
    PurePosixPath: pureClass,
    Path: pathClass,
    PosixPath: pathClass,
  });
