/** What is used of a `PGlite` instance. */
export interface EmbeddedPglite {
  /** Runs one message of PostgreSQL's protocol. */
  execProtocol(
    message: Uint8Array,
    options: { readonly throwOnError: boolean },
  ): Promise<{ readonly messages: readonly { readonly name: string }[] }>;
  /** Ends it; a {@link Migrator} never does. */
  close(): Promise<void>;
}

/** What is used of a `Client` of the npm package `pg`. */
export interface PostgresqlClient {
  /** Connects; called once. */
  connect(): Promise<unknown>;
  /** Runs SQL, for what is asked of a session at its beginning. */
  query(sql: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  /** Ends it; a {@link Migrator} ends each client that it was given. */
  end(): Promise<void>;
  /** Whom it logs in as. */
  readonly user?: string;
  /** The server, for messages. */
  readonly host: string;
  /** The server's port, for messages. */
  readonly port: number;
  /** The database, for messages. */
  readonly database?: string;
}

/** A moment of a run, or a line that the command line would have printed. */
export type MigratorEvent =
  | {
    /** A step begins. */
    readonly kind: "step-started";
    /** The database, its password replaced by `***`. */
    readonly database: string;
    /** `null` for a `stamp`. */
    readonly revision: string | null;
    /** Which way it goes. */
    readonly direction: "upgrade" | "downgrade";
  }
  | {
    /** A step has run to its end; whether it stays is known when the run has ended. */
    readonly kind: "step-finished";
    /** The database, its password replaced by `***`. */
    readonly database: string;
    /** `null` for a `stamp`. */
    readonly revision: string | null;
    /** Which way it went. */
    readonly direction: "upgrade" | "downgrade";
    /** From its start to the answer to its last statement. */
    readonly milliseconds: number;
  }
  | {
    /** A record of the loggers that the ini configures, also those of revisions and of env.py. */
    readonly kind: "log";
    /** As Python numbers them: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
    readonly level: number;
    /** Such as `alembic.runtime.migration`. */
    readonly logger: string;
    /** The message alone. */
    readonly message: string;
  }
  | {
    /** Something that the user should know. */
    readonly kind: "warning";
    /** May have a second line with a hint. */
    readonly message: string;
  }
  | {
    /** What the server remarked (`RAISE NOTICE`). */
    readonly kind: "notice";
    /** Such as `NOTICE`. */
    readonly severity: string;
    /** The server's words. */
    readonly message: string;
  }
  | {
    /** What a revision or env.py printed. */
    readonly kind: "output";
    /** As it was printed, with its ends of lines. */
    readonly text: string;
  };

/** Which project is opened, and which database it is for. */
export interface MigratorOptions {
  /**
   * A directory with `alembic.ini` or `pyproject.toml`, as if the command were started there; or one of these
   * files. Default: the current directory.
   */
  readonly config?: string | URL;
  /** The database, before what env.py and the ini say: `postgresql://…`, `pglite:///directory`, `pglite://`. */
  readonly url?: string;
  /** A PGlite instance of the caller's, which stays open. Counts before everything else. */
  readonly database?: EmbeddedPglite;
  /**
   * Makes a client of the npm package `pg`, not connected yet, for each session that is needed: one for the work, one
   * for the lock, one to cancel. For what a URL cannot say: passwords that are asked for, sockets of a connector. Each
   * is ended with its session. Counts before everything else.
   */
  readonly client?: () => PostgresqlClient;
  /** The main section of the ini (`--name`). Default: `alembic`. */
  readonly name?: string;
  /** What env.py gets from `context.get_x_argument()` (`-x`). */
  readonly x?: readonly string[];
  /** Whether env.py is evaluated. Default: true. */
  readonly env?: boolean;
  /** What keeps other runners away. Default: what the ini says, else `advisory`. */
  readonly lock?: "advisory" | "lease" | "none";
  /** Hears what happens. Nothing is printed. */
  readonly onEvent?: (event: MigratorEvent) => void;
}

/** What one run is told. */
export interface RunOptions {
  /** Ends the run: what is under way is cancelled and rolled back. */
  readonly signal?: AbortSignal;
}

/** What an upgrade is told. */
export interface UpgradeOptions extends RunOptions {
  /** Refuse to run where the files of applied revisions have changed. Default: false, a warning. */
  readonly strict?: boolean;
}
