import { DatabaseError, formatPlace, type MigratorError } from "../errors/mod.ts";

function field(name: string, value: string | undefined): string {
  if (!value) return "";
  const [first, ...rest] = value.split("\n");
  const indent = " ".repeat(12);
  return `  ${name.padEnd(9)} ${[first, ...rest.map((line) => indent + line)].join("\n")}\n`;
}

/** The line and column of a position in a statement, with the line and a mark under it. */
function pointTo(sql: string, position: number): string {
  // The server counts characters, not UTF-16 units.
  const before = [...sql].slice(0, position - 1).join("");
  const lines = before.split("\n");
  const line = sql.split("\n")[lines.length - 1] ?? "";
  const column = [...lines.at(-1)!].length;
  return `line ${lines.length}: ${line.trimEnd()}\n${
    " ".repeat(`line ${lines.length}: `.length + column)
  }^`;
}

/**
 * The text of an error for a person: what failed, where, the SQL, what the server said, and what can be
 * done. Several lines, the last one ended.
 */
export function describeError(error: MigratorError): string {
  const place = error.place ? formatPlace(error.place) : undefined;
  if (!(error instanceof DatabaseError)) {
    return `error: ${error.message}\n${field("at", place)}${field("hint", error.hint)}`;
  }
  const { report, sql } = error;
  return `error: ${error.message}\n` +
    field("at", place) +
    field("SQL", sql?.trim()) +
    field("position", sql && report.position ? pointTo(sql, report.position) : undefined) +
    field("detail", report.detail) +
    field("hint", report.serverHint) +
    field("context", report.where) +
    field("SQLSTATE", report.sqlstate) +
    field("to do", error.hint);
}
