import type { Operation } from "../operations/operation.ts";
import type { Name } from "../schema/name.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { SqlType } from "../schema/types.ts";
import type { Executable, Expression } from "../sql/expression.ts";
import type { Statement } from "../sql/statement.ts";
import type { SqlValue } from "../sql/value.ts";

/**
 * What one run has already done and a later operation must know: the named types that tables have
 * created. One per run; Alembic keeps the same memory for as long as its connection lives.
 */
export interface RunMemory {
  readonly createdTypes: Set<string>;
}

/** A memory for a run that starts. */
export function newRunMemory(): RunMemory {
  return { createdTypes: new Set() };
}

/** How operations are to be written. */
export interface CompileOptions {
  /**
   * False: for a server, as SQLAlchemy and psycopg2 send it. True: for a script (`--sql`), with the
   * literals that SQLAlchemy's `literal_binds` writes. The texts differ in literals and in what is
   * looked up first (`checkFirst`).
   */
  readonly offline: boolean;
  readonly memory: RunMemory;
  /** `naming_convention` of the target metadata. Default: SQLAlchemy's. */
  readonly namingConvention?: NamingConvention;
  /**
   * `context.configure(literal_binds=…)` offline. Default true, as in the stock env.py. False writes a place without a
   * value as a placeholder instead of NULL; values are written all the same, where Alembic would write
   * placeholders that nobody fills.
   */
  readonly literalBinds?: boolean;
  /**
   * Offline, the style of placeholders: `pyformat` doubles percent signs. Default `named`, as the stock
   * env.py sets it.
   */
  readonly paramstyle?: "named" | "pyformat";
  /**
   * Offline: the text will run with `standard_conforming_strings` on, so that a backslash in a literal is written
   * once. SQLAlchemy, which does not know the setting offline, writes two, and such a server stores both. Numbers
   * that are not finite are written as they are sent, since the bare words of SQLAlchemy are no numbers there.
   */
  readonly standardStrings?: boolean;
}

/** Whether backslashes in literals are written twice. */
export function doublesBackslashes({ offline, standardStrings }: CompileOptions): boolean {
  return offline && standardStrings !== true;
}

/** Where applied revisions are recorded. */
export interface VersionTable {
  readonly name: string;
  readonly schema?: string | null;
  /** Whether `version_num` is the primary key (`version_table_pk`). */
  readonly primaryKey: boolean;
}

/** How many characters an id may have in a version table that is made anew: as many as with Alembic. */
export const NEW_ID_LENGTH = 32;

/** The statements on a version table, as Alembic writes them. */
export interface VersionTableSql {
  /** Gives one row if the table (or a view of that name) exists, else none. */
  readonly exists: string;
  readonly create: string;
  /** Gives one row: how many characters an id may have, NULL for any number; none if there is no such table. */
  readonly idLength: string;
  /** Gives one row with one column for each applied revision. */
  readonly select: string;
  insert(revision: string): string;
  update(from: string, to: string): string;
  delete(revision: string): string;
  /** As {@link update}, and refused by the server unless it meets exactly one row. */
  updateOne(from: string, to: string): Statement;
  /** As {@link delete}, and refused by the server unless it meets exactly one row. */
  deleteOne(revision: string): Statement;
  /** How many rows were met, from the message of such a refusal; `null` where it says something else. */
  rowsMet(message: string): number | null;
  /** Removes all rows. */
  readonly deleteAll: string;
}

/** Where the program remembers what it did, beside the version table. */
export interface HistoryTable {
  readonly name: string;
  /** `null`: the first schema of the search path. */
  readonly schema: string | null;
}

/** What is remembered of one step. */
export interface HistoryEntry {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  readonly description: string;
  /** Who ran it, and where: the operating system's user and the machine. */
  readonly client: string;
  readonly toolVersion: string;
  /** The name of the revision's file, and the SHA-256 of what it held; `null` for a stamp. */
  readonly file: string | null;
  readonly checksum: string | null;
  /** The revisions below, dependencies included. */
  readonly downRevisions: readonly string[];
  /** The SQL that takes an upgrade back; `null` where there is none, and then why. */
  readonly downSql: string | null;
  readonly noDownSql: string | null;
  /** Whether the step was recorded statement by statement, and began when its first record did. */
  readonly hasProgress: boolean;
}

