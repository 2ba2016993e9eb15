import { loadConfig } from "../../src/config/mod.ts";
import type { ConnectionParameters } from "../../src/config/connection/mod.ts";
import type { Connection, QueryResult, TransactionStatus } from "../../src/database/connection.ts";
import type { Environment, EnvironmentWarning } from "../../src/environment/environment.ts";
import type { CommandFacts } from "../../src/environment/request.ts";
import { runEnvironment } from "../../src/environment/run.ts";
import { formatPlace, type Place } from "../../src/errors/mod.ts";
import { Logging } from "../../src/logging/mod.ts";
import type { Statement } from "../../src/sql/statement.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

/** A project of one env.py and what surrounds it. */
export interface EnvProject {
  readonly envPy?: string;
  /** Lines of the section `[alembic]`. */
  readonly ini?: string;
  /** Further sections. */
  readonly sections?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly xArguments?: readonly string[];
  readonly url?: string;
  readonly skipEnvPy?: boolean;
  readonly command?: Partial<CommandFacts>;
  /** What the revisions do; by default one statement. */
  readonly migrate?: (environment: Environment) => Promise<boolean | void>;
  /** What a statement gives. */
  readonly answer?: (sql: string) => readonly (readonly (string | null)[])[];
}

/** What came of a run. */
export interface EnvRun {
  readonly environments: readonly Environment[];
  /** What happened in order: `connect <url>`, statements, `migrate`, `close`. */
  readonly events: readonly string[];
  /** `<file>:<line>: <message>`. */
  readonly warnings: readonly string[];
  /** The error's message; the error itself holds much that a failed comparison would show. */
  readonly error: string | null;
  readonly hint: string | undefined;
  /** Where the error says that its cause stands, as `<file>:<line>`. */
  readonly place: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The logging sections of the ini that Alembic writes. */
export const LOGGING_SECTIONS = `[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
`;

class FakeConnection implements Connection {
  readonly serverVersion = 150018;
  readonly backendPid = null;
  readonly exchanges = 0;
  transactionStatus: TransactionStatus = "idle";
  readonly #events: string[];
  readonly #project: EnvProject;

  constructor(events: string[], project: EnvProject) {
    this.#events = events;
    this.#project = project;
  }

  execute(
    { sql, parameters }: { sql: string; parameters?: readonly unknown[] },
  ): Promise<QueryResult> {
    this.#events.push(parameters?.length ? `${sql} ${JSON.stringify(parameters)}` : sql);
    if (sql === "BEGIN") this.transactionStatus = "in-transaction";
    if (sql === "COMMIT" || sql === "ROLLBACK") this.transactionStatus = "idle";
    const rows = this.#project.answer?.(sql) ?? [];
    const fields = (rows[0] ?? []).map((_, index) => ({ name: `c${index}`, typeOid: 25 }));
    return Promise.resolve({
      command: sql.split(" ")[0] ?? "",
      rowCount: rows.length,
      fields,
      rows,
    });
  }

  async executeBatch(statements: readonly Statement[]): Promise<readonly QueryResult[]> {
    const results: QueryResult[] = [];
    for (const statement of statements) results.push(await this.execute(statement));
    return results;
  }

  async executeChain(groups: readonly (readonly Statement[])[]): Promise<void> {
    await this.executeBatch(groups.flat());
  }

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  onNotice(): void {}

  close(): Promise<void> {
    this.#events.push("close");
    return Promise.resolve();
  }
}

function shown(parameters: ConnectionParameters): string {
  if (parameters.kind === "pglite") return parameters.shown;
  const { hosts, user, database } = parameters;
  return `${user}:${hosts[0]?.password ?? ""}@${hosts[0]?.host}/${database}`;
}

/** Runs a project's environment on a connection that only records. */
export async function runProject(project: EnvProject): Promise<EnvRun> {
  const { env = {}, files = {} } = project;
  const platform = memoryPlatform({
    env,
    files: {
      "/work/alembic.ini": `[alembic]\nscript_location = m\n${project.ini ?? ""}\n${
        project.sections ?? LOGGING_SECTIONS
      }`,
      "/work/m/script.py.mako": "",
      ...project.envPy === undefined ? {} : { "/work/m/env.py": project.envPy },
      ...files,
    },
  });
  const config = await loadConfig({ platform, xArguments: project.xArguments });
  const logging = new Logging(platform.terminal);
  const environments: Environment[] = [];
  const events: string[] = [];
  const warnings: string[] = [];
  let problem: (Error & { readonly hint?: string; readonly place?: Place }) | null = null;
  try {
    await runEnvironment({
      config,
      platform,
      logging,
      command: { name: "upgrade", offline: false, revision: "head", ...project.command },
      url: project.url,
      skipEnvPy: project.skipEnvPy,
      connect: (parameters) => {
        events.push(`connect ${shown(parameters)}`);
        return Promise.resolve(new FakeConnection(events, project));
      },
      warn: ({ message, place }: EnvironmentWarning) =>
        void warnings.push(
          place === undefined ? message : `${lineOf(place)}: ${message}`,
        ),
    }, async (environment) => {
      environments.push(environment);
      events.push("migrate");
      logging.getLogger("alembic.runtime.migration").info("Context impl PostgresqlImpl.");
      if (project.migrate) return await project.migrate(environment);
      const { connection, transactionOwner } = environment;
      if (connection === null) return;
      // As the engine does: a transaction of its own unless one is open or somebody else's.
      const begins = transactionOwner === "engine" && connection.transactionStatus === "idle";
      if (begins) await connection.execute({ sql: "BEGIN" });
      await connection.execute({ sql: "CREATE TABLE t ()" });
      if (transactionOwner === "engine") await connection.execute({ sql: "COMMIT" });
    });
  } catch (caught) {
    problem = caught as Error;
  }
  return {
    environments,
    events,
    warnings,
    error: problem === null ? null : problem.message,
    hint: problem?.hint,
    place: problem?.place === undefined ? undefined : lineOf(problem.place),
    stdout: platform.out.join(""),
    stderr: platform.err.join(""),
  };
}

function lineOf({ path, line }: Place): string {
  return formatPlace({ path, line });
}
