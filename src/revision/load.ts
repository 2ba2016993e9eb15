import { showPrinted } from "../config/printable.ts";
import type { Config } from "../config/mod.ts";
import { type Dialect, newRunMemory } from "../dialect/dialect.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import type { Logging } from "../logging/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { InterpreterOptions } from "../python/mod.ts";
import type { ContextHost } from "../python/modules/host.ts";
import { CommandError } from "../errors/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import { decodeRevision } from "../script/source_text.ts";
import type { RevisionBody } from "./body.ts";
import type { PythonRevisions } from "./python.ts";

/** What bodies may need to know beside their file. */
export interface BodyContext {
  readonly config: Config;
  readonly platform: Platform;
  readonly environment: Environment;
  /** Where the log records of Python revisions go. */
  readonly logging: Logging;
  /** Default: PostgreSQL. */
  readonly dialect?: Dialect;
  /** The graph of the revisions, for one that asks for another. */
  readonly graph?: () => RevisionGraph | Promise<RevisionGraph>;
  /** Tells the tables that a revision which goes through all of them is not to find; asked where there is one in Python. */
  readonly ownTables?: () => Promise<(name: string) => boolean>;
  /** Where Python revisions have the time and random numbers from; default: the system. */
  readonly sources?: Pick<InterpreterOptions, "now" | "randomBytes">;
}

/**
 * Gives the function that loads the body of a revision, whatever language it is written in. What a
 * language needs is imported with the first revision that is written in it; Python revisions share one
 * interpreter.
 */
export function bodyLoader(context: BodyContext): (revision: Revision) => Promise<RevisionBody> {
  const loaders = new Map<Revision["kind"], Promise<LoadBody>>();
  return async (revision) => {
    const { kind } = revision;
    let loader = loaders.get(kind);
    if (loader === undefined) loaders.set(kind, loader = loaderOf(kind, context));
    return await (await loader)(revision);
  };
}

type LoadBody = (revision: Revision) => RevisionBody | Promise<RevisionBody>;

async function loaderOf(kind: Revision["kind"], context: BodyContext): Promise<LoadBody> {
  const { platform, dialect } = context;
  const { files } = platform;
  switch (kind) {
    case "sql": {
      const { loadSqlBody } = await import("./sql.ts");
      return ({ path }) => loadSqlBody(path, files);
    }
    case "typescript": {
      const { loadTypescriptBody } = await import("./typescript.ts");
      return ({ path }) => loadTypescriptBody(path, platform, dialect);
    }
    case "python": {
      const { loadPythonBody } = await import("./python.ts");
      const revisions = await pythonRevisions(context);
      return ({ path, text }) => {
        const source = text ?? decodeRevision(files.readBytes(path), path, "python");
        return loadPythonBody({ path, source }, revisions);
      };
    }
  }
}

async function pythonRevisions(
  { config, platform, environment, logging, dialect = postgresql, ...given }: BodyContext,
): Promise<PythonRevisions> {
  const [
    { revisionInterpreter },
    { projectModules },
    { projectDirectories, projectFiles },
    { makeUrl },
    { configObject },
    { RevisionModules },
    { combineLoaders },
  ] = await Promise.all([
    import("./python.ts"),
    import("../environment/project_modules.ts"),
    import("../environment/project_files.ts"),
    import("../environment/objects/url.ts"),
    import("../python/modules/alembic/config.ts"),
    import("./revision_modules.ts"),
    import("../python/module_loader.ts"),
  ]);
  const { url } = environment;
  const { graph } = given;
  const modules = new RevisionModules(platform.files);
  const ini = environment.configObject ?? configObject({ options: config.options.copy() });
  const { connection, options } = environment;
  // What env.py has put on `sys.path` is there for revisions, too.
  const env = environment.configuration?.interpreter;
  const searchPath = env?.searchPath ?? config.moduleRoots;
  const own = projectModules(platform.files, searchPath);
  const helpers = env?.module("flask") === undefined
    ? own
    : (await import("./flask_application.ts")).withApplication(env, own);
  return {
    interpreter: revisionInterpreter(dialect, {
      ...given.sources,
      sharedChanges: env?.sharedChanges,
      environment: new Map(Object.entries(platform.envAll())),
      print: (text) => showPrinted(platform.terminal, text),
      log: ({ logger, level, message }) => logging.getLogger(logger).log(level, message),
      helpers: combineLoaders(modules, helpers),
      searchPath,
      files: projectFiles(platform.files, projectDirectories(config, platform)),
    }),
    dialect,
    compileOptions: {
      offline: connection === null,
      memory: newRunMemory(),
      namingConvention: options.namingConvention ?? undefined,
      literalBinds: options.literalBinds,
      paramstyle: options.paramstyle,
    },
    context: {
      ...contextHost(config, environment),
      isOwnTable: await given.ownTables?.(),
      ...(graph === undefined ? {} : {
        findRevision: async (id) => {
          const found = oneOf(await graph(), id);
          return typeof found === "string" ? found : modules.found(found);
        },
      }),
      config: () => ini,
      ...(url === null ? {} : { url: () => makeUrl(url.url) }),
    },
    serverVersion: connection?.serverVersion,
    arguments: environment.arguments,
  };
}

/** The revision that a symbol means, or what is wrong with the symbol. */
function oneOf(graph: RevisionGraph, symbol: string): Revision | string {
  try {
    return graph.getRevision(symbol) ?? `Can't locate revision identified by '${symbol}'`;
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

/** What `context.config` and its like answer inside a revision. */
function contextHost({ xArguments }: Config, { options, connection }: Environment): ContextHost {
  return {
    xArguments,
    options: new Map<string, string | boolean | null>([
      ["version_table", options.versionTable],
      ["version_table_schema", options.versionTableSchema],
      ["transaction_per_migration", options.transactionPerMigration],
      ["include_schemas", options.includeSchemas],
      ["tag", options.tag],
      ["as_sql", connection === null],
    ]),
  };
}
