import { MigratorError } from "../../errors/mod.ts";
import type { RevisionBody } from "../../revision/body.ts";
import type { Revision } from "../../script/revision.ts";
import { splitSql } from "../../script/sql_split.ts";
import { offlineItems, type OfflineSettings } from "../offline_function.ts";

/** The SQL that takes an upgrade back, or why there is none. */
export type DownSql =
  | { readonly sql: string; readonly missing: null }
  | { readonly sql: null; readonly missing: string };

/** How much of it is kept, in characters. */
export const DOWN_SQL_LIMIT = 100_000;

/**
 * What a revision's `downgrade` would do, as a script: the statements as `--sql` has them, with
 * COMMIT and BEGIN around what runs outside a transaction. It is looked for after the upgrade's own
 * function has been read, in a body of its own, so that nothing of the one is seen by the other.
 */
export async function downSqlOf(
  revision: Revision,
  body: RevisionBody,
  settings: OfflineSettings,
): Promise<DownSql> {
  const preview = body.preview === undefined ? body : body.preview("downgrade");
  if (typeof preview === "string") return { sql: null, missing: preview };
  if (preview.lacks("downgrade")) return { sql: null, missing: "the file has no downgrade" };
  const options = { ...settings.options, literalBinds: true, paramstyle: "named" } as const;
  try {
    const items = await offlineItems({ revision, direction: "downgrade", body: preview }, {
      ...settings,
      options,
    });
    const { begin, commit } = settings.dialect.transaction;
    let sql = "";
    for (const item of items) {
      if (item.kind === "note" || item.kind === "together") continue;
      if (item.kind === "autocommit") sql += `${item.active ? commit : begin};\n\n`;
      else if (item.statement.parameters !== undefined) {
        return { sql: null, missing: "a statement has separate parameters" };
      } else sql += `${item.statement.sql.trim()};\n\n`;
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

function reason(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof MigratorError && at.code === "offline_read") {
      return "it reads from the database";
    }
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!.slice(0, 300);
}

/** Whether a statement sets a password, which is not to be kept. */
export function holdsPassword(sql: string): boolean {
  return /\bpassword\s*(?:=>?)?\s*e?'/i.test(sql);
}
