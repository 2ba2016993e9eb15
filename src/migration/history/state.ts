import type { Connection } from "../../database/connection.ts";
import type {
  HistoryEntries,
  HistorySql,
  ProgressState,
  VersionTableSql,
} from "../../dialect/dialect.ts";

/** What a database says about its past when a run begins. */
export interface DatabaseState {
  /** Whether the version table exists. */
  readonly exists: boolean;
  /** The version rows, in the database's order. */
  readonly rows: readonly string[];
  /** `null` where no history is kept or looked at. */
  readonly history: HistoryState | null;
}

/** What the tables of the history are and hold. */
export interface HistoryState {
  readonly exists: boolean;
  readonly progressExists: boolean;
  /** Whether this role may write the history, after making what is missing of it. */
  readonly writable: boolean;
  /**
   * The checksums of the files of revisions that were upgraded to last; empty unless asked for, and where they are
   * just those that were expected.
   */
  readonly checksums: ReadonlyMap<string, string>;
  /** The last time each revision was run; empty unless asked for. */
  readonly last: ReadonlyMap<string, LastRun>;
  /** The record of unfinished steps, in the order of their statements. */
  readonly progress: readonly ProgressRow[];
}

/** The last entry of a revision. */
export interface LastRun {
  readonly direction: "upgrade" | "downgrade";
  readonly checksum: string | null;
  readonly file: string | null;
  /** As the server writes a time in JSON. */
  readonly finishedAt: string;
  /** What it stood on then, dependencies included. */
  readonly downRevisions: readonly string[];
}

/** A recorded part of an unfinished step. */
export interface ProgressRow {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly position: number;
  readonly statements: number;
  readonly hash: string;
  readonly excerpt: string;
  readonly kind: string;
  readonly state: ProgressState;
  /** What was found before the statement was run; `null` where nothing was looked for. */
  readonly foundBefore: string | null;
  /** The results that the body was given, as JSON by their statements; `null` if it was given none. */
  readonly results: string | null;
  /** The session that wrote the record; `null` where that cannot be seen. */
  readonly backend: string | null;
  readonly startedAt: string;
}

/** What of the past is read beside the version rows. */
export interface StateRequest {
  /** With `last`, the checksums are there as well. A function is asked while the server looks what there is. */
  readonly entries: StateEntries | (() => StateEntries | Promise<StateEntries>);
}

/** What is read of the history's entries: nothing, the last one of each revision, or checksums. */
export type StateEntries = "none" | "last" | { readonly otherThan: ExpectedChecksums | null };

/** Checksums that need not be read if they are what the database has. */
export interface ExpectedChecksums {
  readonly count: number;
  /** All of them in one, as `digestOfChecksums` tells it. It is asked for while the server computes its own. */
  readonly digest: () => string;
}

/**
 * Reads the version rows, and what the history says, in as many messages as the version rows take
 * alone: one that finds out what there is, and one that reads it.
 */
export async function readDatabaseState(
  connection: Pick<Connection, "execute" | "serverVersion">,
  versionSql: VersionTableSql,
  historySql: HistorySql | null,
  request: StateRequest = { entries: "none" },
): Promise<DatabaseState> {
  if (historySql === null) return await readVersionRows(connection, versionSql);
  const probing = connection.execute({ sql: historySql.probe });
  const asked = typeof request.entries === "function" ? request.entries() : request.entries;
  const { rows: [found] } = await answerBefore(probing, asked);
  const wanted = await asked;
  const [exists, hasHistory, hasProgress, mayCreate, mayUse] = found!.map((cell) => cell === "t");
  const writable = mayUse! && (hasHistory! && hasProgress! || mayCreate!);
  const state = {
    exists: hasHistory!,
    progressExists: hasProgress!,
    writable,
    checksums: new Map<string, string>(),
    last: new Map<string, LastRun>(),
    progress: [],
  };
  if (!exists) return { exists: false, rows: [], history: state };
  if (!hasHistory && !hasProgress || !mayUse) {
    const { rows } = await connection.execute({ sql: versionSql.select });
    return { exists: true, rows: rows.map(([version]) => version ?? ""), history: state };
  }
  const read = async (entries: HistoryEntries): Promise<RawState> => {
    const { serverVersion } = connection;
    const sql = historySql.read({ entries, progress: hasProgress!, serverVersion });
    const { rows: [found] } = await connection.execute({ sql });
    const [rows, kept, progress] = found!.map((cell) => cell === null ? [] : JSON.parse(cell));
    return [rows, kept, progress];
  };
  const entries = hasHistory ? wanted : "none";
  const [rows, kept, progress] = typeof entries === "string"
    ? await read(entries)
    : await readUnlessExpected(read, entries.otherThan);
  return {
    exists: true,
    rows: rows.map((version) => version ?? ""),
    history: {
      ...state,
      ...entries === "last"
        ? lastRuns(kept as readonly LastRow[])
        : { checksums: new Map(kept as readonly (readonly [string, string])[]) },
      progress: progress.map(progressRow),
    },
  };
}

/** Reads the checksums, which are none where the server's digest of them is the expected one. */
async function readUnlessExpected(
  read: (entries: HistoryEntries) => Promise<RawState>,
  expected: ExpectedChecksums | null,
): Promise<RawState> {
  const reading = read({ digestOf: expected?.count ?? null });
  const [found, digest] = await Promise.all([reading, expected?.digest()]);
  const [rows, kept, progress] = found;
  if (typeof kept !== "string") return found;
  return kept === digest ? [rows, [], progress] : await read({ digestOf: null });
}

/** The answer of the server, which is waited for whatever becomes of what is asked meanwhile. */
async function answerBefore<T>(answer: Promise<T>, meanwhile: unknown): Promise<T> {
  if (meanwhile instanceof Promise) meanwhile.catch(() => {});
  return await answer;
}

function lastRuns(rows: readonly LastRow[]): Pick<HistoryState, "checksums" | "last"> {
  const last = new Map<string, LastRun>();
  const checksums = new Map<string, string>();
  for (const [id, direction, checksum, file, finishedAt, downRevisions] of rows) {
    last.set(id, { direction, checksum, file, finishedAt, downRevisions });
    if (direction === "upgrade" && checksum !== null) checksums.set(id, checksum);
  }
  return { checksums, last };
}

/** The version rows, what the entries are as JSON, and the record of unfinished steps. */
type RawState = [rows: (string | null)[], kept: unknown, progress: RawProgress[]];

type LastRow = [
  string,
  "upgrade" | "downgrade",
  string | null,
  string | null,
  string,
  readonly string[],
];

type RawProgress =
  & Omit<ProgressRow, "foundBefore" | "startedAt">
  & { readonly found_before: string | null; readonly started_at: string };

function progressRow({ found_before, started_at, ...row }: RawProgress): ProgressRow {
  return { ...row, foundBefore: found_before, startedAt: started_at };
}

async function readVersionRows(
  connection: Pick<Connection, "execute">,
  sql: VersionTableSql,
): Promise<DatabaseState> {
  const exists = (await connection.execute({ sql: sql.exists })).rows.length > 0;
  if (!exists) return { exists, rows: [], history: null };
  const { rows } = await connection.execute({ sql: sql.select });
  return { exists, rows: rows.map(([version]) => version ?? ""), history: null };
}
