import {
  branchLabel,
  comparison,
  failOn,
  format,
  historyTable,
  indicateCurrent,
  json,
  many,
  message,
  planFirst,
  protection,
  range,
  recorded,
  revisionId,
  splice,
  sql,
  strict,
  tag,
  verbose,
} from "./options.ts";
import type { CommandSpecification, Positional } from "./specification.ts";

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
    name: "doctor",
    help: "Look for what is wrong with the configuration, the revisions and the database.",
    options: [
      {
        flags: ["--mask-hosts"],
        help: "Leave names and addresses of servers out, for a report in public",
      },
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
