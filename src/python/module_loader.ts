import type { NativeModuleFactory } from "./runtime/context.ts";

/** A module that was found: native, or Python source to be evaluated. */
export type LoadedModule =
  | { readonly kind: "native"; readonly create: NativeModuleFactory }
  | {
    readonly kind: "source";
    readonly path: string;
    readonly source: string;
    /** Whether the file is a package's `__init__.py`. */
    readonly isPackage: boolean;
    /** Whether it is no file of the project but a library of which a part is known: its other names are opaque. */
    readonly isLibrary?: boolean;
    /** The modules below it, which are attributes without being imported. */
    readonly submodules?: readonly string[];
  }
  /** Known, but not to be evaluated: its use is an error with this reason and hint. */
  | { readonly kind: "refused"; readonly reason: string; readonly hint?: string };

/** Finds modules by their full dotted name; undefined where there is none. */
export interface ModuleLoader {
  load(name: string): LoadedModule | undefined | Promise<LoadedModule | undefined>;
  /** Looks in more directories: what a program has put on `sys.path`. Gives whether one of them is new. */
  addRoots?(directories: readonly string[]): boolean;
}

/** Asks several loaders in turn. */
export function combineLoaders(...loaders: readonly ModuleLoader[]): ModuleLoader {
  const ask = (name: string, from: number): ReturnType<ModuleLoader["load"]> => {
    for (let at = from; at < loaders.length; at++) {
      const found = loaders[at]!.load(name);
      if (found instanceof Promise) return found.then((module) => module ?? ask(name, at + 1));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    load: (name) => ask(name, 0),
    addRoots: (directories) =>
      loaders.map((loader) => loader.addRoots?.(directories) ?? false).includes(true),
  };
}

/**
 * A loader of native modules from functions that import their TypeScript file on demand. What has
 * been loaded once is there at once.
 */
export function nativeLoader(
  files: Readonly<Record<string, () => Promise<NativeModuleFactory>>>,
): ModuleLoader {
  const table = new Map(Object.entries(files));
  const loaded = new Map<string, LoadedModule>();
  return {
    load(name) {
      const already = loaded.get(name);
      if (already !== undefined) return already;
      const file = table.get(name);
      return file?.().then((create) => {
        const module: LoadedModule = { kind: "native", create };
        loaded.set(name, module);
        return module;
      });
    },
  };
}
