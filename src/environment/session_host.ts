import { newRunMemory } from "../dialect/dialect.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { type ContextHost, type RevisionHost, revisionHostMark } from "../python/modules/host.ts";
import type { Statement } from "../sql/statement.ts";
import type { EnvSession } from "./session.ts";
import type { SessionConnection } from "./session_connection.ts";

/** What a connection of env.py's lends the modules that send operations and statements through it. */
export function onlineHost(
  session: EnvSession,
  connection: SessionConnection,
  serverVersion: number,
): RevisionHost {
  return {
    ...host(session, false, (statement) => connection.enqueue(statement)),
    serverVersion,
    get queued() {
      return connection.waiting;
    },
    autocommit: (active) => {
      connection.autocommit = active;
    },
  };
}

/** The same where SQL is only written out: statements go before those of the revisions. */
export function offlineHost(session: EnvSession): RevisionHost {
  return {
    ...host(session, true, (statement) => {
      session.preamble.push({ kind: "statement", statement });
    }),
    queued: 0,
    autocommit: () => {},
  };
}

function host(session: EnvSession, offline: boolean, send: (statement: Statement) => void) {
  const { configured } = session;
  const compileOptions = {
    offline,
    memory: newRunMemory(),
    literalBinds: configured?.options.literalBinds ?? true,
    paramstyle: configured?.options.paramstyle ?? "named",
  };
  return {
    [revisionHostMark]: true as const,
    offline,
    dialect: postgresql,
    compileOptions,
    context: contextHost(session),
    // Every statement is waited for, so that its error comes up where env.py stands.
    resultUnused: false,
    emit: (operation: Parameters<RevisionHost["emit"]>[0]) =>
      postgresql.compile(operation, compileOptions).forEach(send),
    emitStatement: send,
    note: (show: () => void) => show(),
  };
}

function contextHost(session: EnvSession): ContextHost {
  return { xArguments: session.request.config.xArguments, config: () => session.config };
}
