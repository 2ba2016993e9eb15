import { hidePasswords } from "../../config/secrets.ts";
import {
  ConnectionError,
  DatabaseError,
  MigratorError,
  type Place,
  type ServerReport,
} from "../../errors/mod.ts";
import { PythonError } from "../../python/runtime/errors.ts";
import type { FailedRun } from "../failed_run.ts";
import type { ErrorRecord, PlaceRecord, ServerRecord } from "./records.ts";

/** An error as data: what its text for a person says, and nothing that the text keeps back. */
export function errorRecord(error: unknown, run: FailedRun | null): ErrorRecord {
  const step = run?.event.step;
  const known = error instanceof MigratorError ? error : null;
  return {
    code: codeOf(error),
    message: hidePasswords(messageOf(error)),
    hint: known?.hint ?? null,
    place: known?.place ? placeRecord(known.place) : null,
    traceback: error instanceof PythonError
      ? error.traceback.map((entry) => ({ ...placeRecord(entry), function: entry.functionName }))
      : [],
    revision: step?.isStamp === false ? step.revision.id : null,
    direction: step?.isStamp === false ? step.direction : null,
    sql: error instanceof DatabaseError ? error.sql ?? null : null,
    server: serverRecord(error),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof PythonError) {
    if (error.typeName === "SystemExit") return "system_exit";
    if (error.typeName === "alembic.util.exc.CommandError") return "command_error";
  }
  if (error instanceof MigratorError) return error.code;
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? "system_error" : "internal_error";
}

function messageOf(error: unknown): string {
  if (error instanceof PythonError && codeOf(error) !== error.code) return error.detail;
  return error instanceof Error ? error.message : String(error);
}

/** A place as data. */
export function placeRecord({ path, line, column }: Place): PlaceRecord {
  return { path, line: line ?? null, column: column ?? null };
}

function serverRecord(error: unknown): ServerRecord | null {
  if (error instanceof ConnectionError && error.sqlstate !== undefined) {
    return reportRecord({ sqlstate: error.sqlstate });
  }
  if (!(error instanceof DatabaseError) || error.report.sqlstate === undefined) return null;
  return reportRecord(error.report);
}

function reportRecord(report: ServerReport): ServerRecord {
  const safe = (text: string | undefined) => text === undefined ? null : hidePasswords(text);
  return {
    severity: report.severity ?? null,
    sqlstate: report.sqlstate ?? null,
    detail: safe(report.detail),
    hint: report.serverHint ?? null,
    position: report.position ?? null,
    schema: report.schema ?? null,
    table: report.table ?? null,
    column: report.column ?? null,
    constraint: report.constraint ?? null,
    context: safe(report.where),
    internal_query: report.internalQuery ?? null,
  };
}
