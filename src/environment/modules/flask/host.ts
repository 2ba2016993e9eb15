import { parentPath } from "../../../config/paths.ts";
import { HostCall } from "../../host_call.ts";
import type { EnvProjectModules } from "../project.ts";
import { readText } from "../../../python/modules/stdlib/io/files.ts";
import type { HostRequest } from "../../../python/modules/host.ts";
import {
  asString,
  type Evaluation,
  type InterpreterContext,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  PyInstance,
  PyOpaque,
  str,
  type Value,
  wait,
} from "../../../python/runtime/mod.ts";

/** `_flask`: what the sources of these modules ask for and Python's own means do not give. */
export function flaskHostModule(project: EnvProjectModules): NativeModuleFactory {
  return (context) =>
    nativeModule("_flask", {
      add_root: nativeFunction("add_root", "path", (path: Value) => project.addRoot(str(path))),
      exists: nativeFunction("exists", "name", function* (name: Value): Evaluation {
        return (yield new HostCall(() => isThere(project, str(name)))) as boolean;
      }),
      find: nativeFunction("find", "name", (name: Value) => find(str(name))),
      run_file: nativeFunction("run_file", "path", function* (path: Value): Evaluation {
        const text = readText(path, null, null, "Config.from_pyfile()");
        const name = project.addFile(str(path), text);
        yield* find(name);
        return yield* wait(context.importModule(name));
      }),
      arguments: nativeFunction(
        "arguments",
        "text",
        (text: Value) =>
          context.evaluateExpression(`(lambda *a, **k: (a, k))${str(text)}`, new Map()),
      ),
      directory: nativeFunction("directory", "import_name", (name: Value) => {
        const file = fileOf(context, str(name));
        return file === null ? null : file.endsWith(".py") ? parentPath(file) : file;
      }),
      is_package: nativeFunction(
        "is_package",
        "import_name",
        (name: Value) => context.module(str(name))?.attributes.has("__path__") === true,
      ),
      is_a: nativeFunction(
        "is_a",
        "value, cls",
        (value: Value, cls: PyClass) => value instanceof PyInstance && value.cls.isSubclassOf(cls),
      ),
      is_unknown: nativeFunction(
        "is_unknown",
        "value",
        (value: Value) => value instanceof PyOpaque,
      ),
      unknown: nativeFunction(
        "unknown",
        "path, reason='is not provided here'",
        (path: Value, reason: Value) => context.opaque(str(path), str(path), str(reason)),
      ),
    });
}

async function isThere(project: EnvProjectModules, name: string): Promise<boolean> {
  return await project.load(name) !== undefined;
}

function* find(name: string): Evaluation {
  yield { kind: "modules", names: [name] } satisfies HostRequest;
  return null;
}

function fileOf(context: InterpreterContext, name: string): string | null {
  return asString(context.module(name)?.attributes.get("__file__") ?? null);
}
