import { MigratorError } from "../../errors/mod.ts";
import type { RevisionBody } from "../../revision/body.ts";
import type { Revision } from "../../script/revision.ts";
import { autocommitMarker, hasMarkers } from "../../script/sql_file.ts";
import { splitSql } from "../../script/sql_split.ts";
import { type OfflineSettings, unsentItems } from "../offline_function.ts";

/** The SQL that takes an upgrade back, or why there is none. */
export type DownSql =
  | { readonly sql: string; readonly missing: null }
  | { readonly sql: null; readonly missing: string };

/** How much of it is kept, in characters. */
export const DOWN_SQL_LIMIT = 100_000;

/**
 * What a revision's `downgrade` would send, as the text of a SQL revision's part: what runs outside a
 * transaction stands between its markers. It is looked for after the upgrade's own function has been read,
 * in a body of its own, so that nothing of the one is seen by the other.
 */
export async function downSqlOf(
  revision: Revision,
  body: RevisionBody,
  settings: OfflineSettings,
): Promise<DownSql> {
  const options = { ...settings.options, literalBinds: true, paramstyle: "named" } as const;
  try {
    const preview = body.preview === undefined ? body : body.preview("downgrade");
    if (typeof preview === "string") return { sql: null, missing: preview };
    if (preview.lacks("downgrade")) return { sql: null, missing: "the file has no downgrade" };
    const items = await unsentItems({ revision, direction: "downgrade", body: preview }, {
      ...settings,
      options,
    });
    let sql = "";
    for (const item of items) {
      if (item.kind === "note" || item.kind === "together" || item.kind === "transaction") continue;
      if (item.kind === "autocommit") {
        sql += `${autocommitMarker(item.active ? "begin" : "end")}\n\n`;
      } else if (hasMarkers(item.statement.sql)) {
        return { sql: null, missing: "a statement has a line that looks like a marker" };
      } else if (item.statement.parameters !== undefined) {
        return { sql: null, missing: "a statement has separate parameters" };
      } else sql += `${ended(item.statement.sql.trim())}\n\n`;
      if (sql.length > DOWN_SQL_LIMIT) {
        return { sql: null, missing: `it is longer than ${DOWN_SQL_LIMIT} characters` };
      }
    }
    // What cannot be cut into statements again could not be run.
    splitSql(sql, { path: revision.path });
    if (holdsPassword(sql)) return { sql: null, missing: "it holds a password" };
    return { sql: sql.trimEnd(), missing: null };
  } catch (error) {
    return { sql: null, missing: reason(error) };
  }
}

/** A statement with its semicolon, which a comment at its end must not hide. */
function ended(sql: string): string {
  return sql.slice(sql.lastIndexOf("\n") + 1).includes("--") ? `${sql}\n;` : `${sql};`;
}

function reason(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof MigratorError && at.code === "unsent_read") {
      return "it reads from the database";
    }
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!.slice(0, 300);
}

/** Whether a statement sets a password, which is not to be kept. */
export function holdsPassword(sql: string): boolean {
  return /\bpassword\s*(?:=>?\s*)?e?'/i.test(sql);
}
