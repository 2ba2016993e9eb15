/** What a value names, where that is more than any text: what completes it in a shell. */
export type ValueKind =
  | "file"
  | "directory"
  | "section"
  | "version-path"
  | "template"
  /** A revision to look at. */
  | "symbol"
  /** What `upgrade`, `downgrade` and `stamp` go to, and ranges for scripts. */
  | "upgrade-target"
  | "downgrade-target"
  | "stamp-target"
  /** What a new revision stands on: a head, or any revision with `--splice`. */
  | "parent"
  | "dependency"
  | "range";

/** One option of a command: its flags, and how its value is taken (absent: a switch). */
export interface Option {
  /** One spelling, or a short and a long one. */
  readonly flags: readonly [string] | readonly [string, string];
  readonly help: string;
  readonly value?: {
    readonly metavar?: string;
    readonly choices?: readonly string[];
    readonly kind?: ValueKind;
  };
  /** The option may be given several times and its values are kept in order. */
  readonly repeat?: boolean;
  /** A global option that is taken after the command's name too. */
  readonly alsoAfterCommand?: boolean;
}

/** One positional argument; with `many`, one or more of them. */
export interface Positional {
  readonly name: string;
  readonly help?: string;
  readonly many?: boolean;
  /** It may be left out. */
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  readonly kind?: ValueKind;
}

/** What the parser knows of a command. */
export interface CommandSpecification {
  readonly name: string;
  readonly help: string;
  readonly options: readonly Option[];
  readonly positionals: readonly Positional[];
  /** Whether options that say how to reach the database make sense here. */
  readonly usesDatabase: boolean;
}

/** What every command takes, and the program itself. */
export const HELP: Option = { flags: ["-h", "--help"], help: "show this help message and exit" };

/** What the program takes instead of a command. */
export const VERSION_OPTION: Option = {
  flags: ["--version"],
  help: "show program's version number and exit",
};

/** Options that stand before the command, as in Alembic, and the program's own. */
export const GLOBAL_OPTIONS: readonly Option[] = [
  {
    flags: ["-c", "--config"],
    value: { kind: "file" },
    repeat: true,
    help: "Alternate config file; defaults to value of ALEMBIC_CONFIG environment variable, " +
      'or "alembic.ini". May also refer to pyproject.toml file. May be specified twice to ' +
      "reference both files separately",
  },
  {
    flags: ["-n", "--name"],
    value: { kind: "section" },
    help: "Name of section in .ini file to use for Alembic config (only applies to " +
      "configparser config, not toml)",
  },
  {
    flags: ["-x"],
    value: {},
    repeat: true,
    help: "Additional arguments consumed by custom env.py scripts, e.g. -x " +
      "setting1=somesetting -x setting2=somesetting",
  },
  { flags: ["--raiseerr"], help: "Raise a full stack trace on error" },
  { flags: ["-q", "--quiet"], help: "Do not log to std output." },
  {
    flags: ["--url"],
    value: {},
    repeat: true,
    alsoAfterCommand: true,
    help: "Database to use instead of the one that env.py, the config file or DATABASE_URL " +
      "name; pglite:///DIR and pglite:// are the embedded database; upgrade and downgrade take several",
  },
  {
    flags: ["--no-env"],
    alsoAfterCommand: true,
    help: "Do not evaluate env.py; go by the config file, options and environment alone",
  },
];

