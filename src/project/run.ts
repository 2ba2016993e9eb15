import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { CommandFacts } from "../environment/request.ts";
import { migrate } from "../migration/migrate.ts";
import type { MigrationCommand, MigrationEvent, Protection, RunResult } from "../migration/mod.ts";
import { connect, type Database, type InEnvironment, inEnvironment } from "./environment.ts";
import { historySettings, type HistoryTableRequest } from "./history_settings.ts";
import type { ProjectRequest, Surroundings } from "./project.ts";
import { directUrl, makeLock, type ProtectionRequest, protectionSettings } from "./protection.ts";
import { type ProjectSource, readProject } from "./unread_project.ts";

/** What a command that changes the database is run with; one that only reads goes without. */
export interface RunProtection {
  readonly protection?: ProtectionRequest | null;
  readonly history?: HistoryTableRequest | null;
}

/** Who runs a command, and hears of it. env.py may run the revisions several times, for several databases. */
export interface Runner {
  readonly request: ProjectRequest;
  readonly surroundings: Surroundings;
  /** Hears what the engine tells. */
  report(event: MigrationEvent, database: Database): void;
  /** Takes the script, offline. */
  write(text: string): void;
  /** Runs with this protection, and a signal that is aborted when the run is to end. */
  protect(
    protection: Omit<Protection, "signal">,
    run: (protection: Protection) => Promise<RunResult>,
  ): Promise<RunResult>;
  /** Hears how each run ended. */
  done?(result: RunResult, database: Database): void | Promise<void>;
}

/** Runs a command wherever the project's environment runs its revisions. Throws the first error. */
export async function runCommand(
  { request, surroundings, ...runner }: Runner,
  project: ProjectSource,
  facts: CommandFacts,
  command: (database: Database) => MigrationCommand,
  { protection = null, history: historyTable = null }: RunProtection = {},
): Promise<void> {
  const { config } = project;
  const settings = protection === null || facts.offline
    ? null
    : protectionSettings(protection, config);
  const history = historyTable === null || facts.offline
    ? undefined
    : historySettings(historyTable, config, surroundings.platform, project.recorded);
  const use: InEnvironment = async (environment, database, loadBody) => {
    const asked = command(database);
    const run = (protection?: Protection) =>
      migrate(environment, {
        command: asked,
        graph: async () => (await readProject(project)).graph,
        dialect: postgresql,
        loadBody,
        report: (event) => runner.report(event, database),
        write: environment.write ?? runner.write,
        protection,
        history,
      });
    const { parameters } = environment;
    const result = settings === null || parameters === null ? await run() : await runner.protect({
      ...settings,
      lock: makeLock(
        // The embedded database belongs to one process, which its directory's lock sees to.
        parameters.kind === "pglite" ? "none" : settings.lockKind,
        () => connect(parameters, surroundings),
      ),
    }, run);
    await runner.done?.(result, database);
    const { ensureTable = false, purge = false, forget } = asked;
    return result.applied.length > 0 || ensureTable || purge || forget !== undefined;
  };
  const direct = protection === null
    ? undefined
    : directUrl({ ...protection, url: request.url }, config);
  await inEnvironment(request, surroundings, project, facts, use, direct);
}
