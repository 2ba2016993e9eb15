import { type CompileOptions, type Dialect, newRunMemory } from "../dialect/dialect.ts";
import { type ContextHost, markHost, type RevisionHost } from "../python/modules/host.ts";
import type { EnvSession } from "./session.ts";
import type { SessionConnection } from "./session_connection.ts";

/** What a connection of env.py's lends the modules that send operations and statements through it. */
export function sessionHost(
  session: EnvSession,
  connection: SessionConnection,
  dialect: Dialect,
  serverVersion: number,
): RevisionHost {
  const compileOptions: CompileOptions = { offline: session.offline, memory: newRunMemory() };
  return markHost({
    offline: session.offline,
    dialect,
    compileOptions,
    // Statements go out at once, so that their errors come up where env.py stands.
    guarded: true,
    context: contextHost(session),
    serverVersion,
    get queued() {
      return connection.waiting;
    },
    emit: (operation) => {
      for (const statement of dialect.compile(operation, compileOptions)) {
        connection.enqueue(statement);
      }
    },
    emitStatement: (statement) => connection.enqueue(statement),
    autocommit: (active) => {
      connection.autocommit = active;
    },
  });
}

function contextHost(session: EnvSession): ContextHost {
  const { options, request } = session;
  return {
    xArguments: request.config.xArguments,
    mainOption: (name) => options.getIniOption(name) ?? undefined,
    sectionOption: (section, name) => options.getSectionOption(section, name) ?? undefined,
    configFileName: options.iniFile,
    configSection: options.mainSection,
  };
}
