import type { CommandFacts } from "../environment/request.ts";
import { logLines } from "../migration/events.ts";
import type { MigrationCommand, MigrationEvent, RunResult } from "../migration/mod.ts";
import type { Database } from "../project/environment.ts";
import { describeMissingHistory } from "../project/history_settings.ts";
import { runCommand, type RunProtection } from "../project/run.ts";
import { headsOf, type ProjectSource } from "../project/unread_project.ts";
import type { CommandContext } from "./context.ts";
import type { FailedRun } from "./failed_run.ts";
import { interruptible } from "./interruption.ts";
import type { RunProgress } from "./run_progress.ts";
import type { CommonRequest } from "./request.ts";

export { type Database, inEnvironment } from "../project/environment.ts";
export { headIds } from "../project/project.ts";

/** Who hears how each run ended; env.py may run the revisions several times, for several databases. */
export interface RunListener {
  readonly done?: (result: RunResult, database: Database) => void | Promise<void>;
  readonly failed?: (run: FailedRun, database: Database) => void;
}

/** The logger of lines that tell what a run does, as Alembic names it. */
export const RUN_LOGGER = "alembic.runtime.migration";

/** Milliseconds between two looks at what a run does, where a terminal shows it. */
const TERMINAL_WATCH = 1000;

/** Runs a command in the project's environment, and tells the user of it. */
export async function runOnDatabase(
  request: CommonRequest,
  context: CommandContext,
  project: ProjectSource,
  facts: CommandFacts,
  command: (database: Database) => MigrationCommand,
  listener: RunListener = {},
  protection: RunProtection = {},
): Promise<void> {
  const { platform, logging, output, json } = context;
  const runLog = logging.getLogger(RUN_LOGGER);
  const untilInterrupted = <T>(work: (signal: AbortSignal) => Promise<T>) =>
    context.signal === undefined ? interruptible(platform, work) : work(context.signal);
  let progress: RunProgress | null = null;
  let begun = false;
  const report = (event: MigrationEvent, database: Database) => {
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
  await runCommand(
    {
      request,
      surroundings: context,
      report,
      write: (text) => json === null ? output.script(text) : json.addScript(text),
      protect: (protection, run) =>
        untilInterrupted((signal) =>
          run({
            ...protection,
            watchEvery: context.statusLine === null ? Infinity : TERMINAL_WATCH,
            lock: {
              // It is asked for when there is something to do.
              acquire: async (request) => {
                const { showProgress } = await import("./run_progress.ts");
                progress = showProgress(context.statusLine, (text) => runLog.info(text));
                return await protection.lock.acquire(request);
              },
            },
            signal,
          }).finally(() => progress?.end())
        ),
      done: listener.done,
    },
    project,
    facts,
    command,
    protection,
  );
}

/** Gives the version rows of the project's database to `use`. Nothing is written. */
export function withVersionRows(
  request: CommonRequest & { readonly command: string },
  context: CommandContext,
  project: ProjectSource,
  use: (rows: readonly string[], database: Database) => void | Promise<void>,
): Promise<void> {
  return runOnDatabase(
    request,
    context,
    project,
    { name: request.command, offline: false, heads: () => headsOf(project) },
    (database) => ({
      plan: async (rows) => {
        await use(rows, database);
        return [];
      },
    }),
    {},
    // It tells what a row is that no file has.
    { history: { noHistory: false } },
  );
}
