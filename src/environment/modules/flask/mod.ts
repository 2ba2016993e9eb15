import type { LoadedModule, ModuleLoader } from "../../../python/module_loader.ts";
import { FLASK } from "./flask_source.ts";
import { FLASK_MIGRATE } from "./flask_migrate_source.ts";
import {
  FLASK_SQLALCHEMY,
  FLASK_SQLALCHEMY_PART,
  FLASK_SQLALCHEMY_QUERY,
} from "./flask_sqlalchemy_source.ts";
import type { EnvProjectModules } from "../project.ts";
import { flaskHostModule } from "./host.ts";

const packages: Readonly<Record<string, string>> = {
  "flask": FLASK,
  "flask_sqlalchemy": FLASK_SQLALCHEMY,
  "flask_migrate": FLASK_MIGRATE,
};

const parts: Readonly<Record<string, string>> = {
  "flask.app": "from flask import Flask",
  "flask.config": "from flask import Config",
  "flask.globals": "from flask import current_app, g",
  "flask.ctx": "from flask import AppContext, has_app_context, has_request_context",
  "flask_sqlalchemy.query": FLASK_SQLALCHEMY_QUERY,
  "flask_sqlalchemy.model": FLASK_SQLALCHEMY_PART,
  "flask_sqlalchemy.extension": FLASK_SQLALCHEMY_PART,
};

/**
 * Flask, Flask-SQLAlchemy and Flask-Migrate as far as they decide about the database and its tables. What else they have
 * is opaque.
 */
export function flaskModules(project: EnvProjectModules): ModuleLoader {
  const modules = new Map<string, LoadedModule>([
    ["_flask", { kind: "native", create: flaskHostModule(project) }],
  ]);
  // A name that a package lacks is one that it has and that is not provided here.
  const rest = `
def __getattr__(name):
    import _flask

    if name.startswith("__"):
        raise AttributeError(name)
    return _flask.unknown(f"{__name__}.{name}")
`;
  const add = (sources: Readonly<Record<string, string>>, isPackage: boolean) => {
    for (const [name, source] of Object.entries(sources)) {
      const path = `${name.replaceAll(".", "/")}${isPackage ? "/__init__" : ""}.py`;
      modules.set(name, {
        kind: "source",
        path,
        source: `${source}${rest}`,
        isPackage,
        isLibrary: true,
      });
    }
  };
  add(packages, true);
  add(parts, false);
  return { load: (name) => modules.get(name) };
}
