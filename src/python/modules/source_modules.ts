import type { LoadedModule } from "../module_loader.ts";

/**
 * Modules of libraries that are written in Python here, by name. Those that have others below them are packages; a name that
 * one lacks is opaque.
 */
export function sourceModules(
  sources: Readonly<Record<string, string>>,
): ReadonlyMap<string, LoadedModule> {
  const names = Object.keys(sources);
  return new Map(names.map((name): [string, LoadedModule] => {
    const isPackage = !name.includes(".") || names.some((other) => other.startsWith(`${name}.`));
    const path = `${name.replaceAll(".", "/")}${isPackage ? "/__init__" : ""}.py`;
    const submodules = names.filter((other) =>
      other.startsWith(`${name}.`) && !other.slice(name.length + 1).includes(".")
    );
    const source = sources[name]!;
    return [name, { kind: "source", path, source, isPackage, isLibrary: true, submodules }];
  }));
}
