import { absolutePath, parentPath } from "../../config/paths.ts";
import type { LoadedModule } from "../../python/module_loader.ts";
import {
  asString,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  PyDict,
  type Value,
} from "../../python/runtime/mod.ts";
import type { Platform } from "../../platform/mod.ts";
import type { ReadableFiles } from "../../python/runtime/context.ts";
import { parseDotenv } from "../../python/modules/dotenv.ts";

const FILES = "_dotenv_files";

/** The module `dotenv` of python-dotenv as far as env.py uses it; `FILES` does what touches files. */
const SOURCE = `
import os
import ${FILES}

def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False):
    path = ${FILES}.find(filename, usecwd)
    if path == "" and raise_error_if_not_found:
        raise IOError("File not found")
    return path

def dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding="utf-8"):
    path = find_dotenv() if dotenv_path is None else str(dotenv_path)
    return ${FILES}.read(path, dict(os.environ))

def load_dotenv(dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True,
                encoding="utf-8"):
    values = dotenv_values(dotenv_path)
    for name, value in values.items():
        if override or name not in os.environ:
            os.environ[name] = value
    return len(values) > 0

def get_key(dotenv_path, key_to_get, encoding="utf-8"):
    return dotenv_values(dotenv_path).get(key_to_get)
`;

/** The modules that make up `dotenv`, by name; `directory` is that of env.py. */
export function dotenvModules(
  platform: Platform,
  readable: ReadableFiles,
  directory: string,
): Readonly<Record<string, LoadedModule>> {
  return {
    dotenv: { kind: "source", path: "dotenv/__init__.py", source: SOURCE, isPackage: true },
    [FILES]: { kind: "native", create: filesModule(platform, readable, directory) },
  };
}

function filesModule(
  platform: Platform,
  readable: ReadableFiles,
  directory: string,
): NativeModuleFactory {
  return () =>
    nativeModule(FILES, {
      find: nativeFunction("find", "filename, usecwd", (filename: Value, usecwd: Value) => {
        let at = usecwd === true ? platform.cwd() : directory;
        for (;;) {
          const path = `${at === "/" ? "" : at}/${asString(filename) ?? ".env"}`;
          if (platform.files.isFile(path)) return path;
          if (at === parentPath(at)) return "";
          at = parentPath(at);
        }
      }),
      read: nativeFunction("read", "path, environ", (path: Value, environ: Value) => {
        const name = asString(path) ?? "";
        const data = name === ""
          ? null
          : readable.variables(absolutePath(name, platform.cwd(), platform.os));
        const text = data === null ? "" : new TextDecoder().decode(data);
        const lookup = (key: string) =>
          environ instanceof PyDict ? asString(environ.get(key) ?? null) ?? undefined : undefined;
        return new PyDict(parseDotenv(text, lookup));
      }),
    });
}
