import { resolveConnection } from "../config/connection/mod.ts";
import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import { readLoggingSettings, TEMPLATE_LOGGING } from "../logging/mod.ts";
import { DEFAULT_OPTIONS, type EnvironmentOptions } from "./environment.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";
import { chooseUrl, type ChosenUrl, missingUrl, type UrlCandidate } from "./url_choice.ts";

/** Chooses the URL for a request, given what env.py arrived at. */
export function requestedUrl(
  request: EnvironmentRequest,
  env: UrlCandidate = { url: null },
): ChosenUrl | null {
  const { config, platform } = request;
  return chooseUrl({
    direct: request.directUrl ?? { url: null },
    flag: request.url ?? null,
    env,
    ini: () => ({
      url: config.options.getIniOption("sqlalchemy.url"),
      place: config.options.placeOf("sqlalchemy.url"),
    }),
    variable: platform.env("DATABASE_URL"),
  });
}

/** Sets logging up from the ini, or as the ini that `init` writes would, unless it is set up. */
export function configureLogging(request: EnvironmentRequest): void {
  const { config, logging, warn } = request;
  if (logging.configured) return;
  const hasSections = config.options.hasSection("loggers");
  const settings = hasSections ? readLoggingSettings(config.options.copy().ini) : TEMPLATE_LOGGING;
  settings.warnings.forEach(warn);
  logging.configure(settings);
}

/** Opens a connection for as long as `use` takes. */
export async function withConnection(
  parameters: ConnectionParameters,
  request: EnvironmentRequest,
  use: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await request.connect(parameters);
  try {
    await use(connection);
  } finally {
    await connection.close();
  }
}

/**
 * Does without env.py what the stock env.py does: the URL comes from the flags, the ini and the
 * environment, and the engine gets a connection to it, or none when SQL is only written out.
 */
export async function runWithoutEnvPy(
  request: EnvironmentRequest,
  migrate: Migrate,
  known: Partial<EnvironmentOptions> = {},
): Promise<void> {
  configureLogging(request);
  const url = requestedUrl(request);
  const { command, config, platform } = request;
  const base = {
    url,
    transactionOwner: "engine",
    options: Object.freeze({
      ...DEFAULT_OPTIONS,
      startingRevision: command.startingRevision ?? null,
      tag: command.tag ?? null,
      ...known,
    }),
    arguments: new Map<string, never>(),
    preamble: [],
    fromEnvPy: false,
  } as const;
  if (command.offline) {
    const parameters = url === null ? null : resolveConnection(url.url, platform);
    await migrate(Object.freeze({ ...base, parameters, connection: null }));
    return;
  }
  if (url === null) throw missingUrl(config.iniFile);
  const parameters = resolveConnection(url.url, platform);
  await withConnection(parameters, request, async (connection) => {
    await migrate(Object.freeze({ ...base, parameters, connection }));
  });
}
