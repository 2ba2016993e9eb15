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
  }
  /** Known, but not to be evaluated: its use is an error with this reason and hint. */
  | { readonly kind: "refused"; readonly reason: string; readonly hint?: string };

/** Finds modules by their full dotted name; undefined where there is none. */
export interface ModuleLoader {
  load(name: string): LoadedModule | undefined | Promise<LoadedModule | undefined>;
}

/** Asks several loaders in turn. */
export function combineLoaders(...loaders: readonly ModuleLoader[]): ModuleLoader {
  return {
    async load(name) {
      for (const loader of loaders) {
        const found = await loader.load(name);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** A loader of native modules from functions that import their TypeScript file on demand. */
export function nativeLoader(
  files: Readonly<Record<string, () => Promise<NativeModuleFactory>>>,
): ModuleLoader {
  const table = new Map(Object.entries(files));
  return {
    async load(name) {
      const file = table.get(name);
      return file === undefined ? undefined : { kind: "native", create: await file() };
    },
  };
}
