import { type ErrorDetails, MigratorError } from "./error.ts";

/** What the server said about a failed statement (PostgreSQL manual, "Error and Notice Message Fields"). */
export interface ServerReport {
  /** The five-character SQLSTATE. */
  readonly sqlstate?: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly serverHint?: string;
  /** Position of the error in the statement text, in characters, from 1. */
  readonly position?: number;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly where?: string;
}

/** A statement that the server refused, or a connection that could not be used. Exit code 1. */
export class DatabaseError extends MigratorError {
  readonly report: ServerReport;
  /** The statement that failed, without parameter values. */
  readonly sql?: string;

  constructor(
    message: string,
    details: ErrorDetails & { readonly sql?: string; readonly report?: ServerReport } = {},
  ) {
    super("database_error", message, details);
    this.report = details.report ?? {};
    this.sql = details.sql;
  }
}

/** No connection could be made: wrong address, refused, authentication failed. Exit code 1. */
export class ConnectionError extends MigratorError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("connection_error", message, details);
  }
}
