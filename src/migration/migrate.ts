import type { Dialect } from "../dialect/dialect.ts";
import type { Environment } from "../environment/environment.ts";
import { CommandError } from "../errors/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { startingRows } from "./commands.ts";
import {
  type BodyLoader,
  type MigrationCommand,
  MigrationContext,
  type RunResult,
} from "./context.ts";
import type { Reporter } from "./events.ts";
import { defaultOptions, type MigrationOptions } from "./options.ts";

/** What is needed to run a command, besides what the environment says. */
export interface MigrateSettings {
  readonly command: MigrationCommand;
  readonly graph: RevisionGraph;
  readonly dialect: Dialect;
  readonly loadBody: BodyLoader;
  readonly report: Reporter;
  /** Takes the script, where the environment has no connection (`--sql`). */
  readonly write: (text: string) => void;
}

/**
 * Runs a command where env.py calls `context.run_migrations()`: in its transaction, with its options.
 * Throws the first error, after everything that can be undone is undone.
 */
export async function migrate(
  environment: Environment,
  { command, graph, dialect, loadBody, report, write }: MigrateSettings,
): Promise<RunResult> {
  const { connection, options, transactionOwner, preamble } = environment;
  const context = new MigrationContext({
    target: connection === null ? { kind: "offline", write } : { kind: "online", connection },
    command: withStart(command, options.startingRevision, connection === null, graph),
    dialect,
    loadBody,
    report,
    options: migrationOptions(environment),
    transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
  });
  return await context.inTransaction(async () => {
    for (const item of preamble) {
      if (item.kind === "text") context.staticOutput(item.text);
      else await context.execute(item.statement);
    }
    return await context.runMigrations();
  });
}

/** `context.configure(starting_rev=…)` in env.py counts where the command line says nothing. */
function withStart(
  command: MigrationCommand,
  start: string | null,
  offline: boolean,
  graph: RevisionGraph,
): MigrationCommand {
  if (start === null || start === "") return command;
  if (offline) return { ...command, startingRows: () => startingRows(graph, start) };
  throw new CommandError(
    "starting_revision_online",
    "Can't specify current_rev to context when using a database connection",
  );
}

function migrationOptions({ options }: Environment): MigrationOptions {
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
