import { type ErrorDetails, MigratorError, type Place } from "./error.ts";

/** What the server said about a failed statement (PostgreSQL manual, "Error and Notice Message Fields"). */
export interface ServerReport {
  /** The five-character SQLSTATE. */
  readonly sqlstate?: string;
  /** Such as `ERROR`. */
  readonly severity?: string;
  /** More about the cause. */
  readonly detail?: string;
  /** What the server proposes. */
  readonly serverHint?: string;
  /** Position of the error in the statement text, in characters, from 1. */
  readonly position?: number;
  /** The schema that it is about. */
  readonly schema?: string;
  /** The table that it is about. */
  readonly table?: string;
  /** The column that it is about. */
  readonly column?: string;
  /** The constraint that it is about. */
  readonly constraint?: string;
  /** The context in which it came up. */
  readonly where?: string;
  /** The statement inside a function or DO block that failed. */
  readonly internalQuery?: string;
}

/** A statement that the server refused, or a connection that could not be used. Exit code 1. */
export class DatabaseError extends MigratorError {
  /** What the server said. */
  readonly report: ServerReport;
  /** The statement that failed, without parameter values. */
  readonly sql?: string;

  /** An error of this kind. */
  constructor(
    message: string,
    details: ErrorDetails & { readonly sql?: string; readonly report?: ServerReport } = {},
  ) {
    super("database_error", message, details);
    this.report = details.report ?? {};
    this.sql = details.sql;
  }
}

/** A batch of statements of which one was refused; those after it have not run. */
export class BatchError extends DatabaseError {
  /** Which statement it was, counted from 0. */
  readonly index: number;

  constructor(index: number, error: DatabaseError) {
    super(error.message, {
      sql: error.sql,
      report: error.report,
      place: error.place,
      hint: error.hint,
      cause: error,
    });
    this.index = index;
  }
}

/** A statement of a revision (or of the engine on its behalf) that the server refused. */
export class StatementError extends DatabaseError {
  /** The revision that was running, or `null` where the engine itself was at work. */
  readonly revision: string | null;
  /** Which way the revision ran. */
  readonly direction: "upgrade" | "downgrade" | null;

  /** An error of this kind. */
  constructor(
    error: DatabaseError,
    at: {
      readonly revision: string | null;
      readonly direction: "upgrade" | "downgrade" | null;
      readonly place?: Place;
    },
  ) {
    super(error.message, {
      sql: error.sql,
      report: error.report,
      place: at.place ?? error.place,
      hint: error.hint,
      cause: error,
    });
    this.revision = at.revision;
    this.direction = at.direction;
  }

  /** Where in the SQL the server says the error is, or `null` where it does not say. */
  get positionInSql(): PositionInSql | null {
    if (this.sql === undefined || this.report.position === undefined) return null;
    return positionInSql(this.sql, this.report.position);
  }
}

/** A line of an SQL text and a column in it, both from 1, with the line itself. */
export interface PositionInSql {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The line. */
  readonly text: string;
}

/** Finds a server's position (characters from 1; a character is a code point) in an SQL text. */
export function positionInSql(sql: string, position: number): PositionInSql {
  const before = Array.from(sql).slice(0, position - 1).join("");
  const start = before.lastIndexOf("\n") + 1;
  const end = sql.indexOf("\n", start);
  return {
    line: before.split("\n").length,
    column: Array.from(before.slice(start)).length + 1,
    text: sql.slice(start, end < 0 ? undefined : end),
  };
}

/** No connection could be made: wrong address, refused, authentication failed. Exit code 1. */
export class ConnectionError extends MigratorError {
  /** The SQLSTATE, where it was the server that refused. */
  readonly sqlstate?: string;

  /** An error of this kind. */
  constructor(message: string, details: ErrorDetails & { readonly sqlstate?: string } = {}) {
    super("connection_error", message, details);
    this.sqlstate = details.sqlstate;
  }
}
