import type { Connection } from "../database/connection.ts";
import type { Dialect } from "../dialect/dialect.ts";
import type { Environment } from "../environment/environment.ts";
import { CommandError, InterruptedError, MigratorError } from "../errors/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { startingRows } from "./commands.ts";
import { MigrationContext } from "./context.ts";
import type { BodyLoader, MigrationCommand, RunResult } from "./context_settings.ts";
import type { Reporter } from "./events.ts";
import type { HistorySettings } from "./history/settings.ts";
import { placeUnknownRow } from "./history/unknown_row.ts";
import { withRetries } from "./attempts.ts";
import { type Protection, RunGuard } from "./run_guard.ts";
import { defaultOptions, type MigrationOptions } from "./options.ts";
import { sleep } from "./sleep.ts";

/** What is needed to run a command, besides what the environment says. */
export interface MigrateSettings {
  readonly command: MigrationCommand;
  /** Gives the graph of the files, where it matters to more than the command. */
  readonly graph: () => RevisionGraph | Promise<RevisionGraph>;
  readonly dialect: Dialect;
  readonly loadBody: BodyLoader;
  readonly report: Reporter;
  /** Takes the script, where the environment has no connection (`--sql`). */
  readonly write: (text: string) => void;
  /** Keeps other runners away and waits short; counts for nothing in a script. */
  readonly protection?: Protection;
  /** Where what is done is remembered; counts for nothing in a script. */
  readonly history?: HistorySettings;
}

/**
 * Runs a command where env.py calls `context.run_migrations()`: in its transaction, with its options.
 * Throws the first error, after everything that can be undone is undone.
 */
export async function migrate(
  environment: Environment,
  settings: MigrateSettings,
): Promise<RunResult> {
  const { protection, report, graph } = settings;
  const { connection, options } = environment;
  const offline = connection === null;
  const command = await withStart(settings.command, options.startingRevision, offline, graph);
  if (offline || protection === undefined) return await runOnce(environment, settings, command);
  const table = { name: options.versionTable, schema: options.versionTableSchema };
  const guard = new RunGuard(protection, table, report);
  const stopCancelling = cancelWhenAborted(connection, protection.signal);
  let ended = false;
  try {
    const result = await withRetries(
      command,
      guard,
      report,
      (rest, hear) => runOnce(environment, { ...settings, report: hear }, rest, guard),
    );
    ended = true;
    return result;
  } catch (error) {
    throw protection.signal.aborted ? interrupted(protection.signal.reason, error) : error;
  } finally {
    await stopCancelling();
    // What went wrong first is what the user must hear.
    await guard.release().catch((error) => {
      if (ended) throw error;
    });
  }
}

/** One run from the beginning, in its transaction. */
async function runOnce(
  environment: Environment,
  { dialect, graph, loadBody, report, write, history }: MigrateSettings,
  command: MigrationCommand,
  guard?: RunGuard,
): Promise<RunResult> {
  const { connection, transactionOwner, preamble } = environment;
  const context = new MigrationContext({
    target: connection === null ? { kind: "offline", write } : { kind: "online", connection },
    command,
    dialect,
    loadBody,
    report,
    guard,
    history,
    options: migrationOptions(environment),
    transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
  });
  try {
    return await context.inTransaction(async () => {
      for (const item of preamble) {
        if (item.kind === "text") context.staticOutput(item.text);
        else await context.execute(item.statement);
      }
      return await context.runMigrations();
    });
  } catch (error) {
    throw await placeUnknownRow(error, connection, context.historySql, graph);
  }
}

/** How long a run may go on after its statement was cancelled, until the next one is. */
const CANCEL_AGAIN = 500;

/** How long the end of a run waits for a server that does not answer a request to cancel. */
const CANCEL_PATIENCE = 2000;

/**
 * Asks the server to stop what it runs as soon as the run is to end, and again while it has not: a
 * request that arrives between two statements cancels none. What is given back ends this, and waits for
 * a request that is under way: it would cancel what the caller's session runs next.
 */
function cancelWhenAborted(connection: Connection, signal: AbortSignal): () => Promise<void> {
  const ended = new AbortController();
  let underWay = Promise.resolve();
  const cancel = () => {
    underWay = connection.cancel().catch(() => {})
      .then(() => void sleep(CANCEL_AGAIN, ended.signal).then(cancel, () => {}));
  };
  signal.addEventListener("abort", cancel, { once: true });
  return async () => {
    ended.abort();
    signal.removeEventListener("abort", cancel);
    const answered = new AbortController();
    const patience = sleep(CANCEL_PATIENCE, answered.signal).catch(() => {});
    await Promise.race([underWay, patience]);
    answered.abort();
  };
}

/** What stopped the run is the reason; where it was stopped is known by the error that came of it. */
function interrupted(reason: unknown, error: unknown): unknown {
  if (!(reason instanceof InterruptedError) || error === reason) return reason;
  const { place } = error instanceof MigratorError ? error : {};
  return new InterruptedError(reason.signal, { place, cause: error });
}

/** `context.configure(starting_rev=…)` in env.py counts where the command line says nothing. */
async function withStart(
  command: MigrationCommand,
  start: string | null,
  offline: boolean,
  graph: MigrateSettings["graph"],
): Promise<MigrationCommand> {
  if (start === null || start === "") return command;
  if (offline) {
    const found = await graph();
    return { ...command, startingRows: () => startingRows(found, start) };
  }
  throw new CommandError(
    "starting_revision_online",
    "Can't specify current_rev to context when using a database connection",
  );
}

/** The options of a run, as the environment has them. */
export function migrationOptions({ options }: Environment): MigrationOptions {
  return {
    ...defaultOptions,
    versionTable: options.versionTable,
    versionTableSchema: options.versionTableSchema,
    versionTablePk: options.versionTablePrimaryKey,
    transactionalDdl: options.transactionalDdl,
    transactionPerMigration: options.transactionPerMigration,
    namingConvention: options.namingConvention ?? undefined,
    literalBinds: options.literalBinds,
    paramstyle: options.paramstyle,
  };
}