/** An entry with its times, in milliseconds since 1970 by the server's clock. */
export interface TimedEntry extends HistoryEntry {
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Which record of which step. */
export interface ProgressPosition {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** The how-manieth statement of the body it begins with, from 0. */
  readonly position: number;
}

/** An index that a statement makes or drops concurrently, in the statement's own words. */
export interface ConcurrentIndex {
  readonly index: string;
  /** Of an index to be made; its name is without a schema then. */
  readonly table?: string;
}

/** A part of a step that is recorded while the step runs: statements that stand together or one. */
export interface ProgressEntry extends ProgressPosition {
  readonly statements: number;
  /** SHA-256 of the statements. */
  readonly hash: string;
  /** The beginning of the first statement, for people. */
  readonly excerpt: string;
  /** What the statement is, where that matters after a crash. */
  readonly kind: string;
}

/** What is read of the history's entries; all of it takes the server four times as long as the checksums. */
export type HistoryEntries = "none" | "last" | Checksums;

/** The checksums of the revisions that were upgraded to last. */
export interface Checksums {
  /** How many are expected: where there are just so many, their digest stands for them; `null`: it never does. */
  readonly digestOf: number | null;
}

/** What is read of the history. */
export interface HistoryParts {
  readonly entries: HistoryEntries;
  /** The record of unfinished steps. */
  readonly progress: boolean;
  /** As PostgreSQL numbers it. */
  readonly serverVersion: number;
}

/** The statements on the tables of the history. */
export interface HistorySql {
  /** The name of the table, as SQL writes it. */
  readonly table: string;
  /**
   * Gives one row of five booleans: whether the version table exists, the history, the record of
   * unfinished steps, whether what is missing may be made, and whether what is there may be used.
   */
  readonly probe: string;
  readonly create: string;
  readonly createProgress: string;
  /**
   * Gives one row of three JSON texts: the version rows, the entries that are asked for, and the record
   * of unfinished steps. The entries are a list with the last one of each revision that was run, or with the
   * revisions that were upgraded to last and their checksums, or the digest of these as a text, as
   * `digestOfChecksums` tells it.
   */
  read(parts: HistoryParts): string;
  /**
   * Gives, oldest first, each revision that was upgraded to, a JSON list of what it stands on, and whether
   * the SQL that takes it back is recorded.
   */
  readonly ancestry: string;
  /** Gives the last upgrade of each of these revisions as a JSON object, see `RecordedUpgrade`. */
  recorded(revisions: readonly string[]): string;
  /** Writes the entry of a step that has just ended, and gives when that was, in milliseconds since 1970. */
  insert(entry: HistoryEntry): Statement;
  /** Writes the entries of steps whose times are known, in their order, at once. */
  insertTimed(entries: readonly TimedEntry[]): string;
  /** Gives the time of the server's clock, in milliseconds since 1970. */
  readonly clock: string;
  /** Notes that a statement is about to run, with what `before` (an SQL expression) finds. */
  start(entry: ProgressEntry, before: string | null): string;
  /**
   * Notes, in their transaction, that statements have run, or are run next in it. Does nothing (0 rows)
   * if that is noted already: another session was before us.
   */
  done(entry: ProgressEntry, results: string | null): string;
  /** Notes how a statement ended that was noted before. */
  settle(entry: ProgressPosition, state: ProgressState, results: string | null): string;
  /** An SQL expression for `start` that looks for an index to be made or dropped, as JSON text. */
  lookBefore(index: ConcurrentIndex): string;
  /**
   * Gives the row of an index that {@link lookBefore} looked for, if it is there: whether it is valid,
   * and the statement that drops it.
   */
  lookAfter(found: string): string;
  /** Gives a row if a session of an earlier run still runs a statement. */
  stillRunning(backend: string): string;
  /** Forgets the record of a step, which has come to its end. */
  forget(revision: string, direction: "upgrade" | "downgrade"): string;
}

/** How far a recorded statement is known to have come. */
export type ProgressState = "started" | "done" | "failed";

/** Words around transactions. */
export interface TransactionSql {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
}

/** One kind of database: how operations become its SQL. Nothing here touches a server. */
export interface Dialect {
  /** SQLAlchemy's name: what `bind.dialect.name` gives. */
  readonly name: string;
  readonly transaction: TransactionSql;
  /**
   * The statements of an operation, in order; none where it has nothing to do. Throws a
   * `CommandError` for what SQLAlchemy or Alembic refuse, with the first line of their message.
   */
  compile(operation: Operation, options: CompileOptions): readonly Statement[];
  /** One query or text, with values for its places. */
  compileExecutable(
    statement: Executable,
    options: CompileOptions,
    parameters?: Readonly<Record<string, SqlValue>>,
  ): Statement;
  versionTable(table: VersionTable): VersionTableSql;
  /** The tables of the history, beside a version table. */
  history(table: HistoryTable, versionTable: VersionTableSql): HistorySql;
  /** A name with quotation marks where it needs them. */
  quote(name: Name): string;
  /** A value as SQL text of the given type, as it is sent to a server. */
  literal(value: SqlValue, type?: SqlType): string;
  /** The text of a type, such as `VARCHAR(50)`. */
  typeText(type: SqlType): string;
  /** An expression as DDL has it: values written into the text, columns without their table. */
  ddlExpression(expression: Expression, options: CompileOptions): string;
  /** An expression as it stands in an index, where operators need parentheses. */
  indexExpression(expression: Expression, options: CompileOptions): string;
  /** Whether a compiled statement looks in the database first and may then do nothing. */
  looksFirst(statement: Statement): boolean;
  /** One statement of a script, with what ends it: tabs become four spaces, as Alembic writes them. */
  scriptText(statement: Statement): string;
}
