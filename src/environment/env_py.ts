import { showPrinted } from "../config/printable.ts";
import { CommandError, DatabaseError } from "../errors/mod.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { HostRequest } from "../python/modules/host.ts";
import { libraryLoader } from "../python/modules/alembic/registry.ts";
import { Interpreter, PyOpaque, PythonError, UnsupportedConstructError } from "../python/mod.ts";
import type { EnvironmentWarning } from "./environment.ts";
import { configureBasically, configureFromFile } from "./file_config.ts";
import { parseModule } from "../python/syntax/mod.ts";
import { HostCall } from "./host_call.ts";
import { importedNames } from "./modules/imported_names.ts";
import { envProjectModules } from "./modules/project.ts";
import { envModules } from "./modules/loader.ts";
import { opaqueConnections } from "./objects/opaque_connection.ts";
import { openForScript } from "./objects/script_file.ts";
import { runWithoutEnvPy } from "./plain.ts";
import { projectDirectories, projectFiles } from "./project_files.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";
import { EnvSession } from "./session.ts";
import type { SessionConnection } from "./session_connection.ts";

/**
 * Evaluates env.py and runs the revisions where it calls `context.run_migrations()`. What it needs
 * and cannot be evaluated is let be where nothing depends on it. Where something does, one warning
 * says so, and the revisions run with what env.py had configured until then and the URL that the
 * ini, the flags or the environment name.
 *
 * An exception that env.py does not catch is thrown, as with Alembic.
 */
export async function runEnvPy(
  source: string,
  path: string,
  request: EnvironmentRequest,
  migrate: Migrate,
): Promise<void> {
  const session = new EnvSession(request, path, migrate);
  const ending = await evaluate(source, path, session);
  if (session.migrations > 0 && session.preamble.length > 0) throw writtenTooLate(path);
  const warning = shortfall(ending, session, path);
  if (warning === null) return;
  session.warn(warning);
  if (session.migrations > 0 || !warning.goesOn) return;
  await runWithoutEnvPy(request, migrate, session.configured?.options);
}

/** The script has been written, with its COMMIT; what env.py adds to it then has no place in it. */
function writtenTooLate(path: string): CommandError {
  return new CommandError(
    "written_after_migrations",
    "env.py executed statements after context.run_migrations(), which are missing in the script",
    { place: { path }, hint: "execute them before context.run_migrations(), or in a revision" },
  );
}

/** How an evaluation ended. */
interface Ending {
  /** What could not be evaluated. */
  readonly problem: UnsupportedConstructError | null;
  /** A value of env.py's own names that is not known. */
  readonly unknown: PyOpaque | null;
  /** Whether env.py called `sys.exit()` to say that all is well. */
  readonly hasExited: boolean;
}

/** What the user must hear of an ending, and whether the revisions run without env.py then. */
function shortfall(
  { problem, unknown, hasExited }: Ending,
  session: EnvSession,
  path: string,
): (EnvironmentWarning & { readonly goesOn: boolean }) | null {
  const goesOnHint = "the revisions run with the URL of --url, sqlalchemy.url or DATABASE_URL; " +
    "--no-env does so without this warning";
  if (problem !== null) {
    return {
      message: `env.py cannot be evaluated as a whole: ${problem.message}`,
      place: problem.place,
      hint: session.migrations > 0 ? "this happened after the revisions had run" : goesOnHint,
      goesOn: true,
    };
  }
  if (session.migrations > 0 || hasExited) return null;
  if (unknown !== null) {
    const { construct, place } = unknown.origin;
    return {
      message:
        "env.py did not call context.run_migrations() itself, and what it calls comes from " +
        `'${construct}', which cannot be evaluated`,
      place,
      hint: goesOnHint,
      goesOn: true,
    };
  }
  return {
    message: "env.py did not call context.run_migrations(), so nothing was run",
    place: { path },
    goesOn: false,
  };
}

