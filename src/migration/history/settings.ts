import type { Revision } from "../../script/revision.ts";

/** How a run remembers what it does, beside the version table. */
export interface HistorySettings {
  readonly table: string;
  /** `null`: the schema of the version table. */
  readonly schema: string | null;
  /** Who runs it, and where: the operating system's user and the machine. */
  readonly client: string;
  readonly toolVersion: string;
  /** The checksum of a revision's file; of one that has no file, what it was when it had. */
  readonly checksumOf: (revision: Revision) => string | null;
}

/** The name of the table where nobody chooses another. */
export const DEFAULT_HISTORY_TABLE = "migrator_history";

/** Whether a table is one of those that the history named `history` is kept in. */
export function isHistoryTable(table: string, history: string = DEFAULT_HISTORY_TABLE): boolean {
  return table === history || table === `${history}_progress`;
}
