import { showPrinted } from "../config/printable.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { Interpreter } from "../python/mod.ts";
import { libraryLoader } from "../python/modules/alembic/registry.ts";
import type { HostRequest } from "../python/modules/host.ts";
import { configureBasically, configureFromFile } from "./file_config.ts";
import { HostCall } from "./host_call.ts";
import { envModules } from "./modules/loader.ts";
import { envProjectModules } from "./modules/project.ts";
import { opaqueConnections } from "./objects/opaque_connection.ts";
import { openForScript } from "./objects/script_file.ts";
import { projectDirectories, projectFiles } from "./project_files.ts";
import type { EnvSession } from "./session.ts";
import type { SessionConnection } from "./session_connection.ts";

/**
 * Makes what evaluates env.py, or another file of the script directory, for a session. `imported` are the names that the file
 * takes from modules.
 */
export function envInterpreter(
  session: EnvSession,
  path: string,
  imported: ReadonlyMap<string, ReadonlySet<string> | null>,
): Interpreter {
  const { logging, platform, config, command } = session.request;
  const files = projectFiles(platform.files, projectDirectories(config, platform));
  const interpreter: Interpreter = new Interpreter({
    loader: envModules({
      session,
      path,
      imported,
      base: libraryLoader(postgresql),
      project: envProjectModules(session.request),
      files,
    }),
    files,
    searchPath: config.moduleRoots,
    environment: new Map(Object.entries({ ...platform.envAll(), PWD: platform.cwd() })),
    ...(session.offline ? { builtins: { open: openForScript(platform) } } : {}),
    opaque: "lenient",
    completeTables: command.readsModels,
    opaqueAttribute: opaqueConnections(session, () => interpreter),
    print: (text) => showPrinted(platform.terminal, text),
    log: ({ logger, level, message }) => logging.getLogger(logger).log(level, message),
    configureLogging: (file, options) => configureFromFile(session.request, files, file, options),
    configureBasicLogging: (options) => configureBasically(logging, options),
    setLogLevel: (logger, level) => logging.getLogger(logger).setLevel(level),
  });
  session.interpreter = interpreter;
  return interpreter;
}

/** Does what the running code of a session waits for. */
export async function answer(
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
    case "count": {
      const counts: (number | null)[] = [];
      for (const statement of asked.statements) {
        counts.push((await usedConnection(session).execute(statement)).rowCount);
      }
      return counts;
    }
  }
}

function usedConnection({ current }: EnvSession): SessionConnection {
  if (current === null) throw new Error("env.py runs a statement without a connection");
  return current;
}
