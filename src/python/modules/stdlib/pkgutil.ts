import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  andThen,
  asString,
  getAttribute,
  nativeFunction,
  nativeModule,
  type Outcome,
  PyClass,
  PyTuple,
  StepIterator,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { checkItems } from "../../runtime/limits.ts";
import { namedTuple } from "./named_tuple.ts";
import { grantedPath } from "./os_path.ts";
import { refused } from "./refused.ts";

/** Module `pkgutil`: the modules in the packages of the project. */
export const create: NativeModuleFactory = (context) => {
  const moduleInfo = namedTuple("ModuleInfo", ["module_finder", "name", "ispkg"], "pkgutil");
  const modulesIn = (path: Value, prefix: Value) =>
    listModules(path, asString(prefix) ?? "", moduleInfo);
  return nativeModule("pkgutil", {
    ModuleInfo: moduleInfo,
    iter_modules: nativeFunction(
      "iter_modules",
      "path=None, prefix=''",
      (path: Value, prefix: Value) => {
        const found = modulesIn(path, prefix);
        return new StepIterator(() => found.next().value ?? undefined);
      },
    ),
    walk_packages: nativeFunction(
      "walk_packages",
      "path=None, prefix='', onerror=None",
      (path: Value, prefix: Value) => walk(context, path, asString(prefix) ?? "", moduleInfo),
    ),
    ...refused("pkgutil", ["get_data", "get_loader", "find_loader", "resolve_name", "extend_path"]),
  });
};

/** The modules in directories, by name; a directory is one where it is a package. */
function* listModules(paths: Value, prefix: string, moduleInfo: PyClass): Generator<PyTuple> {
  if (asString(paths) !== null) {
    throw valueError("path must be None or list of paths to look for modules in");
  }
  const seen = new Set<string>();
  // Without a path it would be all of Python's: the project's are asked for by their packages.
  for (const directory of paths === null ? [] : collectNow(paths)) {
    const { files, path } = grantedPath(directory, "pkgutil");
    if (files.kind(path) !== "directory") continue;
    const names = files.list(path);
    checkItems(names.length);
    for (const name of names) {
      const isModule = name.endsWith(".py");
      const module = isModule ? name.slice(0, -3) : name;
      if (module === "__init__" || module.includes(".") || seen.has(module)) continue;
      const below = files.resolve(`${path}/${name}`);
      const isPackage = !isModule && below !== null && files.kind(below) === "directory" &&
        files.kind(`${below}/__init__.py`) === "file";
      if (!isModule && !isPackage) continue;
      seen.add(module);
      yield new PyTuple([null, prefix + module, isPackage], moduleInfo);
    }
  }
}

/** The modules and those of the packages among them, each package imported when the one after it is asked for. */
function walk(
  context: InterpreterContext,
  path: Value,
  prefix: string,
  moduleInfo: PyClass,
): Value {
  const stack = [listModules(path, prefix, moduleInfo)];
  let entered: string | null = null;
  const next = (): Outcome<Value | undefined> => {
    if (entered !== null) {
      const name = entered;
      entered = null;
      return andThen(
        context.importModule(name),
        (module) =>
          andThen(getAttribute(module, "__path__"), (inner) => {
            stack.push(listModules(inner, `${name}.`, moduleInfo));
            return next() as Outcome;
          }) as Outcome<Value | undefined>,
      );
    }
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { value, done } = top.next();
      if (!done) {
        if (value.items[2] === true) entered = asString(value.items[1]!);
        return value;
      }
      stack.pop();
    }
    return undefined;
  };
  return new StepIterator(next);
}
