import {
  type Environment,
  type EnvironmentWarning,
  NO_ENVIRONMENT,
} from "../environment/environment.ts";
import { runEnvironment } from "../environment/run.ts";
import type { Connection } from "../database/connection.ts";
import { MigratorError } from "../errors/mod.ts";
import { Logging } from "../logging/mod.ts";
import type { ImportSource } from "./source.ts";

/** What env.py says about the revisions, as far as it can be known without a database. */
export interface ImportEnvironment {
  readonly environment: Environment;
  readonly logging: Logging;
  /** How often env.py runs the revisions: once for each of its databases. */
  readonly runs: number;
  /** What the user should know about env.py, in the order in which it came up. */
  readonly warnings: readonly EnvironmentWarning[];
  /** What ended env.py before it ran the revisions; `null` where nothing did. */
  readonly failure: unknown;
  /** What could not be found out, for the user; `null` where nothing is missing. */
  readonly shortfall: string | null;
}

/**
 * Evaluates env.py as `upgrade --sql` does, for what it says about naming conventions and the arguments of
 * `upgrade()`. What it cannot say does not matter unless a revision depends on it, so the defaults stand in.
 */
export async function environmentOf(
  source: Pick<ImportSource, "config" | "graph" | "platform">,
  skip: boolean,
): Promise<ImportEnvironment> {
  const { config, graph, platform } = source;
  const logging = new Logging(platform.terminal);
  const found: Environment[] = [];
  const warnings: EnvironmentWarning[] = [];
  let failure: unknown = null;
  try {
    await runEnvironment({
      config,
      platform,
      logging,
      skipEnvPy: skip,
      // An env.py without an offline mode connects first; nothing is sent until it executes something.
      url: "postgresql://localhost/nothing-is-connected-to",
      command: {
        name: "upgrade",
        offline: true,
        revision: "heads",
        options: { revision: "heads", sql: true, tag: null },
        heads: () => graph.heads.map(({ id }) => id),
      },
      connect: () => Promise.resolve(noConnection),
      warn: (warning) => void warnings.push(warning),
    }, (environment) => {
      found.push({ ...environment, url: null, parameters: null, connection: null });
      return Promise.resolve(false);
    });
  } catch (error) {
    if (found.length === 0) failure = error;
  }
  return {
    environment: found[0] ?? NO_ENVIRONMENT,
    logging,
    runs: found.length,
    warnings,
    failure,
    shortfall: shortfallOf(found[0], [
      ...warnings.map(({ message }) => message),
      ...failure === null ? [] : [`env.py ended with ${textOf(failure)}`],
    ]),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refuse(): Promise<never> {
  return Promise.reject(
    new MigratorError("no_database", "a statement, for which there is no database"),
  );
}

/** What env.py may hold, but not use. */
const noConnection: Connection = {
  backendPid: null,
  transactionStatus: "idle",
  serverVersion: 0,
  exchanges: 0,
  cancel: () => Promise.resolve(),
  onNotice: () => {},
  execute: refuse,
  executeBatch: refuse,
  executeChain: refuse,
  close: () => Promise.resolve(),
};

/** Only what matters to revisions: where the database is does not. */
function shortfallOf(
  environment: Environment | undefined,
  warnings: readonly string[],
): string | null {
  if (environment === undefined) {
    return warnings.find((each) => each.startsWith("env.py")) ??
      "env.py does not run the revisions";
  }
  const { unknownMetadata } = environment.options;
  if (unknownMetadata !== undefined) {
    return `the models cannot be evaluated ('${unknownMetadata}'), so their naming convention is not known`;
  }
  return warnings.find((each) => each.startsWith("env.py")) ?? null;
}
