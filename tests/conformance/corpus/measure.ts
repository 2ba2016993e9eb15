/** Every function of a versions directory by migrator, beside what Alembic writes for it. */
import { cpuUsage } from "node:process";
import { postgresql } from "../../../src/dialect/postgresql/postgresql.ts";
import { DEFAULT_OPTIONS } from "../../../src/environment/environment.ts";
import { offlineScript } from "../../../src/migration/mod.ts";
import { denoPlatform } from "../../../src/platform/mod.ts";
import type { Direction, RevisionBody } from "../../../src/revision/body.ts";
import { readRevisionFile } from "../../../src/script/load.ts";
import type { Revision } from "../../../src/script/revision.ts";
import { agrees, clean } from "./agreement.ts";
import type { AlembicRow } from "./alembic_rows.ts";
import { loaderFor, type VersionsDirectory } from "./directory.ts";
import { documentedDifference } from "./documented.ts";

/** What came of one function. Where Alembic has no SQL, nothing can be the same or different. */
export type Outcome =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly expected: string; readonly actual: string }
  /** Different on purpose. */
  | { readonly kind: "documented"; readonly difference: string }
  | { readonly kind: "error"; readonly error: unknown }
  /** Alembic has none, and why; migrator's SQL, or its error. */
  | {
    readonly kind: "no-yardstick";
    readonly reason: string;
    readonly error: unknown;
  };

/** One function of one file. */
export interface FunctionResult {
  readonly file: string;
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Whether there is nothing to do, according to Alembic. */
  readonly empty: boolean;
}

/** One versions directory. */
export interface DirectoryResult {
  readonly directory: VersionsDirectory;
  readonly files: number;
  readonly functions: readonly FunctionResult[];
  /** Files whose header says something else to Alembic. */
  readonly headers: readonly string[];
  /** Processor time. */
  readonly seconds: number;
  /** Alembic's time; `null` where it was not recorded. */
  readonly alembicSeconds: number | null;
}

const SETTINGS = {
  dialect: postgresql,
  options: {
    literalBinds: true,
    paramstyle: "pyformat",
    transactionalDdl: DEFAULT_OPTIONS.transactionalDdl,
  },
} as const;

/** Measures a directory; only files that the rows name are looked at. */
export async function measure(
  directory: VersionsDirectory,
  rows: readonly AlembicRow[],
): Promise<DirectoryResult> {
  const functions: FunctionResult[] = [];
  const headers: string[] = [];
  const started = cpuUsage();
  const loadBody = await loaderFor(directory);
  for (const row of rows) {
    const path = `${directory.path}/${row.file}`;
    const header = await attempt(() => readHeader(path, row.file));
    const body = await attempt(() => loadBody({ kind: "python", path } as Revision));
    if (header.ok && !sameHeader(header.value, row)) headers.push(row.file);
    for (const direction of ["upgrade", "downgrade"] as const) {
      const outcome = await compare(header, body, direction, row);
      const empty = clean((direction === "upgrade" ? row.up : row.down) ?? "x") === "";
      functions.push({ file: row.file, direction, outcome, empty });
    }
  }
  return {
    directory,
    files: rows.length,
    functions,
    headers,
    seconds: processorSeconds(started),
    alembicSeconds: rows.every(({ seconds }) => seconds !== undefined)
      ? rows.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
      : null,
  };
}

/** Processor time of this process since a moment: what else the machine does is not in it. */
function processorSeconds(since: ReturnType<typeof cpuUsage>): number {
  const { user, system } = cpuUsage(since);
  return (user + system) / 1e6;
}

/** A value, or the error in its place. */
type Attempt<T> =
  | { readonly ok: true; readonly value: T; readonly error?: undefined }
  | { readonly ok: false; readonly error: unknown };

async function attempt<T>(work: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

async function readHeader(path: string, name: string): Promise<Revision> {
  const revision = await readRevisionFile(denoPlatform.files, { path, name, kind: "python" });
  if (revision === null) throw new Error(`${path} has no header`);
  return revision;
}

async function compare(
  header: Attempt<Revision>,
  body: Attempt<RevisionBody>,
  direction: Direction,
  row: AlembicRow,
): Promise<Outcome> {
  const key = direction === "upgrade" ? "up" : "down";
  const expected = row[key];
  const actual = await attempt(() => {
    if (!header.ok) throw header.error;
    if (!body.ok) throw body.error;
    return offlineScript({ revision: header.value, direction, body: body.value }, SETTINGS);
  });
  if (expected === null) {
    return { kind: "no-yardstick", reason: row.error ?? "", error: actual.error };
  }
  if (!actual.ok) return { kind: "error", error: actual.error };
  if (agrees(actual.value, { first: expected, second: row.again?.[key] ?? expected })) {
    return { kind: "same" };
  }
  const difference = documentedDifference(expected, actual.value);
  if (difference !== null) return { kind: "documented", difference };
  return { kind: "different", expected: clean(expected), actual: clean(actual.value) };
}

function sameHeader({ id, downRevisions, dependsOn }: Revision, row: AlembicRow): boolean {
  if (row.revision === undefined) return true;
  const same = (ours: readonly string[], theirs: AlembicRow["down_revision"]) =>
    [...ours].sort().join() === [theirs ?? []].flat().filter((id) => id !== "").sort().join();
  return id === row.revision && same(downRevisions, row.down_revision) &&
    same(dependsOn, row.depends_on);
}
