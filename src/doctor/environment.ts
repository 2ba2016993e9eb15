import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Config } from "../config/mod.ts";
import { joinPath } from "../config/paths.ts";
import type { Connection } from "../database/connection.ts";
import type { Environment } from "../environment/environment.ts";
import { runEnvironment } from "../environment/run.ts";
import { ConnectionError, DatabaseError } from "../errors/mod.ts";
import { environmentOf, type ImportEnvironment } from "../import/environment.ts";
import { Logging } from "../logging/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { connect } from "../project/environment.ts";
import type { ProjectRequest } from "../project/project.ts";
import { directUrl } from "../project/protection.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Findings } from "./finding.ts";

const WITHOUT_ENV_PY = "no env.py is evaluated: the ini, the options and the environment decide";

/** Seconds to wait for a server where the URL does not say how long. */
const PATIENCE = 10;

/** A project whose env.py is looked at. */
export interface ExaminedProject {
  readonly request: ProjectRequest;
  readonly config: Config;
  readonly graph: RevisionGraph;
  readonly platform: Platform;
}

/** What env.py came to with a database, and what kept it from one. */
export interface OnlineEnvironment {
  /** Why there is no database to look at; `null` where there is one. */
  readonly unreachable: ConnectionError | DatabaseError | null;
}

/** Opens a session, without waiting for ever. */
export function connectWithPatience(
  parameters: ConnectionParameters,
  platform: Platform,
): Promise<Connection> {
  return connect(
    parameters.kind === "postgresql"
      ? { ...parameters, connectTimeout: parameters.connectTimeout ?? PATIENCE }
      : parameters,
    { platform },
  );
}

/** Evaluates env.py as `--sql` does, and says what cannot be evaluated. */
export async function examineOffline(
  { request, ...project }: ExaminedProject,
  findings: Findings,
): Promise<ImportEnvironment> {
  const found = await environmentOf(project, request.noEnv);
  for (const { message, place, hint } of found.warnings) {
    findings.warning(message, { place, hint });
  }
  if (found.failure !== null) findings.error(found.failure, "warning", "with --sql, ");
  return found;
}

/**
 * Evaluates env.py as `current` does, with `look` in the place of the revisions, once for each database. What
 * becomes of env.py is told; what keeps it from the database is given back.
 */
export async function examineOnline(
  { request, config, graph, platform }: ExaminedProject,
  findings: Findings,
  look: (environment: Environment, parameters: ConnectionParameters) => Promise<void>,
): Promise<OnlineEnvironment> {
  const path = joinPath(config.scriptLocation, "env.py");
  const hasProgram = !request.noEnv && platform.files.isFile(path);
  const seen: Environment[] = [];
  let looking = false;
  try {
    await runEnvironment({
      config,
      platform,
      logging: new Logging(platform.terminal),
      command: { name: "current", offline: false, heads: () => graph.heads.map(({ id }) => id) },
      url: request.url,
      directUrl: directUrl({ noLock: false, url: request.url }, config),
      skipEnvPy: request.noEnv,
      connect: (parameters) => connectWithPatience(parameters, platform),
      warn: ({ message, place, hint }) => findings.warning(message, { place, hint }),
    }, async (environment) => {
      seen.push(environment);
      looking = true;
      if (environment.parameters !== null) await look(environment, environment.parameters);
      looking = false;
      return false;
    });
  } catch (error) {
    if (looking) throw error;
    if (error instanceof ConnectionError || error instanceof DatabaseError) {
      findings.ok(
        hasProgram ? "env.py is evaluated up to where it needs the database" : WITHOUT_ENV_PY,
      );
      return { unreachable: error };
    }
    findings.error(error);
    return { unreachable: null };
  }
  describe(seen, hasProgram, findings);
  return { unreachable: null };
}

function describe(
  environments: readonly Environment[],
  hasProgram: boolean,
  findings: Findings,
): void {
  if (!hasProgram) return findings.ok(WITHOUT_ENV_PY);
  // Where it does not run the revisions, that is warned of.
  for (const { fromEnvPy, options, transactionOwner } of environments) {
    if (!fromEnvPy) continue;
    const { versionTable, versionTableSchema } = options;
    const table = versionTableSchema ? `${versionTableSchema}.${versionTable}` : versionTable;
    const transactions = transactionOwner === "none"
      ? "each statement stands alone"
      : transactionOwner === "env.py"
      ? "env.py has a transaction of its own around the revisions"
      : options.transactionPerMigration
      ? "a transaction for each revision"
      : "one transaction for all revisions";
    findings.ok(`env.py is evaluated; version table ${table}, ${transactions}`);
  }
}
