import { showPrinted } from "../config/printable.ts";
import { type ConnectionParameters, resolveConnection } from "../config/connection/mod.ts";
import type { ConfigOptions } from "../config/mod.ts";
import type { Connection } from "../database/connection.ts";
import { formatPlace, type Place } from "../errors/mod.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { type PyInstance, PyOpaque, type Value } from "../python/runtime/mod.ts";
import {
  DEFAULT_OPTIONS,
  type Environment,
  type EnvironmentOptions,
  type EnvironmentWarning,
  type PreambleItem,
  type TransactionOwner,
} from "./environment.ts";
import { configObject } from "../python/modules/alembic/config.ts";
import { ALCHEMY_CONFIG, alchemyConfigClass } from "./objects/alchemy_config.ts";
import { commandOptions } from "./objects/command_options.ts";
import { migrationContext } from "./objects/migration_context.ts";
import { opaqueWarning } from "./opaque_use.ts";
import { requestedUrl } from "./plain.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";
import { SessionConnection } from "./session_connection.ts";
import { type ChosenUrl, missingUrl } from "./url_choice.ts";

/** What an engine of env.py's connects to. */
export interface EngineTarget {
  /** The URL as a text, an opaque value, or `null` where there is none. */
  readonly url: string | PyOpaque | null;
  /** Where the engine was made. */
  readonly place: Place | undefined;
  /** Connection options beside the URL (`connect_args`), under the names of the URL's options. */
  readonly query: readonly (readonly [string, string])[];
  /** Settings for the start-up message (`server_settings` of asyncpg). */
  readonly settings: Readonly<Record<string, string>>;
  readonly autocommit: boolean;
}

/** What `context.configure()` set up. */
export interface Configured {
  /** `null` offline. */
  readonly connection: SessionConnection | null;
  /** The Python object of the connection; `null` offline. */
  readonly object: PyInstance | null;
  /** The URL that was given instead of a connection. */
  readonly url: ChosenUrl | null;
  readonly options: EnvironmentOptions;
  /** The arguments as env.py gave them. */
  readonly arguments: ReadonlyMap<string, Value>;
  /** The Python object that takes the script (`output_buffer`); `null` for standard output. */
  readonly output: Value;
  /** Whether a transaction was open already, so that it is env.py's to end. */
  readonly external: boolean;
}

/** The state of one evaluation of env.py, shared by the objects that env.py sees. */
export class EnvSession {
  readonly request: EnvironmentRequest;
  readonly options: ConfigOptions;
  /** The path of env.py. */
  readonly path: string;
  /** What evaluates env.py. */
  interpreter: Interpreter | null = null;
  /** The object `context.config`. */
  readonly config: PyInstance;
  readonly #migrate: Migrate;
  readonly #connections: SessionConnection[] = [];
  readonly #warned = new Set<string>();
  configured: Configured | null = null;
  /** The connection that was used last: what statements that name none go to. */
  current: SessionConnection | null = null;
  /** Whether `with context.begin_transaction()` is under way. */
  insideTransaction = false;
  /** What went wrong in the revisions. */
  failure: unknown = null;
  /** How often the revisions were run. */
  migrations = 0;
  /** The connections on which revisions ran in a transaction that is env.py's to commit. */
  readonly #uncommitted = new Set<SessionConnection>();
  /** What env.py writes into the script before the revisions, offline. */
  readonly preamble: PreambleItem[] = [];

  constructor(request: EnvironmentRequest, path: string, migrate: Migrate) {
    this.request = request;
    this.path = path;
    this.options = request.config.options.copy();
    const alchemy = this.options.getAlembicOption(ALCHEMY_CONFIG);
    this.config = configObject({
      options: this.options,
      commandOptions: commandOptions(request),
      print: (text) => showPrinted(request.platform.terminal, text),
    }, typeof alchemy === "string" ? alchemyConfigClass(alchemy) : undefined);
    this.#migrate = migrate;
  }

  get offline(): boolean {
    return this.request.command.offline;
  }

  /** Passes a warning on, once. */
  warn(warning: EnvironmentWarning): void {
    const key = warning.message + (warning.place ? formatPlace(warning.place) : "");
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.request.warn(warning);
  }

  /** The URL that counts for an engine; an error where none is set anywhere. */
  chooseUrl(url: string | PyOpaque | null, place: Place | undefined): ChosenUrl {
    const known = typeof url === "string" ? url : null;
    const chosen = requestedUrl(this.request, { url: known, place });
    if (url instanceof PyOpaque && chosen?.source !== "--url" && chosen?.source !== "direct URL") {
      const instead = chosen === null ? "no other URL is set" : `${chosen.origin} is used instead`;
      this.warn(opaqueWarning("the database URL", url, place, instead));
    }
    if (chosen === null) throw missingUrl(this.request.config.iniFile);
    return chosen;
  }

