import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  nativeFunction,
  nativeModule,
  running,
  str,
  tuple,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { refused } from "./refused.ts";
import { trimEnd } from "../../../config/trim_end.ts";

/** The text of a path argument: str, or an object with `__fspath__` such as a Path. */
export function pathText(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  if (value !== null && typeof value === "object" && value.cls.lookup("__fspath__") !== undefined) {
    return str(value);
  }
  throw typeError(
    `expected str, bytes or os.PathLike object, not ${typeName(value)}`,
  );
}

/** `posixpath.normpath`. */
export function normalisePath(path: string): string {
  if (path === "") return ".";
  const root = path.startsWith("//") && !path.startsWith("///")
    ? "//"
    : path.startsWith("/")
    ? "/"
    : "";
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (root === "" && parts.length === 0) || parts.at(-1) === "..") {
      parts.push(part);
    } else parts.pop();
    if (root !== "" && parts.length === 1 && parts[0] === "..") parts.pop();
  }
  return root + parts.join("/") || ".";
}

/** `posixpath.join`. */
export function joinPaths(first: string, ...rest: readonly string[]): string {
  let path = first;
  for (const part of rest) {
    if (part.startsWith("/")) path = part;
    else path += path === "" || path.endsWith("/") ? part : `/${part}`;
  }
  return path;
}

/** What a look at the disk counts, in steps. */
export const LOOK_COST = 1000;

/** What to do where a file cannot be read. */
export const FILES_HINT = "put the text into the revision, or run psql with the file beside it";

/** The path that the running program means, absolute, with `~` at its beginning taken for the home directory. */
export function absolutePathOf(text: string): string {
  const { environment } = running();
  const home = text === "~" || text.startsWith("~/") ? environment.get("HOME") ?? "~" : null;
  const whole = home === null ? text : home + text.slice(1);
  return normalisePath(joinPaths(environment.get("PWD") ?? "/", whole));
}

/**
 * A path of the running program that it may look at: absolute and without symbolic links, and with the files behind it.
 * It is looked at under that name only, so that what was granted is what is looked at.
 */
export function grantedPath(value: Value, construct: string) {
  const { files, environment } = running();
  const text = pathText(value);
  if (files === null) {
    throw new UnsupportedConstructError(
      construct,
      `${construct} is not available: evaluated code has no files`,
      { hint: FILES_HINT },
    );
  }
  running().spend(LOOK_COST);
  const path = files.resolve(joinPaths(environment.get("PWD") ?? "/", text));
  if (path === null) throw outOfReach(construct, text, "only files of the project can be read");
  return { files, path, text };
}

/** The error for a file that is there and must not be looked at. */
export function outOfReach(
  construct: string,
  path: string,
  reason: string,
): UnsupportedConstructError {
  return new UnsupportedConstructError(
    construct,
    `${construct} cannot look at '${path}': ${reason}`,
    { hint: FILES_HINT },
  );
}

function isThere(name: string, holds: (kind: "file" | "directory") => boolean): Value {
  return nativeFunction(name, "path, /", (value: Value) => {
    const { files, path } = grantedPath(value, `os.path.${name}()`);
    const kind = files.kind(path);
    return kind !== null && holds(kind);
  });
}

/** Everything before the last slash, and what comes after it. */
export function splitPath(path: string): readonly [head: string, tail: string] {
  const at = path.lastIndexOf("/") + 1;
  const head = path.slice(0, at);
  return [/^\/*$/.test(head) ? head : trimEnd(head, "/"), path.slice(at)];
}

/** The path without its extension, and the extension. */
export function splitExtension(path: string): readonly [root: string, extension: string] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  if (dot <= 0 || /^\.+$/.test(name.slice(0, dot))) return [path, ""];
  const at = path.length - name.length + dot;
  return [path.slice(0, at), path.slice(at)];
}

/** Module `os.path`: paths, and whether there are files of the project behind them. */
export const create: NativeModuleFactory = (context) => {
  const cwd = () => context.environment.get("PWD") ?? "/";
  const absolute = (path: Value) => normalisePath(joinPaths(cwd(), pathText(path)));
  const expandUser = (path: Value) => {
    const text = pathText(path);
    return text === "~" || text.startsWith("~/")
      ? (context.environment.get("HOME") ?? "~") + text.slice(1)
      : text;
  };
  return nativeModule("posixpath", {
    sep: "/",
    altsep: null,
    extsep: ".",
    pathsep: ":",
    curdir: ".",
    pardir: "..",
    defpath: "/bin:/usr/bin",
    devnull: "/dev/null",
    abspath: nativeFunction("abspath", "path", absolute),
    realpath: nativeFunction("realpath", "filename, *, strict=False", absolute),
    basename: nativeFunction("basename", "p", (path: Value) => splitPath(pathText(path))[1]),
    dirname: nativeFunction("dirname", "p", (path: Value) => splitPath(pathText(path))[0]),
    expanduser: nativeFunction("expanduser", "path", expandUser),
    isabs: nativeFunction("isabs", "s", (path: Value) => pathText(path).startsWith("/")),
    join: nativeFunction(
      "join",
      "a, /, *p",
      (first: Value, rest: Value[]) => joinPaths(pathText(first), ...rest.map(pathText)),
    ),
    normcase: nativeFunction("normcase", "s", (path: Value) => pathText(path)),
    commonprefix: nativeFunction("commonprefix", "m", (paths: Value) => {
      const texts = collectNow(paths).map(pathText);
      const [first = ""] = texts;
      let length = 0;
      while (length < first.length && texts.every((text) => text[length] === first[length])) {
        length++;
      }
      return first.slice(0, length);
    }),
    normpath: nativeFunction("normpath", "path", (path: Value) => normalisePath(pathText(path))),
    split: nativeFunction("split", "p", (path: Value) => tuple(splitPath(pathText(path)))),
    splitext: nativeFunction(
      "splitext",
      "p",
      (path: Value) => tuple(splitExtension(pathText(path))),
    ),
    exists: isThere("exists", () => true),
    lexists: isThere("lexists", () => true),
    isfile: isThere("isfile", (kind) => kind === "file"),
    isdir: isThere("isdir", (kind) => kind === "directory"),
    ...refused("os.path", ["getsize", "getmtime"]),
  });
};