const verbose: Option = { flags: ["-v", "--verbose"], help: "Use more verbose output" };
const sql: Option = {
  flags: ["--sql"],
  help: "Don't emit SQL to database - dump to standard output/file instead. See docs on " +
    "offline mode.",
};
const tag: Option = {
  flags: ["--tag"],
  value: {},
  help: "Arbitrary 'tag' name - can be used by custom env.py scripts.",
};
const message: Option = {
  flags: ["-m", "--message"],
  value: {},
  help: "Message string to use with 'revision'",
};
const branchLabel: Option = {
  flags: ["--branch-label"],
  value: {},
  help: "Specify a branch label to apply to the new revision",
};
const revisionId: Option = {
  flags: ["--rev-id"],
  value: {},
  help: "Specify a hardcoded revision id instead of generating one",
};
const splice: Option = {
  flags: ["--splice"],
  help: "Allow a non-head revision as the 'head' to splice onto",
};
const format: Option = {
  flags: ["--format"],
  value: { choices: ["python", "typescript", "sql"] },
  help: "Language of the new revision file; defaults to that of the newest one",
};
/** What is compared with what, of commands that compare. */
const comparison: readonly Option[] = [
  {
    flags: ["--target"],
    value: { kind: "file" },
    help:
      "Compare with the schema in this file instead of the models: SQL, or a module of Drizzle's tables",
  },
  {
    flags: ["--rename"],
    value: { metavar: "OLD:NEW" },
    repeat: true,
    help: "Take a table (old:new) or a column (table.old:new) as renamed, not as dropped and added",
  },
  {
    flags: ["--offline"],
    help: "Compare with what the revisions make of an empty embedded database; no server is asked",
  },
];
const range: Option = {
  flags: ["-r", "--rev-range"],
  value: { kind: "range" },
  help: "Specify a revision range; format is [start]:[end]",
};
const indicateCurrent: Option = {
  flags: ["-i", "--indicate-current"],
  help: "Indicate the current revision",
};
const json: Option = {
  flags: ["--json"],
  help: "Print the result, or what went wrong, as one JSON object on standard output",
};
/** Options of the commands that change the database. */
const protection: readonly Option[] = [
  {
    flags: ["--lock"],
    value: { choices: ["advisory", "lease", "none"] },
    help:
      "What keeps other runners away: an advisory lock (the default), or a lease in the table " +
      "migrator_lock, which also works through a pooler",
  },
  { flags: ["--no-lock"], help: "The same as --lock=none" },
  {
    flags: ["--lock-wait"],
    value: { metavar: "DURATION" },
    help:
      "How long to wait for another runner, such as 30s or 10min; 0 fails at once; default 5min",
  },
  {
    flags: ["--lock-timeout"],
    value: { metavar: "DURATION" },
    help: "How long a statement may wait for a lock on a table; 0 for ever; default 5s",
  },
  {
    flags: ["--lock-retries"],
    value: { metavar: "N" },
    help: "How often to try again when a statement had to wait too long for a lock; default 5",
  },
  {
    flags: ["--statement-timeout"],
    value: { metavar: "DURATION" },
    help: "How long a statement in a transaction may take; no limit by default",
  },
  {
    flags: ["--direct-url"],
    value: { metavar: "URL" },
    help: "The server's own URL, where the other one goes through a pooler",
  },
];
const failOn: Option = {
  flags: ["--fail-on"],
  value: { metavar: "LEVEL", choices: ["error", "warning", "notice", "never"] },
  help: "Exit with code 3 where a finding is as grave as this; 'never' " +
    "for plan and 'warning' elsewhere unless said otherwise",
};
const planFirst: readonly Option[] = [
  { flags: ["--plan-first"], help: "Show the plan and ask before anything is run" },
  { flags: ["-y", "--yes"], help: "Answer yes to the question of --plan-first" },
];
/** Options of the commands that write the history. */
const historyTable: readonly Option[] = [
  {
    flags: ["--history-table"],
    value: { metavar: "NAME" },
    help: "Table in which the program remembers what it did; default migrator_history",
  },
  {
    flags: ["--history-schema"],
    value: { metavar: "NAME" },
    help: "Schema of that table; default that of the version table",
  },
  { flags: ["--no-history"], help: "Do not remember what is done, nor look at what was" },
];
const strict: Option = {
  flags: ["--strict"],
  help: "Refuse to run if the file of an applied revision has changed since it ran",
};
/** Options of the commands that can be run for many databases at once. */
const many: readonly Option[] = [
  {
    flags: ["--urls-file"],
    value: { metavar: "FILE", kind: "file" },
    help: "Run it for each database that the file names, a URL on each line",
  },
  {
    flags: ["--schemas"],
    value: { metavar: "PATTERN" },
    repeat: true,
    help:
      "Run it in each schema whose name fits, such as 'tenant_*'; each has a version table of its own",
  },
  {
    flags: ["--shared-schema"],
    value: { metavar: "NAME" },
    repeat: true,
    help: "With --schemas: another schema that the search path has, behind the tenant's",
  },
  {
    flags: ["--jobs"],
    value: { metavar: "N" },
    help: "How many databases or schemas are worked on at a time; default 4",
  },
  {
    flags: ["--retry-failed"],
    help: "Run it once more, at the end, where it has failed",
  },
];
const recorded: Option = {
  flags: ["--recorded"],
  help:
    "Take revisions that this checkout lacks back with the SQL that was recorded when they ran, without asking",
};
const revision = { name: "revision", help: "revision identifier" };
const revisions = {
  name: "revisions",
  many: true,
  help: "one or more revisions, or 'heads' for all heads",
};
const symbol: Positional = { name: "rev", kind: "symbol" };

