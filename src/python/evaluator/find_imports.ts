import type { ExceptHandler, Expr, MatchCase, Module, Node, Stmt } from "../syntax/ast.ts";
import { absoluteName } from "./imports.ts";

/** What a file may import. All names are absolute. */
export interface FoundImports {
  /** What is imported where the file runs as a module. */
  readonly atOnce: ReadonlySet<string>;
  /** What is imported inside of functions, when they are called. */
  readonly later: ReadonlySet<string>;
  /** Of these, what `import a` has bound to its own name, so that `a.b` may be a module too. */
  readonly bound: ReadonlySet<string>;
}

/**
 * The modules that a file may import. What only type checkers see is left out, and what `isKnown` of a module and a name
 * that is imported from it.
 */
export function findImports(
  module: Module,
  packageName: string,
  isKnown: (from: string, name: string) => boolean = () => false,
): FoundImports {
  const atOnce = new Set<string>();
  const later = new Set<string>();
  const bound = new Set<string>();
  const visit = (
    body: readonly (Stmt | ExceptHandler | MatchCase)[],
    names: Set<string>,
  ): void => {
    for (const node of body) {
      switch (node._type) {
        case "Expr":
        case "Assign":
          // Most statements are.
          continue;
        case "Import":
          for (const { name, asname } of node.names) {
            names.add(name);
            if (asname === null && !name.includes(".")) bound.add(name);
          }
          continue;
        case "ImportFrom": {
          const from = absoluteName(packageName, node);
          for (const { name } of node.names) {
            if (isKnown(from, name)) continue;
            names.add(from);
            // What is imported may be a submodule.
            if (name !== "*") names.add(`${from}.${name}`);
          }
          continue;
        }
        case "FunctionDef":
        case "AsyncFunctionDef":
          visit(node.body, later);
          continue;
        case "ClassDef":
        case "With":
        case "AsyncWith":
        case "ExceptHandler":
        case "match_case":
          visit(node.body, names);
          continue;
        case "If":
          if (!isForTypeCheckers(node.test)) visit(node.body, names);
          visit(node.orelse, names);
          continue;
        case "For":
        case "AsyncFor":
        case "While":
          visit(node.body, names);
          visit(node.orelse, names);
          continue;
        case "Try":
        case "TryStar":
          visit(node.body, names);
          visit(node.handlers, names);
          visit(node.orelse, names);
          visit(node.finalbody, names);
          continue;
        case "Match":
          visit(node.cases, names);
      }
    }
  };
  visit(module.body, atOnce);
  const isImported = (name: string) => atOnce.has(name) || later.has(name);
  if (["importlib", "importlib.resources"].some(isImported)) findNamedModules(module.body, atOnce);
  return { atOnce, later, bound };
}

/** `TYPE_CHECKING` and `typing.TYPE_CHECKING`, which are false where the file runs. */
function isForTypeCheckers(test: Expr): boolean {
  return (test._type === "Name" && test.id === "TYPE_CHECKING") ||
    (test._type === "Attribute" && test.attr === "TYPE_CHECKING");
}

/** What `importlib` has by that name: a module, or the package where a file is. */
const TAKE_NAME_OF_MODULE = new Set(["import_module", "files", "read_text"]);

/** `importlib.import_module("a.b")` and its like with the name written out. */
function findNamedModules(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) findNamedModules(item, names);
    return;
  }
  if (typeof value !== "object" || value === null || !("_type" in value)) return;
  const node = value as Node;
  if (node._type === "Call") {
    const { func, args: [first] } = node;
    const called = func._type === "Attribute" ? func.attr : func._type === "Name" ? func.id : "";
    const name = first?._type === "Constant" && first.type === "str" ? first.value : "";
    if (TAKE_NAME_OF_MODULE.has(called) && /^[\w.]+$/.test(name)) names.add(name);
  }
  for (const child of Object.values(node)) findNamedModules(child, names);
}

/**
 * The modules that a file may reach as attributes of the packages in `packages`, which it imports by their
 * own names alone: `pkg.models.types` where it has `import pkg`.
 */
export function findAttributeModules(
  value: unknown,
  packages: ReadonlySet<string>,
  names: Set<string> = new Set(),
): ReadonlySet<string> {
  if (Array.isArray(value)) {
    for (const item of value) findAttributeModules(item, packages, names);
    return names;
  }
  if (typeof value !== "object" || value === null || !("_type" in value)) return names;
  const node = value as Node;
  if (node._type === "Attribute") {
    const path = attributePath(node);
    if (path !== null && packages.has(path[0]!)) {
      for (let length = 2; length <= path.length; length++) {
        names.add(path.slice(0, length).join("."));
      }
    }
  }
  for (const child of Object.values(node)) findAttributeModules(child, packages, names);
  return names;
}

/** `a.b.c` as its words; `null` for attributes of anything but a name. */
function attributePath(node: Node): readonly string[] | null {
  if (node._type === "Name") return [node.id];
  if (node._type !== "Attribute") return null;
  const path = attributePath(node.value);
  return path === null ? null : [...path, node.attr];
}