/** Evaluates env.py to its end, or to what cannot be evaluated. */
async function evaluate(
  source: string,
  path: string,
  session: EnvSession,
): Promise<Ending> {
  const { logging, platform } = session.request;
  const tree = parseModule(source, path);
  const files = projectFiles(platform.files, projectDirectories(session.request.config, platform));
  const interpreter: Interpreter = new Interpreter({
    loader: envModules({
      session,
      path,
      imported: importedNames(tree),
      base: libraryLoader(postgresql),
      project: envProjectModules(session.request),
      files,
    }),
    files,
    environment: new Map(Object.entries({ ...platform.envAll(), PWD: platform.cwd() })),
    ...(session.offline ? { builtins: { open: openForScript(platform) } } : {}),
    opaque: "lenient",
    completeTables: session.request.command.readsModels,
    opaqueAttribute: opaqueConnections(session, () => interpreter),
    print: (text) => showPrinted(platform.terminal, text),
    log: ({ logger, level, message }) => logging.getLogger(logger).log(level, message),
    configureLogging: (file, options) => configureFromFile(session.request, files, file, options),
    configureBasicLogging: (options) => configureBasically(logging, options),
    setLogLevel: (logger, level) => logging.getLogger(logger).setLevel(level),
  });
  session.interpreter = interpreter;
  const prepared = await interpreter.prepare(tree, path, { text: source });
  const execution = interpreter.runModule(prepared, "env_py");
  try {
    const module = await execution.complete(async (request) => {
      try {
        return await answer(session, interpreter, request);
      } catch (error) {
        throw session.failure === null ? await asPython(error) : error;
      }
    });
    const unknown = [...module.attributes.values()].find((value) => value instanceof PyOpaque);
    return { problem: null, unknown: unknown as PyOpaque ?? null, hasExited: false };
  } catch (error) {
    // What went wrong in the revisions counts, whatever became of env.py afterwards.
    if (session.failure !== null) throw session.failure;
    if (error instanceof PythonError && error.cause instanceof DatabaseError) throw error.cause;
    if (isExit(error)) return { problem: null, unknown: null, hasExited: true };
    if (error instanceof PythonError) throw withHint(error);
    // Without all of the models nothing can be compared.
    if (session.request.command.readsModels) throw error;
    if (!(error instanceof UnsupportedConstructError) || session.hasUncommitted) throw error;
    return { problem: error, unknown: null, hasExited: false };
  } finally {
    await session.closeAll();
  }
}

/** Whether an exception is `sys.exit()` with nothing to complain about. */
function isExit(error: unknown): boolean {
  return error instanceof PythonError && error.typeName === "SystemExit" &&
    ["", "0", "None"].includes(error.detail);
}

function withHint(error: PythonError): PythonError {
  return Object.assign(error, {
    hint: "env.py raised this; --no-env goes by the ini, the flags and the environment instead",
  });
}

async function answer(
  session: EnvSession,
  interpreter: Interpreter,
  request: unknown,
): Promise<unknown> {
  if (request instanceof HostCall) return await request.run();
  const asked = request as HostRequest;
  switch (asked.kind) {
    case "load":
      return await asked.load();
    case "modules":
      return await interpreter.prepare(
        asked.names.map((name) => `import ${name}\n`).join(""),
        "<library>",
      );
    case "flush":
      return await usedConnection(session).flush();
    case "execute":
      return await usedConnection(session).execute(asked.statement);
  }
}

function usedConnection({ current }: EnvSession): SessionConnection {
  if (current === null) throw new Error("env.py runs a statement without a connection");
  return current;
}

/** Makes an error of the database one that env.py can catch. */
async function asPython(error: unknown): Promise<unknown> {
  if (!(error instanceof DatabaseError)) return error;
  const { raisedFrom } = await import("../python/modules/sqlalchemy/engine/errors.ts");
  return raisedFrom(error);
}
