import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import { openConnection } from "../database/open.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { type Environment, warningText } from "../environment/environment.ts";
import type { CommandFacts } from "../environment/request.ts";
import { runEnvironment } from "../environment/run.ts";
import type { UrlCandidate } from "../environment/url_choice.ts";
import type { BodyLoader } from "../migration/mod.ts";
import { bodyLoader } from "../revision/load.ts";
import type { Project, ProjectRequest, Surroundings, TenantSchema } from "./project.ts";
import { type ProjectSource, readProject, whileReading } from "./unread_project.ts";

/** The database that a command works on, as people may see it. */
export interface Database {
  /** The URL with its password replaced by `***`; empty offline where there is none. */
  readonly shownUrl: string;
  /** Whether env.py has begun a transaction of its own, which it ends after the run. */
  readonly commitsItself: boolean;
}

/** The logger of the line that names the database. */
const DATABASE_LOGGER = "alembic.runtime.environment";

/** What is to be done where env.py runs the migrations. Gives true where the database was changed. */
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
  request: ProjectRequest,
  surroundings: Surroundings,
  project: ProjectSource,
  facts: CommandFacts,
  use: InEnvironment,
  directUrl?: UrlCandidate,
): Promise<void> {
  const { platform, logging, warn } = surroundings;
  const { tenant } = request;
  const { config, recorded } = project;
  const databaseLog = logging.getLogger(DATABASE_LOGGER);
  await runEnvironment({
    config,
    platform,
    logging,
    command: facts,
    url: request.url,
    directUrl,
    skipEnvPy: request.noEnv,
    connect: async (parameters) => {
      if (parameters.kind === "postgresql") parameters.warnings.forEach(warn);
      const connection = await whileReading(project, () => connect(parameters, surroundings));
      if (tenant !== undefined) await enterSchema(connection, tenant);
      return connection;
    },
    beforeStatements: async () => await readProject(project),
    warn: (warning) => warn(warningText(warning)),
  }, async (found) => {
    const environment = tenant === undefined ? found : {
      ...found,
      options: { ...found.options, versionTableSchema: tenant.schema },
    };
    const database = {
      shownUrl: environment.url?.shown ?? "",
      commitsItself: environment.transactionOwner === "env.py",
    };
    if (environment.url && !facts.offline) {
      const { shown, origin } = environment.url;
      databaseLog.info(
        facts.scratch ? `Scratch database ${shown}` : `Database ${shown}, from ${origin}`,
      );
    }
    const fromFile = bodyLoader({
      config,
      platform,
      environment,
      logging,
      graph: async () => (await readProject(project)).graph,
      ownTables: async () => (await import("./own_tables.ts")).ownTables(config),
    });
    return await use(environment, database, withoutFiles(fromFile, recorded)) ?? false;
  });
}

/** Makes a session work in the schema of a tenant: what it makes goes there. */
async function enterSchema(
  connection: Connection,
  { schema, shared }: TenantSchema,
): Promise<void> {
  const path = [schema, ...shared].map((name) => postgresql.quote(name)).join(", ");
  await connection.execute({ sql: `SET search_path TO ${path}` });
}

/** Loads what is recorded too, where some revisions have no files. */
function withoutFiles(fromFile: BodyLoader, recorded: Project["recorded"]): BodyLoader {
  if (recorded === undefined) return fromFile;
  return async (revision) => {
    const { recordedLoader } = await import("../migration/history/recorded.ts");
    return await recordedLoader(fromFile, recorded)(revision);
  };
}

/** Opens a session with a database, unless the surroundings have their own way to it. */
export function connect(
  parameters: ConnectionParameters,
  { platform, connect }: Pick<Surroundings, "platform" | "connect">,
): Promise<Connection> {
  return connect === undefined ? openConnection(parameters, platform) : connect(parameters);
}
