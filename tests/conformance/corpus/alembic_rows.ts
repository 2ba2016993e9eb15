/** What the real Alembic writes for the files of a versions directory: recorded beside it, or made. */
import { run } from "../../support/process.ts";

/** What `oracle.py` says of one file. */
export interface AlembicRow {
  readonly file: string;
  /** `null` where Alembic has no SQL for it: see `error`. */
  readonly up: string | null;
  readonly down: string | null;
  readonly error: string | null;
  readonly revision?: string;
  readonly down_revision?: string | readonly string[] | null;
  readonly depends_on?: string | readonly string[] | null;
  /** What a second run wrote, where that was something else. */
  readonly again?: { readonly up?: string | null; readonly down?: string | null };
  /** The processor time that Alembic took for it; its own start is not in it. */
  readonly seconds?: number;
}

const ORACLE = new URL("./oracle.py", import.meta.url).pathname;

/**
 * The rows recorded in `<directory>.jsonl`. Where there are none (or with `fresh`), `python` is asked
 * to make them: a command that starts a Python with Alembic.
 *
 * @throws {Error} when there are none and no `python` was given, or it fails
 */
export async function alembicRows(
  directory: string,
  options: { readonly python: string | null; readonly fresh: boolean },
): Promise<readonly AlembicRow[]> {
  const path = `${directory}.jsonl`;
  const recorded = options.fresh ? null : await readOrNull(path);
  if (recorded !== null) return parse(recorded);
  if (options.python === null) {
    throw new Error(`${path} is missing, and there is no --python to make it with`);
  }
  const { code, stdout, stderr } = await run(options.python, [ORACLE, directory]);
  if (code !== 0) throw new Error(`${options.python} ${ORACLE} ${directory}: ${stderr}`);
  await Deno.writeTextFile(path, stdout);
  return parse(stdout);
}

function parse(lines: string): readonly AlembicRow[] {
  return lines.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
