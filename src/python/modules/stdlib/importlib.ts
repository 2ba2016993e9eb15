import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  andThen,
  asString,
  call,
  callMethod,
  type Evaluation,
  getAttribute,
  nativeClass,
  nativeFunction,
  nativeModule,
  type Outcome,
  PyInstance,
  PyModule,
  raise,
  repr,
  str,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { refused } from "./refused.ts";
import { ownValue } from "../../../config/own_value.ts";

/** Module `importlib`, with the submodules that `import alembic` leaves there. */
export const create: NativeModuleFactory = (context) =>
  nativeModule("importlib", {
    import_module: nativeFunction(
      "import_module",
      "name, package=None",
      (name: Value, base: Value): Outcome => context.importModule(absoluteName(str(name), base)),
    ),
    reload: nativeFunction("reload", "module", (module: Value) => module),
    metadata: createMetadata(context),
    resources: createResources(context),
    util: createUtil(context),
    ...refused("importlib", ["invalidate_caches"]),
  });

/** The name of a module that is given relative to a package: `.models`. */
function absoluteName(name: string, base: Value): string {
  const dots = /^\.*/.exec(name)![0].length;
  if (dots === 0) return name;
  const parts = (asString(base) ?? "").split(".");
  if (base === null) {
    throw raise(
      "TypeError",
      `the 'package' argument is required to perform a relative import for ${repr(name)}`,
    );
  }
  if (dots > parts.length) {
    throw raise("ImportError", "attempted relative import beyond top-level package");
  }
  return [...parts.slice(0, parts.length - dots + 1), name.slice(dots)].join(".");
}

/** Module `importlib.resources`: the text files of the project's packages. */
export const createResources: NativeModuleFactory = (context) =>
  nativeModule("importlib.resources", {
    files: nativeFunction(
      "files",
      "anchor",
      (anchor: Value): Outcome => pathOf(anchor, context, "importlib.resources.files()"),
    ),
    read_text: nativeFunction(
      "read_text",
      "package, resource, encoding='utf-8', errors='strict'",
      function* (anchor: Value, resource: Value, encoding: Value, errors: Value): Evaluation {
        const path = yield* wait(pathOf(anchor, context, "importlib.resources.read_text()"));
        const file = yield* wait(callMethod(path, "joinpath", [resource]));
        return yield* wait(callMethod(file, "read_text", [encoding, errors]));
      },
    ),
    ...refused(
      "importlib.resources",
      ["read_binary", "open_text", "open_binary", "path", "contents"],
      "use importlib.resources.read_text()",
    ),
  });

/** The directory of a package of the project, as a Path. */
function pathOf(anchor: Value, context: InterpreterContext, construct: string): Outcome {
  const name = asString(anchor);
  return name === null
    ? directoryOf(anchor, anchor, context, construct)
    : andThen(context.importModule(name), (module) => {
      return directoryOf(module, anchor, context, construct);
    });
}

function directoryOf(
  module: Value,
  anchor: Value,
  context: InterpreterContext,
  construct: string,
): Outcome {
  const file = module instanceof PyModule
    ? asString(module.attributes.get("__file__") ?? null)
    : null;
  if (file === null) {
    throw new UnsupportedConstructError(
      construct,
      `${construct} needs a package of the project, found ${repr(anchor)}`,
    );
  }
  const isDirectory = !file.endsWith(".py");
  return andThen(
    context.importModule("pathlib"),
    (pathlib) =>
      andThen(
        getAttribute(pathlib, "Path"),
        (Path) =>
          andThen(call(Path, [file]), (path) => isDirectory ? path : getAttribute(path, "parent")),
      ),
  );
}

const moduleSpecClass = nativeClass({ name: "ModuleSpec", module: "importlib.machinery" });

/** Module `importlib.util`: a library that is asked for is taken to be installed, as it is where it is imported. */
export const createUtil: NativeModuleFactory = (context) =>
  nativeModule("importlib.util", {
    find_spec: nativeFunction("find_spec", "name, package=None", (name: Value): Value => {
      const text = str(name);
      const construct = `importlib.util.find_spec("${text}")`;
      if (text.includes(".")) return context.opaque(construct, construct, "is not known");
      const spec = new PyInstance(moduleSpecClass);
      spec.attributes = new Map<string, Value>([["name", text]]);
      return spec;
    }),
    ...refused("importlib.util", ["spec_from_file_location", "module_from_spec"]),
  });

/** The versions whose behaviour is provided here. */
const VERSIONS: Readonly<Record<string, string>> = {
  alembic: "1.20.0",
  pydantic: "2.13.5",
  "pydantic-settings": "2.15.0",
  sqlalchemy: "2.0.54",
  sqlmodel: "0.0.47",
};

/** Module `importlib.metadata`: no packages are installed here. */
export const createMetadata: NativeModuleFactory = (context) => {
  const notFound = nativeClass({
    name: "PackageNotFoundError",
    module: "importlib.metadata",
    bases: [raise("ModuleNotFoundError").exception.cls],
  });
  return nativeModule("importlib.metadata", {
    PackageNotFoundError: notFound,
    version: nativeFunction("version", "distribution_name", (name: Value) => {
      const known = ownValue(VERSIONS, str(name).toLowerCase());
      if (known !== undefined) return known;
      const path = `version("${str(name)}")`;
      return context.opaque(path, path, "is not known without Python");
    }),
    ...refused("importlib.metadata", ["metadata", "distribution", "entry_points"]),
  });
};
