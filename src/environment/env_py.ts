import { CommandError, DatabaseError } from "../errors/mod.ts";
import { PyOpaque, PythonError, UnsupportedConstructError } from "../python/mod.ts";
import type { EnvironmentWarning } from "./environment.ts";
import { answer, envInterpreter } from "./env_interpreter.ts";
import { parseModule } from "../python/syntax/mod.ts";
import { importedNames } from "./modules/imported_names.ts";
import { ALCHEMY_CONFIG } from "./objects/alchemy_config.ts";
import { runWithoutEnvPy } from "./plain.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";
import { EnvSession } from "./session.ts";

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
  const tree = parseModule(source, path);
  const interpreter = envInterpreter(session, path, importedNames(tree));
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
  const wantsAlchemy = error.typeName === "AttributeError" &&
    /^'Config' object has no attribute '(db_url|bind_key|version_table_name)'/.test(error.detail);
  return Object.assign(error, {
    hint: wantsAlchemy
      ? `this is the env.py of Advanced Alchemy: set ${ALCHEMY_CONFIG} in the config file to what ` +
        "`alchemy --config` is given"
      : "env.py raised this; --no-env goes by the ini, the flags and the environment instead",
  });
}

/** Makes an error of the database one that env.py can catch. */
async function asPython(error: unknown): Promise<unknown> {
  if (!(error instanceof DatabaseError)) return error;
  const { raisedFrom } = await import("../python/modules/sqlalchemy/engine/errors.ts");
  return raisedFrom(error);
}