/** Every command with its arguments, in the order of the help text. */
export const COMMANDS: readonly CommandSpecification[] = [
  {
    name: "branches",
    help: "Show current branch points.",
    options: [verbose, json],
    positionals: [],
    usesDatabase: false,
  },
  {
    name: "check",
    help: "Check if revision command with autogenerate has pending upgrade ops.",
    options: [...comparison, json],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "completions",
    help: "Print the script that completes command lines in a shell.",
    options: [],
    positionals: [{
      name: "shell",
      help: "the shell; see the first lines of its script for how to use it",
      choices: ["bash", "zsh", "fish"],
    }],
    usesDatabase: false,
  },
  {
    name: "current",
    help: "Display the current revision for a database.",
    options: [
      {
        flags: ["-c", "--check-heads"],
        help: "Check if all head revisions are applied to the database. Exit with an error " +
          "code if this is not the case.",
      },
      verbose,
      json,
    ],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "downgrade",
    help: "Revert to a previous version.",
    options: [
      sql,
      tag,
      recorded,
      ...planFirst,
      ...protection,
      ...historyTable,
      ...many,
      json,
    ],
    positionals: [{ ...revision, kind: "downgrade-target" }],
    usesDatabase: true,
  },
  {
    name: "edit",
    help: "Edit revision script(s) using $EDITOR.",
    options: [],
    positionals: [symbol],
    usesDatabase: true,
  },
  {
    name: "ensure_version",
    help: "Create the alembic version table if it doesn't exist already .",
    options: [sql, ...protection, json],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "graph",
    help: "Write a picture of the graph of revisions.",
    options: [
      range,
      indicateCurrent,
      {
        flags: ["--format"],
        value: { choices: ["svg", "mermaid", "dot"] },
        help: "Format of the picture; defaults to what the file's name says, or svg",
      },
      {
        flags: ["-o", "--output"],
        value: { kind: "file" },
        help: "File to write; standard output if absent",
      },
    ],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "heads",
    help: "Show current available heads in the script directory.",
    options: [verbose, {
      flags: ["--resolve-dependencies"],
      help: "Treat dependency versions as down revisions",
    }, json],
    positionals: [],
    usesDatabase: false,
  },
  {
    name: "history",
    help: "List changeset scripts in chronological order.",
    options: [
      range,
      verbose,
      indicateCurrent,
      {
        flags: ["--graph"],
        help: "Draw the graph of the revisions beside them",
      },
      { flags: ["--ascii"], help: "Draw it with ASCII characters alone" },
      json,
    ],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "import",
    help: "Write an Alembic project anew, with its revisions in SQL or TypeScript.",
    options: [
      {
        flags: ["--output"],
        value: { metavar: "DIR" },
        help: "Directory of the new project; it must not exist",
      },
      {
        flags: ["--to"],
        value: { choices: ["sql", "typescript"] },
        help: "Language of the new revisions; defaults to sql",
      },
      {
        flags: ["--strict"],
        help: "Fail if a revision cannot be translated, instead of keeping its Python file",
      },
      {
        flags: ["--report"],
        value: { metavar: "FILE" },
        help: "Write what became of every revision to a JSON file",
      },
      {
        flags: ["--dry-run"],
        help: "Only tell which revisions run without Python and which can be translated",
      },
    ],
    positionals: [{
      name: "path",
      help: "directory of alembic.ini, the ini itself, or a directory of revision files",
    }],
    usesDatabase: false,
  },
  {
    name: "init",
    help: "Initialize a new scripts directory.",
    options: [
      {
        flags: ["-t", "--template"],
        value: { kind: "template" },
        help: "Setup template for use with 'init'",
      },
      {
        flags: ["--package"],
        help: "Write empty __init__.py files to the environment and version locations",
      },
      json,
    ],
    positionals: [{ name: "directory", help: "location of scripts directory", kind: "directory" }],
    usesDatabase: false,
  },
  {
    name: "inspect",
    help: "Show what a database holds, or what the models say that it should.",
    options: [
      {
        flags: ["--format"],
        value: { choices: ["sql", "json", "sqlalchemy", "sqlmodel"] },
        help: "Language in which it is shown; defaults to sql",
      },
      { flags: ["--models"], help: "Show the target_metadata of env.py, not the database" },
      {
        flags: ["--target"],
        value: { kind: "file" },
        help: "Show the schema in this file: SQL, or a module of Drizzle's tables",
      },
    ],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "lint",
    help: "Look for what is dangerous in revisions, without a database.",
    options: [
      failOn,
      {
        flags: ["--format"],
        value: { choices: ["text", "github"] },
        help: "How findings are written; 'github' makes annotations of GitHub Actions",
      },
      verbose,
      json,
    ],
    positionals: [{
      name: "range",
      optional: true,
      kind: "symbol",
      help: "revisions to look at, as [start]:[end] or one revision; by default those after " +
        "migrator.lint_after of the config file, or all",
    }],
    usesDatabase: true,
  },
  {
    name: "list_templates",
    help: "List available templates.",
    options: [json],
    positionals: [],
    usesDatabase: false,
  },
  {
    name: "merge",
    help: "Merge two revisions together. Creates a new migration file.",
    options: [message, branchLabel, revisionId, splice, format, json],
    positionals: [{ ...revisions, kind: "parent" }],
    usesDatabase: false,
  },
  {
    name: "plan",
    help: "Show what an upgrade or downgrade would do to the database, without doing it.",
    options: [
      { flags: ["--down"], help: "Plan a downgrade to the target" },
      failOn,
      tag,
      verbose,
      json,
    ],
    positionals: [{
      name: "target",
      optional: true,
      kind: "upgrade-target",
      help: "where to go, 'head' by default; base and numbers such as -1 go down",
    }],
    usesDatabase: true,
  },
  {
    name: "resolve",
    help: "Show what is known of an unfinished revision, or settle it.",
    options: [
      {
        flags: ["--applied"],
        help: "It has been finished by hand: the version table shall say so",
      },
      { flags: ["--rolled-back"], help: "It has been undone by hand: the next run begins anew" },
      ...protection,
      ...historyTable,
    ],
    positionals: [{ name: "rev" }],
    usesDatabase: true,
  },
  {
    name: "revision",
    help: "Create a new revision file.",
    options: [
      message,
      {
        flags: ["--autogenerate"],
        help: "Populate revision script with candidate migration operations, based on " +
          "comparison of database to model.",
      },
      sql,
      {
        flags: ["--head"],
        value: { kind: "parent" },
        help: "Specify head revision or <branchname>@head to base new revision on.",
      },
      splice,
      branchLabel,
      {
        flags: ["--version-path"],
        value: { kind: "version-path" },
        help: "Specify specific path from config for version file",
      },
      revisionId,
      {
        flags: ["--depends-on"],
        value: { kind: "dependency" },
        repeat: true,
        help: "Specify one or more revision identifiers which this revision should depend on.",
      },
      format,
      ...comparison,
      {
        flags: ["--no-trial"],
        help: "Write what was generated without trying it on an embedded database first",
      },
      json,
    ],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "show",
    help: "Show the revision(s) denoted by the given symbol.",
    options: [json],
    positionals: [symbol],
    usesDatabase: true,
  },
  {
    name: "stamp",
    help: "'stamp' the revision table with the given revision; don't run any migrations.",
    options: [
      sql,
      tag,
      {
        flags: ["--purge"],
        help: "Unconditionally erase the version table before stamping",
      },
      ...protection,
      ...historyTable,
      json,
    ],
    positionals: [{ ...revisions, kind: "stamp-target" }],
    usesDatabase: true,
  },
  {
    name: "status",
    help: "Show where the database is, and what does not fit the revision files.",
    options: [...historyTable, json],
    positionals: [],
    usesDatabase: true,
  },
  {
    name: "upgrade",
    help: "Upgrade to a later version.",
    options: [sql, tag, strict, ...planFirst, ...protection, ...historyTable, ...many, json],
    positionals: [{ ...revision, kind: "upgrade-target" }],
    usesDatabase: true,
  },
  {
    name: "verify",
    help: "Prove in a scratch database that each revision goes up, down and up again.",
    options: [
      {
        flags: ["--scratch"],
        value: { choices: ["database", "schema"] },
        help:
          "With --url: make a database or a schema of its own there and drop it at the end; without it the " +
          "database of --url is used, which must be empty. Without --url it is an embedded one in memory",
      },
      failOn,
      verbose,
      json,
    ],
    positionals: [{
      name: "range",
      optional: true,
      kind: "symbol",
      help: "revisions to verify, as [start]:[end] or one revision; all by default",
    }],
    usesDatabase: true,
  },
];
