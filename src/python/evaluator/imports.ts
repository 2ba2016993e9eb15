import type { Import, ImportFrom } from "../syntax/ast.ts";
import { lookupAttribute } from "../runtime/attributes.ts";
import { raise } from "../runtime/exceptions.ts";
import { collectNow } from "../runtime/iteration.ts";
import { asString, PyModule } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Completion, Frame } from "./frame.ts";
import { STAR_IMPORT } from "./names.ts";
import type { Scope } from "./scope.ts";

type Run = (frame: Frame) => Outcome<Completion>;

/** `import a.b, c as d`. */
export function compileImport(compiler: Compiler, node: Import, scope: Scope): Run {
  const { machine } = compiler;
  const parts = node.names.map((alias) => ({
    name: alias.name,
    asname: alias.asname,
    node: alias,
    store: compiler.store(scope.mangle(alias.asname ?? alias.name.split(".")[0]!), scope),
  }));
  function* run(frame: Frame): Evaluation<Completion> {
    for (const { name, asname, node, store } of parts) {
      frame.activation.node = node;
      const leaf = yield* wait(machine.importModule(name, `import ${name}`));
      if (asname !== null || !name.includes(".")) store(frame, leaf);
      else {
        const top = name.split(".")[0]!;
        store(frame, yield* wait(machine.importModule(top, `import ${name}`)));
      }
    }
    return undefined;
  }
  return (frame) => new Pending(run(frame));
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
  const parts = node.names.map((alias) => ({
    alias,
    store: compiler.store(scope.mangle(alias.asname ?? alias.name), scope),
  }));
  function* run(frame: Frame): Evaluation<Completion> {
    if (name === "__future__") {
      for (const { alias, store } of parts) store(frame, alias.name);
      return undefined;
    }
    const names = node.names.map((alias) => alias.name).join(", ");
    const module = yield* wait(machine.importModule(name, `from ${name} import ${names}`));
    for (const { alias, store } of parts) {
      frame.activation.node = alias;
      if (alias.name === "*") importAll(module, frame);
      else store(frame, yield* importName(module, alias.name));
    }
    return undefined;
  }
  function* importName(module: PyModule | PyOpaque, member: string): Evaluation {
    const construct = `from ${name} import ${member}`;
    if (module instanceof PyOpaque) {
      return new PyOpaque({ ...module.origin, construct }, `${module.path}.${member}`);
    }
    const found = lookupAttribute(module, member);
    if (found !== undefined) return yield* wait(found);
    const path = `${name}.${member}`;
    yield* wait(machine.findModule(path));
    if (machine.hasModule(path)) return yield* wait(machine.importModule(path, construct));
    if (module.isNative) {
      return machine.opaque(path, construct, "is not provided here");
    }
    const error = raise("ImportError", `cannot import name '${member}' from '${name}'`);
    error.exception.attributes = new Map<string, Value>([["name", name]]);
    throw error;
  }
  return (frame) => new Pending(run(frame));
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
