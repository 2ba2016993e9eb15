import {
  type ComparedChanges,
  type ComparedDatabase,
  compareMetadata,
  type CompareOptions,
  readDatabase,
  readImprovements,
  type Rename,
} from "../../autogenerate/mod.ts";
import { asking } from "../../autogenerate/reflect_all.ts";
import { afterRenames, withRenames } from "../../autogenerate/rename.ts";
import type { Config } from "../../config/mod.ts";
import type { Connection } from "../../database/connection.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import { functionOptions } from "../../environment/directives/filters.ts";
import type { Environment } from "../../environment/environment.ts";
import type { TargetMetadata } from "../../environment/target_metadata.ts";
import { CommandError } from "../../errors/mod.ts";
import { ownTables } from "../../project/own_tables.ts";
import type { CommandContext, Project } from "../context.ts";
import type { ComparisonRequest } from "../request.ts";
import { askRenames, parseRename, renameCandidates, renameWarning } from "./renames.ts";

/** What a comparison came to. */
export interface ComparisonResult {
  readonly changes: ComparedChanges;
  /** What the database holds. */
  readonly before: ComparedDatabase;
}

/**
 * Compares a target with the database of an environment. On a terminal it is asked what was renamed, unless
 * `--rename` says so.
 */
export async function compareTo(
  target: TargetMetadata,
  environment: Environment,
  request: ComparisonRequest,
  context: CommandContext,
  { config }: Project,
): Promise<ComparisonResult> {
  const { connection } = environment;
  if (connection === null) {
    throw new CommandError(
      "autogenerate_offline",
      "autogenerate can't use as_sql=True as it prevents querying the database for schema information",
    );
  }
  return await inReadTransaction(connection, async () => {
    const ask = asking(connection);
    const options = compareOptions(target, environment, request, context, config);
    const database = await readDatabase(ask, connection.serverVersion, options);
    const { metadata: held } = database;
    const given = (request.rename ?? []).map((text) => parseRename(text, held));
    const compare = async (all: readonly Rename[], log: CompareOptions["log"]) => {
      const metadata = withRenames(held, all);
      const found = await compareMetadata(target.metadata, { ...database, metadata }, {
        ...options,
        log,
      });
      return afterRenames(found, all);
    };
    if (!context.platform.terminal.stdinIsTerminal || context.json !== null) {
      const changes = await compare(given, options.log);
      const possible = renameCandidates(changes.upgrade, postgresql);
      if (possible.length > 0) context.warn(renameWarning(possible));
      return { changes, before: database };
    }
    const { upgrade } = await compare(given, undefined);
    const candidates = renameCandidates(upgrade, postgresql);
    const agreed = askRenames(candidates, context.platform.terminal);
    return { changes: await compare([...given, ...agreed], options.log), before: database };
  });
}

function compareOptions(
  target: TargetMetadata,
  { configuration }: Environment,
  request: ComparisonRequest,
  { logging, warn }: CommandContext,
  config: Config,
): CompareOptions {
  const { options } = target;
  const functions = configuration === undefined
    ? {
      compareType: options.compareType === true,
      compareServerDefault: options.compareServerDefault === true,
    }
    : functionOptions(target, configuration.migrationContext());
  return {
    ...functions,
    includeSchemas: options.includeSchemas,
    versionTable: { name: options.versionTable, schema: options.versionTableSchema },
    improvements: readImprovements((key) => {
      const value = config.options.getAlembicOption(key);
      return value === null ? null : String(value);
    }, request),
    isOwnTable: ownTables(config),
    log: (logger, level, message) => {
      if (level === "WARNING" && logger === "py.warnings") warn(message);
      else logging.getLogger(logger)[level === "INFO" ? "info" : "warning"](message);
    },
  };
}

/** Whatever the questions to the server do is undone; a transaction that is open already goes on. */
async function inReadTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  const begins = connection.transactionStatus === "idle";
  if (begins) await connection.execute({ sql: "BEGIN" });
  try {
    return await work();
  } finally {
    if (begins) await connection.execute({ sql: "ROLLBACK" });
  }
}
