import type { Module } from "../../python/syntax/mod.ts";

/**
 * The names that a file takes from each module by `from module import name`; `null` for a module that it
 * takes as a whole, by `import module` or `import *`.
 */
export function importedNames(tree: Module): ReadonlyMap<string, ReadonlySet<string> | null> {
  const found = new Map<string, Set<string> | null>();
  visit(tree, found);
  return found;
}

function visit(value: unknown, found: Map<string, Set<string> | null>): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found);
    return;
  }
  if (typeof value !== "object" || value === null || !("_type" in value)) return;
  const node = value as { readonly _type: string };
  if (node._type === "Import") {
    for (const { name } of (node as unknown as ImportNode).names) found.set(name, null);
  } else if (node._type === "ImportFrom") {
    const { module, names } = node as unknown as ImportNode & { readonly module: string | null };
    const known = found.get(module ?? "");
    if (names.some(({ name }) => name === "*")) found.set(module ?? "", null);
    else if (known !== null) {
      found.set(module ?? "", new Set([...known ?? [], ...names.map(({ name }) => name)]));
    }
  } else {
    for (const child of Object.values(node)) visit(child, found);
  }
}

interface ImportNode {
  readonly names: readonly { readonly name: string }[];
}
