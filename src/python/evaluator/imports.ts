import type { Alias, Import, ImportFrom } from "../syntax/ast.ts";
import { lookupAttribute } from "../runtime/attributes.ts";
import { raise } from "../runtime/exceptions.ts";
import { collectNow } from "../runtime/iteration.ts";
import { asString, PyModule } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { andThen, type Outcome, Pending, type Value } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Completion, Frame } from "./frame.ts";
import type { Machine } from "./machine.ts";
import { STAR_IMPORT } from "./names.ts";
import type { Scope } from "./scope.ts";

type Run = (frame: Frame) => Outcome<Completion>;

/** What one name of an import statement binds. */
interface Binding {
  readonly node: Alias;
  readonly store: (frame: Frame, value: Value) => void;
}

/** `import a.b, c as d`. */
export function compileImport(compiler: Compiler, node: Import, scope: Scope): Run {
  const { machine } = compiler;
  const parts = node.names.map((alias): Binding => ({
    node: alias,
    store: compiler.store(scope.mangle(alias.asname ?? alias.name.split(".")[0]!), scope),
  }));
  return (frame) => importModules(machine, parts, frame, 0);
}

function importModules(
  machine: Machine,
  parts: readonly Binding[],
  frame: Frame,
  from: number,
): Outcome<Completion> {
  for (let index = from; index < parts.length; index++) {
    const { node: { name, asname }, node, store } = parts[index]!;
    frame.activation.node = node;
    const construct = `import ${name}`;
    const leaf = machine.importModule(name, construct);
    const bound = asname !== null || !name.includes(".")
      ? leaf
      : andThen(leaf, () => machine.importModule(name.split(".")[0]!, construct));
    if (bound instanceof Pending) {
      return andThen(bound, (module) => {
        store(frame, module);
        return importModules(machine, parts, frame, index + 1);
      });
    }
    store(frame, bound);
  }
  return undefined;
}

/** The absolute name of what a `from` names (Language Reference 7.11). */
export function absoluteName(packageName: string, node: ImportFrom): string {
  if (node.level === 0) return node.module ?? "";
  const parts = packageName === "" ? [] : packageName.split(".");
  const base = parts.slice(0, parts.length - (node.level - 1)).join(".");
  if (node.module === null) return base;
  return base === "" ? node.module : `${base}.${node.module}`;
}

/** `from a import b as c, d` and `from a import *`. */
export function compileImportFrom(compiler: Compiler, node: ImportFrom, scope: Scope): Run {
  const { machine } = compiler;
  const name = absoluteName(compiler.packageName, node);
  const parts = node.names.map((alias): Binding => ({
    node: alias,
    store: compiler.store(scope.mangle(alias.asname ?? alias.name), scope),
  }));
  if (name === "__future__") {
    return (frame) => {
      for (const { node, store } of parts) store(frame, node.name);
      return undefined;
    };
  }
  return (frame) => {
    const module = machine.modules.get(name) ?? machine.importModule(name, asWritten(name, node));
    return module instanceof Pending
      ? andThen(module, (loaded) => importMembers(machine, name, loaded, parts, frame, 0))
      : importMembers(machine, name, module, parts, frame, 0);
  };
}

function asWritten(name: string, { names }: ImportFrom): string {
  return `from ${name} import ${names.map((alias) => alias.name).join(", ")}`;
}

function importMembers(
  machine: Machine,
  name: string,
  module: PyModule | PyOpaque,
  parts: readonly Binding[],
  frame: Frame,
  from: number,
): Outcome<Completion> {
  for (let index = from; index < parts.length; index++) {
    const { node, store } = parts[index]!;
    frame.activation.node = node;
    if (node.name === "*") {
      importAll(module, frame);
      continue;
    }
    const member = importMember(machine, name, module, node.name);
    if (member instanceof Pending) {
      return andThen(member, (value) => {
        store(frame, value);
        return importMembers(machine, name, module, parts, frame, index + 1);
      });
    }
    store(frame, member);
  }
  return undefined;
}

/** The attribute of a module, or the module of that name below it. */
function importMember(
  machine: Machine,
  name: string,
  module: PyModule | PyOpaque,
  member: string,
): Outcome {
  const construct = `from ${name} import ${member}`;
  if (module instanceof PyOpaque) {
    return new PyOpaque({ ...module.origin, construct }, `${module.path}.${member}`);
  }
  const path = `${name}.${member}`;
  // A module below one of Python's is imported, which may wait, and not read as an attribute, which may not.
  const known = module.isOwn ? module.attributes.get(member) : lookupAttribute(module, member);
  if (known !== undefined) return known;
  return andThen(machine.findModule(path), () => {
    if (machine.hasModule(path)) return machine.importModule(path, construct);
    const found = module.isOwn ? lookupAttribute(module, member) : undefined;
    if (found !== undefined) return found;
    if (module.isNative) return machine.opaque(path, construct, "is not provided here");
    const error = raise("ImportError", `cannot import name '${member}' from '${name}'`);
    error.exception.attributes = new Map<string, Value>([["name", name]]);
    throw error;
  });
}

function importAll(module: PyModule | PyOpaque, frame: Frame): void {
  const target = frame.namespace ?? frame.globals;
  if (module instanceof PyOpaque) {
    target.set(STAR_IMPORT, module);
    return;
  }
  const listed = module.get("__all__");
  const names = listed === undefined
    ? module.names().filter((name) => !name.startsWith("_"))
    : collectNow(listed).map((name) => asString(name) ?? "");
  for (const name of names) {
    const value = module.get(name);
    if (value === undefined) {
      throw raise("AttributeError", `module '${module.name}' has no attribute '${name}'`);
    }
    target.set(name, value);
  }
}
