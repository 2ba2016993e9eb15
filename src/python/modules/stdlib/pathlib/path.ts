import {
  asString,
  type PyClass,
  PyObject,
  repr,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { typeOf } from "../../../runtime/builtin_classes.ts";
import { callMethod, runNow } from "../../../runtime/call.ts";

/** A path as `pathlib` keeps it: the root apart, without empty and `.` parts, `..` kept. */
export class PyPath extends PyObject {
  /** `/`, `//` or nothing. */
  readonly root: string;
  readonly names: readonly string[];

  constructor(cls: PyClass, root: string, names: readonly string[]) {
    super(cls);
    this.root = root;
    this.names = names;
  }

  get text(): string {
    return this.root + this.names.join("/") || ".";
  }

  get parts(): string[] {
    return this.root === "" ? [...this.names] : [this.root, ...this.names];
  }

  get name(): string {
    return this.names.at(-1) ?? "";
  }

  get suffix(): string {
    const at = this.name.lastIndexOf(".");
    return at > 0 && at < this.name.length - 1 ? this.name.slice(at) : "";
  }

  get stem(): string {
    return this.name.slice(0, this.name.length - this.suffix.length);
  }

  get parent(): PyPath {
    return this.names.length === 0 ? this : this.like(this.root, this.names.slice(0, -1));
  }

  /** Another path of the same class. */
  like(root: string, names: readonly string[]): PyPath {
    return new PyPath(this.cls, root, names);
  }

  /** The path with the last name replaced. */
  withName(name: string): PyPath {
    if (this.name === "") throw valueError(`${this.written} has an empty name`);
    if (name === "" || name === "." || name.includes("/")) {
      throw valueError(`Invalid name ${repr(name)}`);
    }
    return this.like(this.root, [...this.names.slice(0, -1), name]);
  }

  withSuffix(suffix: string): PyPath {
    if (suffix.includes("/") || (suffix !== "" && !suffix.startsWith(".")) || suffix === ".") {
      throw valueError(`Invalid suffix ${repr(suffix)}`);
    }
    if (this.name === "") throw valueError(`${this.written} has an empty name`);
    return this.like(this.root, [...this.names.slice(0, -1), this.stem + suffix]);
  }

  join(segments: readonly Value[]): PyPath {
    let { root, names }: { root: string; names: readonly string[] } = this;
    for (const segment of segments) {
      const parsed = parsePath(segment);
      if (parsed.root !== "") ({ root, names } = parsed);
      else names = [...names, ...parsed.names];
    }
    return this.like(root, names);
  }

  /** Whether another path is this one or above it. */
  isWithin(other: PyPath): boolean {
    return this.root === other.root &&
      other.names.every((name, index) => this.names[index] === name);
  }

  /** `repr(path)` */
  get written(): string {
    return `${this.cls.name}(${repr(this.text)})`;
  }
}

/** The text of a path argument: str, or what `__fspath__` gives. */
export function segmentText(value: Value): string {
  const text = asString(value);
  if (text !== null) return text;
  if (value instanceof PyObject && typeOf(value).lookup("__fspath__") !== undefined) {
    const path = asString(runNow(callMethod(value, "__fspath__")));
    if (path !== null) return path;
  }
  throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

/** The root and the names of a path argument. */
export function parsePath(
  value: Value,
): { readonly root: string; readonly names: readonly string[] } {
  if (value instanceof PyPath) return value;
  const text = segmentText(value);
  // Two slashes, and only two, are a root of their own (POSIX 4.13).
  const root = /^\/\/(?!\/)/.test(text) ? "//" : text.startsWith("/") ? "/" : "";
  return { root, names: text.split("/").filter((part) => part !== "" && part !== ".") };
}
