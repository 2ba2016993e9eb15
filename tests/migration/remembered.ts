/** What tests of the history run with, and what they read of it. */
import type { Connection } from "../../src/database/connection.ts";
import { checksum } from "../../src/migration/history/checksum.ts";
import type { HistorySettings } from "../../src/migration/history/settings.ts";

/** A history whose files hold what `files` says, or the id of the revision. */
export function remembering(files: Readonly<Record<string, string>> = {}): HistorySettings {
  return {
    table: "migrator_history",
    schema: null,
    client: "alice@wonderland",
    toolVersion: "9.9.9",
    checksumOf: ({ id }) => checksum(files[id] ?? id),
  };
}

/** Columns of the history as the server writes them, in the order of its entries. */
export async function entries(connection: Connection, columns: string): Promise<unknown> {
  const { rows } = await connection.execute({
    sql: `SELECT ${columns} FROM migrator_history ORDER BY id`,
  });
  return rows;
}
