import type { Option } from "./specification.ts";

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

export const verbose: Option = { flags: ["-v", "--verbose"], help: "Use more verbose output" };
export const sql: Option = {
  flags: ["--sql"],
  help: "Don't emit SQL to database - dump to standard output/file instead. See docs on " +
    "offline mode.",
};
export const tag: Option = {
  flags: ["--tag"],
  value: {},
  help: "Arbitrary 'tag' name - can be used by custom env.py scripts.",
};
export const message: Option = {
  flags: ["-m", "--message"],
  value: {},
  help: "Message string to use with 'revision'",
};
export const branchLabel: Option = {
  flags: ["--branch-label"],
  value: {},
  help: "Specify a branch label to apply to the new revision",
};
export const revisionId: Option = {
  flags: ["--rev-id"],
  value: {},
  help: "Specify a hardcoded revision id instead of generating one",
};
export const splice: Option = {
  flags: ["--splice"],
  help: "Allow a non-head revision as the 'head' to splice onto",
};
export const format: Option = {
  flags: ["--format"],
  value: { choices: ["python", "typescript", "sql"] },
  help: "Language of the new revision file; defaults to that of the newest one",
};
/** What can be compared beyond Alembic; docs/compare.md says what each word means. */
const improvements: Required<Option>["value"] = {
  choices: [
    "enums",
    "rebuild-enums",
    "checks",
    "on-server",
    "split-foreign-keys",
    "constraint-names",
    "all",
  ],
};
/** What is compared with what, of commands that compare. */
export const comparison: readonly Option[] = [
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
  {
    flags: ["--compare"],
    value: improvements,
    repeat: true,
    help: "Compare this too, which Alembic does not; can be given several times",
  },
  {
    flags: ["--no-compare"],
    value: improvements,
    repeat: true,
    help: "Do not compare this; with 'all' the comparison is Alembic's",
  },
];
export const range: Option = {
  flags: ["-r", "--rev-range"],
  value: { kind: "range" },
  help: "Specify a revision range; format is [start]:[end]",
};
export const indicateCurrent: Option = {
  flags: ["-i", "--indicate-current"],
  help: "Indicate the current revision",
};
export const json: Option = {
  flags: ["--json"],
  help: "Print the result, or what went wrong, as one JSON object on standard output",
};
/** Options of the commands that change the database. */
export const protection: readonly Option[] = [
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
export const failOn: Option = {
  flags: ["--fail-on"],
  value: { metavar: "LEVEL", choices: ["error", "warning", "notice", "never"] },
  help: "Exit with code 3 where a finding is as grave as this; 'never' " +
    "for plan and 'warning' elsewhere unless said otherwise",
};
export const planFirst: readonly Option[] = [
  { flags: ["--plan-first"], help: "Show the plan and ask before anything is run" },
  { flags: ["-y", "--yes"], help: "Answer yes to the question of --plan-first" },
];
/** Options of the commands that write the history. */
export const historyTable: readonly Option[] = [
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
export const strict: Option = {
  flags: ["--strict"],
  help: "Refuse to run if the file of an applied revision has changed since it ran",
};
/** Options of the commands that can be run for many databases at once. */
export const many: readonly Option[] = [
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
  {
    flags: ["--failed-to"],
    value: { metavar: "FILE", kind: "file" },
    help: "Write the names of those where it has failed, or was not run, to a file",
  },
  {
    flags: ["--only-from"],
    value: { metavar: "FILE", kind: "file" },
    help: "Run it only for those that such a file names",
  },
];
export const recorded: Option = {
  flags: ["--recorded"],
  help:
    "Take revisions that this checkout lacks back with the SQL that was recorded when they ran, without asking",
};
