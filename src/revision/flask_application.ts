import { combineLoaders, type LoadedModule, type ModuleLoader } from "../python/module_loader.ts";
import { runningHost } from "../python/modules/host.ts";
import { sourceModules } from "../python/modules/source_modules.ts";
import {
  asString,
  type InterpreterContext,
  nativeFunction,
  nativeModule,
  PyDict,
  PyFloat,
  PyInstance,
  PyList,
  PyOpaque,
  PyTuple,
  type Value,
} from "../python/runtime/mod.ts";

/** The application that env.py runs in, as revisions know it. */
const SOURCE = `
import _flask


class _Config(dict):
    def __missing__(self, key):
        if _flask.is_whole:
            raise KeyError(key)
        return _flask.unknown(f"current_app.config[{key!r}]")

    def get(self, key, default=None):
        return dict.get(self, key, default) if key in self or _flask.is_whole else self[key]


class _CurrentApp:
    @property
    def config(self):
        _flask.note()
        return _config

    def _get_current_object(self):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _flask.unknown(f"current_app.{name}")


def has_app_context():
    return True


_config = _Config(_flask.values)
current_app = _CurrentApp()
`;

/**
 * The project's modules, and the module `flask` where env.py has found the application: `current_app` with the values of
 * its configuration. What else an application has is opaque.
 */
export function withApplication(
  env: Pick<InterpreterContext, "module">,
  own: ModuleLoader,
): ModuleLoader {
  const contexts = env.module("flask")?.attributes.get("_contexts");
  const context = contexts instanceof PyList ? contexts.items.at(-1) : undefined;
  const app = context instanceof PyInstance ? context.attributes?.get("app") : undefined;
  const config = app instanceof PyInstance ? app.attributes?.get("config") : undefined;
  if (!(config instanceof PyDict)) return own;
  const modules = sourceModules({
    "flask": SOURCE,
    "flask.globals": "from flask import current_app",
  });
  const host: LoadedModule = {
    kind: "native",
    create: (own) =>
      nativeModule("_flask", {
        is_whole: (config.attributes?.get("unknown") ?? null) === null,
        values: new PyDict(
          Array.from(config.entries(), ([key, value]) => [key, known(value, key, own)] as const),
        ),
        note: nativeFunction("note", "", () => {
          runningHost(own)?.readsEnvironment?.("current_app.config", own.currentPlace());
          return null;
        }),
        unknown: nativeFunction("unknown", "what", (what: Value) => unknown(asString(what)!, own)),
      }),
  };
  return combineLoaders({ load: (name) => name === "_flask" ? host : modules.get(name) }, own);
}

/** A value of the configuration; what is more than data is opaque. */
function known(value: Value, key: Value, context: InterpreterContext): Value {
  return isData(value) ? value : unknown(`current_app.config['${asString(key)}']`, context);
}

function isData(value: Value): boolean {
  if (value instanceof PyList || value instanceof PyTuple) return value.items.every(isData);
  if (value instanceof PyDict) return Array.from(value.values()).every(isData);
  return typeof value !== "object" || value === null || value instanceof PyFloat;
}

function unknown(what: string, context: InterpreterContext): PyOpaque {
  return context.opaque(what, what, "is not known to revisions");
}
