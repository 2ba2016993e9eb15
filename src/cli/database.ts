import { openConnection } from "../database/open.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import type { CommandFacts } from "../environment/request.ts";
import type { UrlCandidate } from "../environment/url_choice.ts";
import { runEnvironment } from "../environment/run.ts";
import { formatPlace } from "../errors/mod.ts";
import { logLines } from "../migration/events.ts";
import type {
  BodyLoader,
  MigrationCommand,
  MigrationEvent,
  Protection,
  RunResult,
} from "../migration/mod.ts";
import { migrate } from "../migration/migrate.ts";
import { bodyLoader } from "../revision/load.ts";
import type { CommandContext, Project } from "./context.ts";
import type { FailedRun } from "./failed_run.ts";
import { interruptible } from "./interruption.ts";
import { directUrl, makeLock, protectionSettings } from "./protection.ts";
import { describeMissingHistory, historySettings } from "./history_settings.ts";
import type { RunProgress } from "./run_progress.ts";
import type { CommonRequest, HistoryTableRequest, ProtectionRequest } from "./request.ts";

/** The database that a command works on, as people may see it. */
export interface Database {
  /** The URL with its password replaced by `***`; empty offline where there is none. */
  readonly shownUrl: string;
  /** Whether env.py has begun a transaction of its own, which it ends after the run. */
  readonly commitsItself: boolean;
}

/** Who hears how each run ended; env.py may run the revisions several times, for several databases. */
export interface RunListener {
  readonly done?: (result: RunResult, database: Database) => void;
  readonly failed?: (run: FailedRun, database: Database) => void;
}

/** What a command that changes the database is run with; one that only reads goes without. */
export interface RunProtection {
  readonly protection?: ProtectionRequest | null;
  readonly history?: HistoryTableRequest | null;
}

/** The logger of lines that tell what a run does, as Alembic names it. */
export const RUN_LOGGER = "alembic.runtime.migration";

/** Milliseconds between two looks at what a run does, where a terminal shows it. */
const TERMINAL_WATCH = 1000;

/** The logger of the line that names the database. */
const DATABASE_LOGGER = "alembic.runtime.environment";

/** What is to be done where env.py runs the migrations. */
export type InEnvironment = (
  environment: Environment,
  database: Database,
  loadBody: BodyLoader,
) => Promise<boolean | void>;

/**
 * Evaluates the project's environment, and does something with it: env.py says how to reach the
 * database and where the revisions run in it.
 */
export async function inEnvironment(
  request: CommonRequest,
  context: CommandContext,
  { config, recorded }: Project,
  facts: CommandFacts,
  use: InEnvironment,
  directUrl?: UrlCandidate,
): Promise<void> {
  const { platform, logging } = context;
  const databaseLog = logging.getLogger(DATABASE_LOGGER);
  await runEnvironment({
    config,
    platform,
    logging,
    command: facts,
    url: request.url,
    directUrl,
    skipEnvPy: request.noEnv,
    connect: (parameters) => {
      if (parameters.kind === "postgresql") parameters.warnings.forEach(context.warn);
      return openConnection(parameters, platform);
    },
    warn: ({ message, place, hint }) =>
      context.warn(
        `${place ? `${formatPlace(place)}: ` : ""}${message}${hint ? `\n  hint: ${hint}` : ""}`,
      ),
  }, (environment) => {
    const database = {
      shownUrl: environment.url?.shown ?? "",
      commitsItself: environment.transactionOwner === "env.py",
    };
    if (environment.url && !facts.offline) {
      databaseLog.info(`Database ${environment.url.shown}, from ${environment.url.origin}`);
    }
    const fromFile = bodyLoader({ config, platform, environment, logging });
    return use(environment, database, withoutFiles(fromFile, recorded));
  });
}

/** Loads what is recorded too, where some revisions have no files. */
function withoutFiles(fromFile: BodyLoader, recorded: Project["recorded"]): BodyLoader {
  if (recorded === undefined) return fromFile;
  return async (revision) => {
    const { recordedLoader } = await import("../migration/history/recorded.ts");
    return await recordedLoader(fromFile, recorded)(revision);
  };
}

/** Runs a command in the project's environment, see {@link inEnvironment}. */
export async function runOnDatabase(
  request: CommonRequest,
  context: CommandContext,
  project: Project,
  facts: CommandFacts,
  command: (database: Database) => MigrationCommand,
  listener: RunListener = {},
  { protection = null, history: historyTable = null }: RunProtection = {},
): Promise<void> {
  const { platform, logging, output, json } = context;
  const { config } = project;
  const runLog = logging.getLogger(RUN_LOGGER);
  const settings = protection === null || facts.offline
    ? null
    : protectionSettings(protection, config);
  const history = historyTable === null || facts.offline
    ? undefined
    : historySettings(historyTable, config, platform, project.recorded);
  let progress: RunProgress | null = null;
  let begun = false;
  let database: Database = { shownUrl: "", commitsItself: false };
  const report = (event: MigrationEvent) => {
    progress?.hear(event);
    if (event.kind === "configured") begun = false;
    if (event.kind === "step-started") begun = true;
    if (event.kind === "failed") {
      const run = { event, begun, offline: facts.offline };
      context.noteFailedRun(run);
      listener.failed?.(run, database);
    }
    for (const { level, message } of logLines(event)) runLog[level](message);
    if (event.kind === "history-not-kept") context.warn(describeMissingHistory(event));
    if (event.kind === "notice") {
      logging.getLogger("migrator.notice").info(
        `${event.notice.severity}: ${event.notice.message}`,
      );
    }
  };
  const use: InEnvironment = async (environment, found, loadBody) => {
    database = found;
    const run = (protection?: Protection) =>
      migrate(environment, {
        command: command(database),
        graph: project.graph,
        dialect: postgresql,
        loadBody,
        report,
        write: environment.write ??
          ((text) => json === null ? output.script(text) : json.addScript(text)),
        protection,
        history,
      });
    const { parameters } = environment;
    const result = settings === null || parameters === null
      ? await run()
      : await interruptible(platform, async (signal) => {
        // The embedded database belongs to one process, which its directory's lock sees to.
        const kind = parameters.kind === "pglite" ? "none" : settings.lockKind;
        const lock = makeLock(kind, () => openConnection(parameters, platform));
        return await run({
          ...settings,
          watchEvery: context.statusLine === null ? Infinity : TERMINAL_WATCH,
          lock: {
            // It is asked for when there is something to do.
            acquire: async (request) => {
              const { showProgress } = await import("./run_progress.ts");
              progress = showProgress(context.statusLine, (text) => runLog.info(text));
              return await lock.acquire(request);
            },
          },
          signal,
        }).finally(() => progress?.end());
      });
    listener.done?.(result, database);
  };
  const direct = protection === null
    ? undefined
    : directUrl({ ...protection, url: request.url }, config);
  await inEnvironment(request, context, project, facts, use, direct);
}

/** Gives the version rows of the project's database to `use`. Nothing is written. */
export function withVersionRows(
  request: CommonRequest & { readonly command: string },
  context: CommandContext,
  project: Project,
  use: (rows: readonly string[], database: Database) => void,
): Promise<void> {
  return runOnDatabase(
    request,
    context,
    project,
    { name: request.command, offline: false, heads: () => headIds(project) },
    (database) => ({
      plan: (rows) => {
        use(rows, database);
        return [];
      },
    }),
    {},
    // It tells what a row is that no file has.
    { history: { noHistory: false } },
  );
}

/** The ids of the project's heads, for env.py. */
export function headIds({ graph }: Project): readonly string[] {
  return graph.heads.map(({ id }) => id);
}
