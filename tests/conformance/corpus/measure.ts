/** Every function of a versions directory by migrator, beside what Alembic writes for it. */
import { cpuUsage } from "node:process";
import { postgresql } from "../../../src/dialect/postgresql/postgresql.ts";
import { DEFAULT_OPTIONS } from "../../../src/environment/environment.ts";
import { offlineScript } from "../../../src/migration/mod.ts";
import { denoPlatform } from "../../../src/platform/deno.ts";
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
  readonly speed: Speed;
}

/** What it takes to read the files that Alembic can load, and to write the SQL of both functions of each. */
export interface Speed {
  readonly files: number;
  /** Processor time of all threads, in seconds. */
  readonly seconds: number;
  /** Time from start to end, in seconds. */
  readonly elapsed: number;
  /** Alembic's time; `null` where it was not recorded. */
  readonly alembicSeconds: number | null;
}

const DIRECTIONS = ["upgrade", "downgrade"] as const;
const KEYS = { upgrade: "up", downgrade: "down" } as const;

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
  const loadBody = await loaderFor(directory);
  const [loadable, others] = [rows.filter(isLoadable), rows.filter((row) => !isLoadable(row))];
  const started = cpuUsage();
  const startedAt = performance.now();
  const evaluated = await evaluateAll(directory, loadable, loadBody);
  const seconds = processorSeconds(started);
  const elapsed = (performance.now() - startedAt) / 1000;
  const all = [...evaluated, ...await evaluateAll(directory, others, loadBody)];
  return {
    directory,
    files: rows.length,
    functions: all.flatMap(({ row, scripts }) =>
      DIRECTIONS.map((direction): FunctionResult => ({
        file: row.file,
        direction,
        outcome: compare(scripts[direction], direction, row),
        empty: clean(row[KEYS[direction]] ?? "x") === "",
      }))
    ),
    headers: all.filter(({ header, row }) => header.ok && !sameHeader(header.value, row))
      .map(({ row }) => row.file),
    speed: {
      files: loadable.length,
      seconds,
      elapsed,
      alembicSeconds: loadable.every(({ seconds }) => seconds !== undefined)
        ? loadable.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
        : null,
    },
  };
}

/** Whether Alembic can load the file: what it cannot import costs it next to nothing. */
function isLoadable({ error }: AlembicRow): boolean {
  return !error?.startsWith("import:");
}

/** What migrator makes of one file. */
interface Evaluated {
  readonly row: AlembicRow;
  readonly header: Attempt<Revision>;
  readonly scripts: Readonly<Record<Direction, Attempt<string>>>;
}

async function evaluateAll(
  directory: VersionsDirectory,
  rows: readonly AlembicRow[],
  loadBody: (revision: Revision) => Promise<RevisionBody>,
): Promise<readonly Evaluated[]> {
  const read: Pick<Evaluated, "row" | "header">[] = [];
  for (const row of rows) {
    const path = `${directory.path}/${row.file}`;
    read.push({ row, header: await attempt(() => readHeader(path, row.file)) });
  }
  const evaluated: Evaluated[] = [];
  for (const { row, header } of read) {
    const body = await attempt(() => {
      if (!header.ok) throw header.error;
      return loadBody(header.value);
    });
    const script = (direction: Direction) =>
      attempt(() => {
        if (!header.ok) throw header.error;
        if (!body.ok) throw body.error;
        return offlineScript({ revision: header.value, direction, body: body.value }, SETTINGS);
      });
    const upgrade = await script("upgrade");
    evaluated.push({ row, header, scripts: { upgrade, downgrade: await script("downgrade") } });
  }
  return evaluated;
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
  const revision = await readRevisionFile(
    denoPlatform.files,
    { path, name, kind: "python" },
    { keepTexts: true },
  );
  if (revision === null) throw new Error(`${path} has no header`);
  return revision;
}

function compare(actual: Attempt<string>, direction: Direction, row: AlembicRow): Outcome {
  const key = KEYS[direction];
  const expected = row[key];
  if (expected === null) {
    return { kind: "no-yardstick", reason: row.error ?? "", error: actual.error };
  }
  if (!actual.ok) return { kind: "error", error: actual.error };
  const again = row.again?.[key] ?? null;
  if (agrees(actual.value, { first: expected, second: again ?? expected })) {
    return { kind: "same" };
  }
  const difference = documentedDifference(expected, actual.value, { timed: again !== null });
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