  /** The URL for a script, which may do without one. */
  chooseUrlOrNone(url: string | null, place: Place | undefined): ChosenUrl | null {
    return requestedUrl(this.request, { url, place });
  }

  /** A connection for an engine; it is opened by its first use. */
  connectionTo(target: EngineTarget): SessionConnection {
    const url = this.chooseUrl(target.url, target.place);
    // What stands beside env.py's URL says nothing about another one.
    const isOwn = url.source === "env.py" || url.source === "sqlalchemy.url";
    const parameters: ConnectionParameters = resolveConnection(
      url.url,
      this.request.platform,
      isOwn ? { query: target.query, settings: target.settings } : {},
    );
    const connection = new SessionConnection({
      url,
      parameters,
      connect: (to): Promise<Connection> => this.request.connect(to),
      beforeStatements: this.request.beforeStatements,
      autocommit: target.autocommit,
    });
    this.#connections.push(connection);
    return connection;
  }

  /**
   * Runs the revisions, as `context.run_migrations(**arguments)`. Gives the script that env.py wants for
   * itself; it is empty where there is none.
   */
  async runMigrations(args: ReadonlyMap<string, Value>): Promise<string> {
    const configured = this.configured;
    if (configured === null) throw new Error("run_migrations() before configure()");
    this.migrations++;
    const { connection, options } = configured;
    const owner = this.#owner(configured);
    if (connection !== null && owner === "env.py") {
      connection.begin();
      this.#uncommitted.add(connection);
    }
    await connection?.materialise();
    const script: string[] = [];
    const environment: Environment = {
      url: connection?.source.url ?? configured.url,
      parameters: connection?.source.parameters ?? this.#offlineParameters(configured.url),
      connection: connection === null ? null : await connection.open(),
      transactionOwner: owner,
      options,
      arguments: args,
      preamble: Object.freeze(this.preamble.splice(0)),
      ...(configured.output === null ? {} : { write: (text) => void script.push(text) }),
      fromEnvPy: true,
      configObject: this.config,
      configuration: {
        arguments: configured.arguments,
        interpreter: this.interpreter!,
        path: this.path,
        migrationContext: () => migrationContext(this, this.interpreter!),
      },
    };
    try {
      const changed = await this.#migrate(Object.freeze(environment));
      if (connection !== null && changed === false) this.#uncommitted.delete(connection);
    } catch (error) {
      this.failure = error;
      // That it is undone goes without saying.
      if (connection !== null) this.#uncommitted.delete(connection);
      throw error;
    }
    return script.join("");
  }

  /** Whether revisions ran in a transaction that env.py has yet to commit. */
  get hasUncommitted(): boolean {
    return this.#uncommitted.size > 0;
  }

  /** Notes that env.py committed what ran on a connection. */
  committed(connection: SessionConnection): void {
    this.#uncommitted.delete(connection);
  }

  /** Closes a connection, and says so when revisions are undone by that. */
  async close(connection: SessionConnection): Promise<void> {
    const lost = await connection.close();
    if (lost && this.#uncommitted.has(connection)) {
      this.warn({
        message: "env.py ran the revisions in a transaction of its own and did not commit it, " +
          "so all of it was rolled back",
        hint: this.configured?.external
          ? "what env.py executes before context.configure() begins it: call commit() of the connection behind that"
          : "call context.run_migrations() inside `with context.begin_transaction():`",
      });
    }
  }

  /** Closes every connection that env.py left open. */
  async closeAll(): Promise<void> {
    for (const connection of this.#connections) await this.close(connection);
  }

  #owner({ connection, external, options }: Configured): TransactionOwner {
    if (connection?.autocommit) return "none";
    if (external) return "env.py";
    if (options.transactionPerMigration || !options.transactionalDdl) return "engine";
    return this.insideTransaction ? "engine" : "env.py";
  }

  #offlineParameters(url: ChosenUrl | null): ConnectionParameters | null {
    return url === null ? null : resolveConnection(url.url, this.request.platform);
  }

  /** The options before `configure()`, with what the command line says. */
  get defaultOptions(): EnvironmentOptions {
    const { command } = this.request;
    return {
      ...DEFAULT_OPTIONS,
      literalBinds: false,
      paramstyle: "pyformat",
      startingRevision: command.startingRevision ?? null,
      tag: command.tag ?? null,
    };
  }
}
