import { DatabaseError, type ServerReport } from "../errors/mod.ts";
import type { Notice } from "./connection.ts";

/**
 * A message from the server as `pg-protocol` parses it. The driver for servers and the embedded
 * database use the same parser, so both give these.
 */
export type BackendMessage =
  | { readonly name: "rowDescription"; readonly fields: readonly BackendField[] }
  | { readonly name: "dataRow"; readonly fields: readonly (string | null)[] }
  | { readonly name: "commandComplete"; readonly text: string }
  | { readonly name: "readyForQuery"; readonly status: string }
  | ({ readonly name: "error" | "notice" } & BackendReport)
  | { readonly name: "emptyQuery" | "copyInResponse" | "copyOutResponse" | "other" };

interface BackendField {
  readonly name: string;
  readonly dataTypeID: number;
}

/** The fields of ErrorResponse and NoticeResponse (PostgreSQL manual, 55.8). */
export interface BackendReport {
  readonly message?: string;
  readonly severity?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly internalQuery?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** The server's refusal of `sql` as an error of the program. */
export function databaseError(report: BackendReport, sql: string | undefined): DatabaseError {
  return new DatabaseError(report.message ?? "the server reported an error without a message", {
    sql,
    report: serverReport(report),
  });
}

/** What a report says, under the names of the program, without what it does not say. */
export function serverReport(report: BackendReport): ServerReport {
  const position = report.position === undefined ? undefined : Number(report.position);
  const entries: ServerReport = {
    sqlstate: report.code,
    severity: report.severity,
    detail: report.detail,
    serverHint: report.hint,
    position,
    schema: report.schema,
    table: report.table,
    column: report.column,
    constraint: report.constraint,
    where: report.where,
    internalQuery: report.internalQuery,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** A notice under the names of the program. */
export function makeNotice(report: BackendReport): Notice {
  return {
    severity: report.severity ?? "NOTICE",
    message: report.message ?? "",
    sqlstate: report.code,
  };
}
