import { parentPath } from "../../config/paths.ts";
import type { ReadableFiles } from "../../python/runtime/context.ts";
import type { LoadedModule, ModuleLoader } from "../../python/module_loader.ts";
import {
  type InterpreterContext,
  nativeFunction,
  type NativeModuleFactory,
  type PyModule,
  type Value,
} from "../../python/runtime/mod.ts";
import { asyncEngineClass } from "../objects/async_engine.ts";
import { contextModule } from "../objects/context.ts";
import { envConnectionClass } from "../objects/connection.ts";
import { engineClass } from "../objects/engine.ts";
import { type EngineFactories, engineFactories } from "../objects/engine_factories.ts";
import { makeUrl, urlClass } from "../objects/url.ts";
import type { EnvSession } from "../session.ts";
import { dotenvModules } from "./dotenv_module.ts";
import { type Entries, overlay } from "./overlay.ts";
import { poolModule } from "./pool.ts";
import type { EnvProjectModules } from "./project.ts";

/** What {@link envModules} is made for. */
export interface EnvModulesOptions {
  readonly session: EnvSession;
  /** The path of env.py. */
  readonly path: string;
  /** The names that env.py takes from each module; see `importedNames`. */
  readonly imported: ReadonlyMap<string, ReadonlySet<string> | null>;
  /** The modules that revisions may import. */
  readonly base: ModuleLoader;
  /** The project's own modules. */
  readonly project: EnvProjectModules;
  /** The files that env.py may read. */
  readonly files: ReadableFiles;
}

/**
 * The modules of env.py: those that revisions may import, with engines, URLs, `alembic.context` and
 * what else belongs to setting up the environment.
 */
export function envModules(
  { session, path, imported, base, project, files }: EnvModulesOptions,
): ModuleLoader {
  const own: Readonly<Record<string, LoadedModule>> = {
    "sqlalchemy.pool": native(poolModule),
    ...dotenvModules(session.request.platform, files, parentPath(path)),
  };
  const context = once((interpreter): PyModule => contextModule(session, interpreter));
  const overlays = overlayEntries(session, context);
  let usesProject: Promise<boolean> | undefined;
  let flask: ModuleLoader | undefined;
  return {
    addRoots: (directories) => project.addRoots?.(directories) ?? false,
    async load(name) {
      if (Object.hasOwn(own, name)) return own[name];
      if (name === "alembic.context") return native(context);
      if (directiveModules.has(name)) {
        const { directiveModule } = await import("../directives/modules.ts");
        return native(directiveModule(name));
      }
      if (FLASK.test(name)) {
        const { flaskModules } = await import("./flask/mod.ts");
        flask ??= flaskModules(project);
        return await flask.load(name) ?? await base.load(name) ?? await project.load(name);
      }
      const entries = overlays[name];
      if (entries === undefined) return await base.load(name) ?? await project.load(name);
      // Most env.py files need nothing but what is here, and the rest takes time to load.
      usesProject ??= importsAnyOf(imported, project, base);
      const names = imported.get(name);
      const isEnough = names !== null && !await usesProject &&
        [...names ?? []].every((item) => Object.hasOwn(entries, item) || item === "pool");
      const below = isEnough ? undefined : await base.load(name);
      return native(overlay(name, entries, below?.kind === "native" ? below.create : null));
    },
  };
}

/** Flask and its extensions, by which env.py finds the application. */
const FLASK = /^_?flask(_|\.|$)/;

/** What functions of `process_revision_directives` are written with; loaded where it is imported. */
const directiveModules: ReadonlySet<string> = new Set([
  "alembic.operations.ops",
  "alembic.autogenerate",
  "alembic.autogenerate.rewriter",
]);

/**
 * Whether a file imports modules of the project (Flask finds them for it, and `sys.path` may lead to more of them) or libraries
 * that are written in Python, which may import anything in turn.
 */
async function importsAnyOf(
  imported: ReadonlyMap<string, unknown>,
  project: ModuleLoader,
  base: ModuleLoader,
): Promise<boolean> {
  for (const name of imported.keys()) {
    const first = name.split(".")[0] ?? "";
    if (FLASK.test(first) || first === "sys") return true;
    if (first === "sqlalchemy" || first === "alembic") continue;
    const found = await base.load(first) ?? await project.load(first);
    if (found?.kind === "source") return true;
  }
  return false;
}

function native(create: NativeModuleFactory): LoadedModule {
  return { kind: "native", create };
}

/** One value for each interpreter that asks for it. */
function once<T>(make: (context: InterpreterContext) => T): (context: InterpreterContext) => T {
  const made = new WeakMap<InterpreterContext, T & WeakKey>();
  return (context) => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const value = make(context);
    made.set(context, value as T & WeakKey);
    return value;
  };
}

function overlayEntries(
  session: EnvSession,
  context: NativeModuleFactory,
): Readonly<Record<string, Entries>> {
  const factories = once((interpreter) => engineFactories(session, interpreter));
  const factory = (name: keyof EngineFactories) => (interpreter: InterpreterContext): Value =>
    factories(interpreter)[name];
  const value = (given: Value) => (): Value => given;
  const makeUrlFunction = nativeFunction("make_url", "name_or_url", makeUrl);
  const url: Entries = { URL: value(urlClass), make_url: value(makeUrlFunction) };
  const base: Entries = { Engine: value(engineClass), Connection: value(envConnectionClass) };
  const engines: Entries = {
    create_engine: factory("create_engine"),
    engine_from_config: factory("engine_from_config"),
  };
  return {
    alembic: { context },
    sqlalchemy: { ...engines, ...url, ...base },
    "sqlalchemy.ext": {},
    "sqlalchemy.engine": { ...engines, ...url, ...base },
    "sqlalchemy.engine.base": base,
    "sqlalchemy.engine.create": engines,
    "sqlalchemy.engine.url": url,
    "sqlalchemy.ext.asyncio": {
      create_async_engine: factory("create_async_engine"),
      async_engine_from_config: factory("async_engine_from_config"),
      AsyncEngine: value(asyncEngineClass),
    },
    "sqlalchemy.ext.asyncio.engine": { AsyncEngine: value(asyncEngineClass) },
    sqlmodel: engines,
  };
}
