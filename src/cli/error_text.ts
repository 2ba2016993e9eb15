import { DatabaseError, formatPlace, type MigratorError, positionInSql } from "../errors/mod.ts";
import { hidePasswords } from "../config/secrets.ts";
import { PythonError } from "../python/runtime/errors.ts";
import { type FailedRun, stateAfter } from "./failed_run.ts";

/** How much of a statement is shown: bulk inserts and dumps have megabytes. */
const LINES_SHOWN = 24;
const COLUMNS_SHOWN = 160;

const LABEL_WIDTH = 10;
const INDENT = " ".repeat(LABEL_WIDTH + 2);

/**
 * The text of an error for a person: what failed, in which revision and where, the SQL, what the server
 * said, what can be done, and what state the database is left in. Several lines, the last one ended.
 * Passwords of URLs in it are replaced by `***`.
 */
export function describeError(error: MigratorError, run: FailedRun | null = null): string {
  const message = error instanceof DatabaseError ? indented(error.message, 7) : error.message;
  const step = run?.event.step;
  const serverHint = error instanceof DatabaseError ? error.report.serverHint : undefined;
  return [
    `error: ${hidePasswords(message)}\n`,
    field("revision", step?.isStamp === false ? `${step.revision.id}, ${step.direction}` : null),
    field("at", error.place && formatPlace(error.place)),
    ...callers(error).map((caller) => field("called at", caller)),
    ...(error instanceof DatabaseError ? serverFields(error) : []),
    field(serverHint === undefined ? "hint" : "to do", error.hint),
    field("database", run && stateAfter(run, error)),
  ].join("");
}

/**
 * Where the functions of the user's files were called from, the innermost call first; a call that
 * repeats itself is shown once, with how often.
 */
function callers(error: MigratorError): readonly string[] {
  if (!(error instanceof PythonError)) return [];
  const places: { text: string; times: number }[] = [];
  for (const place of error.traceback.slice(0, -1).reverse()) {
    const text = formatPlace(place);
    const last = places.at(-1);
    if (last?.text === text) last.times++;
    else places.push({ text, times: 1 });
  }
  return places.map(({ text, times }) => times === 1 ? text : `${text} (${times} times)`);
}

function serverFields({ report, sql }: DatabaseError): readonly string[] {
  const position = sql === undefined ? undefined : report.position;
  return [
    field("SQL", sql === undefined ? null : excerpt(sql, position)),
    field("position", sql && position ? pointTo(sql, position) : null),
    field("inside", report.internalQuery),
    field("detail", report.detail && hidePasswords(report.detail)),
    field("hint", report.serverHint),
    field("context", report.where && hidePasswords(report.where)),
    field("SQLSTATE", report.sqlstate),
  ];
}

/** One labelled entry; a text of several lines goes on below its beginning. */
function field(label: string, text: string | null | undefined): string {
  if (!text) return "";
  return `  ${label.padEnd(LABEL_WIDTH - 1)} ${indented(text, INDENT.length)}\n`;
}

function indented(text: string, columns: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(columns)}`);
}

/** The statement, or of a long one the lines around the error, each cut to a readable length. */
function excerpt(sql: string, position: number | undefined): string {
  const lines = sql.trimEnd().split("\n");
  const first = firstLine(lines);
  const failing = position === undefined ? 0 : positionInSql(sql, position).line - 1;
  const last = Math.max(first, lines.length - LINES_SHOWN);
  const start = Math.min(Math.max(first, failing - LINES_SHOWN / 2), last);
  const end = Math.min(start + LINES_SHOWN, lines.length);
  const shown = withoutMargin(lines.slice(start, end)).map((line) =>
    line.length > COLUMNS_SHOWN ? `${line.slice(0, COLUMNS_SHOWN)} …` : line
  );
  if (start > first) shown.unshift(`… ${linesOf(start - first)} before`);
  if (end < lines.length) shown.push(`… ${linesOf(lines.length - end)} more`);
  return shown.join("\n");
}

function linesOf(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}

/** The lines without the blanks that all of them begin with. */
function withoutMargin(lines: readonly string[]): string[] {
  const margins = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin));
}

/** The line of a position, with a mark under it; lines are counted as they are shown. */
function pointTo(sql: string, position: number): string {
  const { line, column, text } = positionInSql(sql, position);
  const skipped = firstLine(sql.split("\n"));
  const characters = [...text];
  const margin = Math.max(0, text.search(/\S/));
  const start = column <= margin + COLUMNS_SHOWN
    ? Math.min(margin, column - 1)
    : column - COLUMNS_SHOWN / 2;
  const part = characters.slice(start, start + COLUMNS_SHOWN).join("").trimEnd();
  const label = `line ${line - skipped}: ${start > margin ? "… " : ""}`;
  const after = start + COLUMNS_SHOWN < characters.length ? " …" : "";
  return `${label}${part}${after}\n${" ".repeat(label.length + column - 1 - start)}^`;
}

/** How many lines stand before the first that is not blank. */
function firstLine(lines: readonly string[]): number {
  return Math.max(0, lines.findIndex((line) => line.trim() !== ""));
}
