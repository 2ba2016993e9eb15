import type { Config } from "../config/mod.ts";
import { CommandError } from "../errors/mod.ts";
import type { MigrationEvent } from "../migration/mod.ts";
import type { RecordedRevisions } from "../migration/history/recorded.ts";
import { DEFAULT_HISTORY_TABLE, type HistorySettings } from "../migration/history/settings.ts";
import type { Files, Platform } from "../platform/mod.ts";
import type { Project } from "./project.ts";
import type { Revision } from "../script/revision.ts";
import { VERSION } from "./version.ts";

/** Where a run is remembered. */
export interface HistoryTableRequest {
  readonly historyTable?: string;
  readonly historySchema?: string;
  readonly noHistory: boolean;
}

/**
 * Where a run is to be remembered, from the command line, else from `migrator.history`,
 * `migrator.history_table` and `migrator.history_schema` of the ini; `undefined` for nowhere.
 */
export function historySettings(
  request: HistoryTableRequest,
  { options }: Config,
  { files, userName, hostName }: Platform,
  recorded?: RecordedRevisions,
): HistorySettings | undefined {
  const text = (name: string): string | null => {
    const value = options.getAlembicOption(`migrator.${name}`);
    return value === null || value === "" ? null : String(value);
  };
  if (request.noHistory || !isOn(text("history"), options)) return undefined;
  let client: string | undefined;
  return {
    table: request.historyTable ?? text("history_table") ?? DEFAULT_HISTORY_TABLE,
    schema: request.historySchema ?? text("history_schema"),
    // Looked up when there is something to record, once: the system's list of users is read for it.
    get client() {
      return client ??= [userName(), hostName()].filter((part) => part !== undefined).join("@");
    },
    toolVersion: VERSION,
    checksumOf: (revision) => {
      const withoutFile = recorded?.get(revision.id);
      return withoutFile ? withoutFile.checksum : checksumOfFile(revision, files);
    },
  };
}

function isOn(value: string | null, options: Config["options"]): boolean {
  if (value === null || value === "true") return true;
  if (value === "false") return false;
  throw new CommandError(
    "bad_option",
    `Expected true or false for migrator.history, found '${value}'`,
    { place: options.placeOf("migrator.history") },
  );
}

/** The checksum of a revision's file: as it was `read`, else as it is now. */
export function checksumOfFile(
  { path }: Pick<Revision, "path">,
  files: Files,
  read?: Project["checksums"],
): string {
  return read?.get(path) ?? files.sha256(files.readBytes(path));
}

type MissingHistory = Extract<MigrationEvent, { readonly kind: "history-not-kept" }>;

/** What to tell, and what to do, where a role may not write the history. */
export function describeMissingHistory(
  { table, exists }: Pick<MissingHistory, "table" | "exists">,
): string {
  const why = exists
    ? "this role may not read and write it, or it is another program's table"
    : "it does not exist, and this role may not make it";
  return `nothing is recorded in ${table}: ${why}\n` +
    "  hint: grant the role what is missing, name another place with --history-table and " +
    "--history-schema, or give --no-history";
}
