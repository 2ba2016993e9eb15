import type { Config } from "../config/mod.ts";
import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import type { Logging } from "../logging/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { Environment, EnvironmentOptions, EnvironmentWarning } from "./environment.ts";
import type { UrlCandidate } from "./url_choice.ts";

/** What env.py may ask about the command that runs, through `context` and `config.cmd_opts`. */
export interface CommandFacts {
  /** The command's name, such as `upgrade`. */
  readonly name: string;
  /** Whether SQL is written out instead of run. */
  readonly offline: boolean;
  /** The target as given: `context.get_revision_argument()`. */
  readonly revision?: string | readonly string[] | null;
  /** The start of a range such as `a:b`: `context.get_starting_revision_argument()`. */
  readonly startingRevision?: string | null;
  /** `--tag`. */
  readonly tag?: string | null;
  /** Further options by their name in Python, such as `autogenerate`; for `config.cmd_opts`. */
  readonly options?: Readonly<Record<string, string | boolean | number | readonly string[] | null>>;
  /**
   * Whether the target metadata is going to be read: then all that defines tables must be known, and what would leave
   * a part of them out is an error.
   */
  readonly readsModels?: boolean;
  /** Whether the URL is one that the command has chosen itself, to try revisions in. */
  readonly scratch?: boolean;
  /** The heads of the scripts, for `context.get_head_revision()` and its like. */
  readonly heads?: () => readonly string[] | Promise<readonly string[]>;
}

/** What is needed to find out how to reach the database. */
export interface EnvironmentRequest {
  readonly config: Config;
  readonly platform: Platform;
  readonly logging: Logging;
  readonly command: CommandFacts;
  /** The value of `--url`. */
  readonly url?: string | null;
  /** The server's own URL, which counts before all others where a pooler is in the way. */
  readonly directUrl?: UrlCandidate;
  /** `--no-env`: env.py is not evaluated. */
  readonly skipEnvPy?: boolean;
  /** Opens a connection; it is closed by the environment. */
  readonly connect: (parameters: ConnectionParameters) => Promise<Connection>;
  /** Waited for before the first statement of env.py's own, which is not sent if it fails. */
  readonly beforeStatements?: () => Promise<unknown>;
  /** Creates the version table unless it is there, for `_ensure_version_table()`. */
  readonly ensureVersionTable?: (
    connection: Connection,
    options: EnvironmentOptions,
  ) => Promise<void>;
  /** The rows of the version table, for `get_current_revision()` and its like. */
  readonly currentHeads?: (
    connection: Connection,
    options: EnvironmentOptions,
  ) => Promise<readonly string[]>;
  /** Takes warnings, each once, as they come up. */
  readonly warn: (warning: EnvironmentWarning) => void;
}

/**
 * What is done in the place of `context.run_migrations()`. Gives false where nothing was to be done,
 * so that nobody is warned of losing it.
 */
export type Migrate = (environment: Environment) => Promise<boolean | void>;
