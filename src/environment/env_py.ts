import { DatabaseError } from "../errors/mod.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { HostRequest } from "../python/modules/host.ts";
import { libraryLoader } from "../python/modules/alembic/registry.ts";
import { Interpreter, PythonError, UnsupportedConstructError } from "../python/mod.ts";
import { configureFromFile } from "./file_config.ts";
import { parseModule } from "../python/syntax/mod.ts";
import { HostCall } from "./host_call.ts";
import { importedNames } from "./modules/imported_names.ts";
import { envProjectModules } from "./modules/project.ts";
import { envModules } from "./modules/loader.ts";
import { opaqueConnections } from "./objects/opaque_connection.ts";
import { runWithoutEnvPy } from "./plain.ts";
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
  const session = new EnvSession(request, migrate);
  const problem = await evaluate(source, path, session);
  if (problem !== null) {
    session.warn({
      message: `env.py cannot be evaluated as a whole: ${problem.message}`,
      place: problem.place,
      hint: session.migrations > 0
        ? "this happened after the revisions had run"
        : "the revisions run with the URL of --url, sqlalchemy.url or DATABASE_URL; " +
          "--no-env does so without this warning",
    });
    if (session.migrations > 0) return;
    await runWithoutEnvPy(request, migrate, session.configured?.options);
  } else if (session.migrations === 0) {
    session.warn({
      message: "env.py did not call context.run_migrations(), so nothing was run",
      place: { path },
    });
  }
}

/** Evaluates env.py; gives what could not be evaluated, or `null`. */
async function evaluate(
  source: string,
  path: string,
  session: EnvSession,
): Promise<UnsupportedConstructError | null> {
  const { platform } = session.request;
  const tree = parseModule(source, path);
  const interpreter: Interpreter = new Interpreter({
    loader: envModules({
      session,
      path,
      imported: importedNames(tree),
      base: libraryLoader(postgresql),
      project: envProjectModules(session.request),
    }),
    environment: new Map(Object.entries({ ...platform.envAll(), PWD: platform.cwd() })),
    opaque: "lenient",
    opaqueAttribute: opaqueConnections(session, () => interpreter),
    print: (text) => platform.terminal.writeOut(text),
    log: ({ logger, level, message }) =>
      session.request.logging.getLogger(logger).log(level, message),
    configureLogging: (file) => configureFromFile(session.request, file),
  });
  const prepared = await interpreter.prepare(tree, path);
  const execution = interpreter.runModule(prepared, "env_py");
  try {
    await execution.complete(async (request) => {
      try {
        return await answer(session, interpreter, request);
      } catch (error) {
        throw session.failure === null ? await asPython(error) : error;
      }
    });
    return null;
  } catch (error) {
    // What went wrong in the revisions counts, whatever became of env.py afterwards.
    if (session.failure !== null) throw session.failure;
    if (error instanceof PythonError && error.cause instanceof DatabaseError) throw error.cause;
    if (!(error instanceof UnsupportedConstructError) || session.hasUncommitted) throw error;
    return error;
  } finally {
    await session.closeAll();
  }
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
