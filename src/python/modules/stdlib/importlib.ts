import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  raise,
  str,
  type Value,
} from "../../runtime/mod.ts";
import { refused } from "./refused.ts";

/** Module `importlib`. */
export const create: NativeModuleFactory = (context) =>
  nativeModule("importlib", {
    import_module: nativeFunction("import_module", "name, package=None", (name: Value): Outcome =>
      context.importModule(str(name))),
    reload: nativeFunction("reload", "module", (module: Value) =>
      module),
    ...refused("importlib", ["invalidate_caches"]),
  });

/** Modules whose functions all read files. */
export const createResources: NativeModuleFactory = () =>
  nativeModule(
    "importlib.resources",
    refused(
      "importlib.resources",
      ["read_text", "read_binary", "open_text", "open_binary", "files", "path", "contents"],
      "put the text into the revision, or run psql with the file beside it",
    ),
  );

/** Module `importlib.metadata`: no packages are installed here. */
export const createMetadata: NativeModuleFactory = () => {
  const notFound = nativeClass({
    name: "PackageNotFoundError",
    module: "importlib.metadata",
    bases: [raise("ModuleNotFoundError").exception.cls],
  });
  return nativeModule("importlib.metadata", {
    PackageNotFoundError: notFound,
    ...refused("importlib.metadata", ["version", "metadata", "distribution", "entry_points"]),
  });
};
