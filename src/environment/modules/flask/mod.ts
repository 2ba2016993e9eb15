import type { LoadedModule, ModuleLoader } from "../../../python/module_loader.ts";
import { sourceModules } from "../../../python/modules/source_modules.ts";
import type { EnvProjectModules } from "../project.ts";
import { FLASK } from "./flask_source.ts";
import { FLASK_MIGRATE } from "./flask_migrate_source.ts";
import {
  FLASK_SQLALCHEMY,
  FLASK_SQLALCHEMY_PART,
  FLASK_SQLALCHEMY_QUERY,
} from "./flask_sqlalchemy_source.ts";
import { flaskHostModule } from "./host.ts";

/**
 * Flask, Flask-SQLAlchemy and Flask-Migrate as far as they decide about the database and its tables. What else they have
 * is opaque.
 */
export function flaskModules(project: EnvProjectModules): ModuleLoader {
  const host: LoadedModule = { kind: "native", create: flaskHostModule(project) };
  const modules = sourceModules({
    "flask": FLASK,
    "flask.app": "from flask import Flask",
    "flask.config": "from flask import Config",
    "flask.globals": "from flask import current_app, g",
    "flask.ctx": "from flask import AppContext, has_app_context, has_request_context",
    "flask_migrate": FLASK_MIGRATE,
    "flask_sqlalchemy": FLASK_SQLALCHEMY,
    "flask_sqlalchemy.query": FLASK_SQLALCHEMY_QUERY,
    "flask_sqlalchemy.model": FLASK_SQLALCHEMY_PART,
    "flask_sqlalchemy.extension": FLASK_SQLALCHEMY_PART,
  });
  return { load: (name) => name === "_flask" ? host : modules.get(name) };
}
