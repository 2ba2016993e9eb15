import type { QueryResult } from "../database/connection.ts";
import type { VersionTableSql } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import type { Statement } from "../sql/statement.ts";
import type { PlannedStep, VersionWrite } from "./plan_step.ts";

/** A change to the version rows which the server refuses unless it meets exactly one. */
export function strictWrite(write: VersionWrite, sql: VersionTableSql): Statement {
  switch (write.kind) {
    case "insert":
      return { sql: sql.insert(write.version) };
    case "update":
      return sql.updateOne(write.from, write.to);
    case "delete":
      return sql.deleteOne(write.version);
  }
}

/** The statement of a change to the version rows. */
export function versionWriteSql(write: VersionWrite, sql: VersionTableSql): string {
  switch (write.kind) {
    case "insert":
      return sql.insert(write.version);
    case "update":
      return sql.update(write.from, write.to);
    case "delete":
      return sql.delete(write.version);
  }
}

/** Throws Alembic's error if a change to the version rows did not meet exactly one. */
export function checkVersionWrite(
  write: VersionWrite,
  versionTable: string,
  { rowCount }: QueryResult,
): void {
  if (write.kind === "insert" || rowCount === 1) return;
  throw versionMismatch(write, versionTable, rowCount ?? 0);
}

/** Alembic's error for a change to the version rows that met `count` of them. */
export function versionMismatch(
  write: VersionWrite,
  versionTable: string,
  count: number,
): CommandError {
  const doing = write.kind === "update"
    ? `updating '${write.from}' to '${write.to}'`
    : `${write.kind === "insert" ? "inserting" : "deleting"} '${write.version}'`;
  return new CommandError(
    "version_row_mismatch",
    `Online migration expected to match one row when ${doing} in '${versionTable}'; ${count} found`,
  );
}

/** Applies a change to the rows as the program knows them. */
export function applyVersionWrite(rows: Set<string>, write: VersionWrite): void {
  if (write.kind === "insert") rows.add(write.version);
  else if (write.kind === "delete") rows.delete(write.version);
  else {
    rows.delete(write.from);
    rows.add(write.to);
  }
}

/** The version rows once steps have changed them. */
export function rowsAfter(
  before: readonly string[],
  steps: readonly PlannedStep[],
): readonly string[] {
  const rows = new Set(before);
  for (const step of steps) for (const write of step.writes) applyVersionWrite(rows, write);
  return [...rows];
}
