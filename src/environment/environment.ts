import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import { formatPlace, type Place } from "../errors/mod.ts";
import type { Interpreter } from "../python/interpreter.ts";
import type { Value } from "../python/runtime/mod.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { Statement } from "../sql/statement.ts";
import type { ChosenUrl } from "./url_choice.ts";

/** What `context.configure()` says that matters when revisions run; Alembic's defaults. */
export interface EnvironmentOptions {
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  /** Whether the version table gets a primary key. */
  readonly versionTablePrimaryKey: boolean;
  readonly transactionPerMigration: boolean;
  /** Whether steps run in transactions at all. */
  readonly transactionalDdl: boolean;
  readonly includeSchemas: boolean;
  /** `naming_convention` of the target metadata; `null` where there is none, or none is known. */
  readonly namingConvention: NamingConvention | null;
  /** Where the target metadata comes from, if it cannot be evaluated, so that its convention is not known. */
  readonly unknownMetadata?: string;
  /** Whether bound values are written into the SQL of `--sql`. */
  readonly literalBinds: boolean;
  /** The style of placeholders in `--sql` (`dialect_opts`). */
  readonly paramstyle: "named" | "pyformat";
  readonly startingRevision: string | null;
  readonly tag: string | null;
}

/** Who begins and ends transactions while the revisions run. */
export type TransactionOwner =
  /** The engine, as the options say; where one is open already, it goes on in it and commits it. */
  | "engine"
  /** env.py: it had begun one before `configure()`, so nothing is begun or committed for it. */
  | "env.py"
  /** Nobody: the connection is in AUTOCOMMIT, each statement stands alone. */
  | "none";

/** What env.py writes into a script before the revisions: a statement, or text as it stands. */
export type PreambleItem =
  | { readonly kind: "statement"; readonly statement: Statement }
  | { readonly kind: "text"; readonly text: string };

/** What env.py gave to `context.configure()`, as Python has it. */
export interface Configuration {
  readonly arguments: ReadonlyMap<string, Value>;
  /** The interpreter that the values belong to; functions among them are called through it. */
  readonly interpreter: Interpreter;
  /** The path of env.py. */
  readonly path: string;
  /** What `context.get_context()` gives. */
  readonly migrationContext: () => Value;
}

/** All that the engine needs to know to run revisions. */
export interface Environment {
  /** `null` offline where no URL is set. */
  readonly url: ChosenUrl | null;
  readonly parameters: ConnectionParameters | null;
  /** An open connection; `null` offline. Whoever made the environment closes it. */
  readonly connection: Connection | null;
  readonly transactionOwner: TransactionOwner;
  readonly options: EnvironmentOptions;
  /** The keyword arguments of `context.run_migrations()`, Python values, for `upgrade(**kw)`. */
  readonly arguments: ReadonlyMap<string, Value>;
  /** SQL that env.py executes before the revisions, inside their transaction; offline only. */
  readonly preamble: readonly PreambleItem[];
  /** Takes the script, offline, where env.py says where to (`output_buffer`); else absent. */
  readonly write?: (text: string) => void;
  /** The `Config` object with what env.py has set in it; absent without env.py. */
  readonly configObject?: Value;
  /** Whether env.py stands behind this, rather than the ini, the environment and the flags alone. */
  readonly fromEnvPy: boolean;
  /** What env.py gave to `context.configure()`; absent without env.py. See `readTargetMetadata`. */
  readonly configuration?: Configuration;
}

/** Something that the user should know about env.py. */
export interface EnvironmentWarning {
  readonly message: string;
  readonly place?: Place;
  readonly hint?: string;
}

/** A warning as people read it. */
export function warningText({ message, place, hint }: EnvironmentWarning): string {
  return `${place ? `${formatPlace(place)}: ` : ""}${message}${hint ? `\n  hint: ${hint}` : ""}`;
}

/** The defaults of `context.configure()`. */
export const DEFAULT_OPTIONS: EnvironmentOptions = Object.freeze({
  versionTable: "alembic_version",
  versionTableSchema: null,
  versionTablePrimaryKey: true,
  transactionPerMigration: false,
  transactionalDdl: true,
  includeSchemas: false,
  namingConvention: null,
  literalBinds: true,
  paramstyle: "named",
  startingRevision: null,
  tag: null,
});

/** The environment of revisions that are evaluated with nothing known of a database. */
export const NO_ENVIRONMENT: Environment = Object.freeze({
  url: null,
  parameters: null,
  connection: null,
  transactionOwner: "engine",
  options: DEFAULT_OPTIONS,
  arguments: new Map(),
  preamble: [],
  fromEnvPy: false,
});
