import type { ExceptHandler, MatchCase, Module, Node, Stmt } from "../syntax/ast.ts";
import { absoluteName } from "./imports.ts";

/** The absolute names of all modules that a file may import, those inside functions included. */
export function findImports(module: Module, packageName: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (body: readonly (Stmt | ExceptHandler | MatchCase)[]): void => {
    for (const node of body) {
      switch (node._type) {
        case "Import":
          for (const alias of node.names) names.add(alias.name);
          continue;
        case "ImportFrom": {
          const from = absoluteName(packageName, node);
          names.add(from);
          // What is imported may be a submodule.
          for (const alias of node.names) {
            if (alias.name !== "*") names.add(`${from}.${alias.name}`);
          }
          continue;
        }
        case "FunctionDef":
        case "AsyncFunctionDef":
        case "ClassDef":
        case "With":
        case "AsyncWith":
        case "ExceptHandler":
        case "match_case":
          visit(node.body);
          continue;
        case "For":
        case "AsyncFor":
        case "While":
        case "If":
          visit(node.body);
          visit(node.orelse);
          continue;
        case "Try":
        case "TryStar":
          visit(node.body);
          visit(node.handlers);
          visit(node.orelse);
          visit(node.finalbody);
          continue;
        case "Match":
          visit(node.cases);
      }
    }
  };
  visit(module.body);
  if (names.has("importlib")) findDynamicImports(module.body, names);
  return names;
}

/** `importlib.import_module("a.b")` with the name written out. */
function findDynamicImports(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) findDynamicImports(item, names);
    return;
  }
  if (typeof value !== "object" || value === null || !("_type" in value)) return;
  const node = value as Node;
  if (node._type === "Call") {
    const { func, args: [first] } = node;
    const called = func._type === "Attribute" ? func.attr : func._type === "Name" ? func.id : "";
    if (called === "import_module" && first?._type === "Constant" && first.type === "str") {
      names.add(first.value);
    }
  }
  for (const child of Object.values(node)) findDynamicImports(child, names);
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
