import { type ModuleLoader, nativeLoader } from "../../module_loader.ts";

/** The modules of Python's standard library that are provided, each file loaded on first import. */
export const standardLibrary: ModuleLoader = nativeLoader({});
