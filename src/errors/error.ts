/** A position in a file of the user's: lines and columns count from 1. */
export interface Place {
  /** The file. */
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** What every error of the program may carry besides its message. */
export interface ErrorDetails {
  /** Where in the user's files the cause stands. */
  readonly place?: Place;
  /** What the user can do about it, one sentence. */
  readonly hint?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** Writes a place as `path:line:column`, leaving out what is unknown. */
export function formatPlace(place: Place): string {
  return [place.path, place.line, place.column].filter((part) => part !== undefined).join(":");
}

/**
 * The base of all errors that the program raises on purpose. `code` is a stable, machine-readable
 * word; `message` says what was wanted and what was found, without a final full stop.
 */
export class MigratorError extends Error {
  /** A stable word for programs. */
  readonly code: string;
  /** Where in the user's files the cause stands. */
  readonly place?: Place;
  /** What the user can do about it. */
  readonly hint?: string;

  /** An error of this kind. */
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.place = details.place;
    this.hint = details.hint;
  }
}

/**
 * What Alembic calls a `CommandError`: the request cannot be met as it stands. The command line
 * prints `FAILED: <message>` to standard output and exits with 255, as Alembic does.
 */
export class CommandError extends MigratorError {}

/**
 * What a revision asks for cannot be done: an operation that cannot be written, a value that is
 * missing. Where Alembic's user sees a traceback of SQLAlchemy's. Exit code 1.
 */
export class RevisionError extends MigratorError {}

/** A file of the user's (ini, TOML, revision, template) cannot be read as what it should be. Exit code 1. */
export class FileError extends MigratorError {}
