/** The first revision of an application, by real Alembic and by migrator. */
import { fileURLToPath } from "node:url";
import { migrator } from "../../../support/command.ts";
import { testDatabase } from "../../../support/postgres.ts";
import { type Finished, run } from "../../../support/process.ts";
import { type Application, copyWithoutRevisions, findRevision } from "./application.ts";

const ALEMBIC = fileURLToPath(new URL("./alembic_with_stand_ins.py", import.meta.url));
const ID = "000000000001";

/** What came of an application. */
export interface ModelsResult {
  readonly application: Application;
  /** How many tables Alembic's revision creates; `null` where it writes none. */
  readonly tables: number | null;
  /** Packages that are not installed, for which the yardstick has a stand-in. */
  readonly standIns: readonly string[];
  /** Imports that migrator writes besides, without which the revision would not run. */
  readonly imports: readonly string[];
  /** The lines that differ, or why one of the two writes no revision; empty where they are the same. */
  readonly difference: readonly string[];
}

/** Has both write the first revision of an application, each in a copy of it and on an empty database of its own. */
export async function compareFirstRevision(
  application: Application,
  python: string,
): Promise<ModelsResult> {
  const common = [
    "-c",
    application.ini,
    "revision",
    "--autogenerate",
    "-m",
    "first",
    "--rev-id",
    ID,
  ];
  const alembic = await written(
    application,
    (options) => run(python, [ALEMBIC, ...common], options),
  );
  const standIns = [...alembic.stderr.matchAll(/^STAND-IN (\S+)$/gm)].map((match) => match[1]!);
  if (alembic.text === null) {
    return {
      application,
      tables: null,
      standIns,
      imports: [],
      difference: why("Alembic", alembic),
    };
  }
  const tables = alembic.text.split("op.create_table(").length - 1;
  const own = await written(
    application,
    (options) => migrator([...common, "--no-compare", "all"], options),
  );
  if (own.text === null) {
    return { application, tables, standIns, imports: [], difference: why("migrator", own) };
  }
  const expected = linesOf(alembic.text);
  const { lines, imports } = withoutImports(linesOf(own.text), expected);
  return { application, tables, standIns, imports, difference: differing(expected, lines) };
}

interface Written extends Finished {
  readonly text: string | null;
}

async function written(
  { top, directory, environment }: Application,
  generate: (options: { cwd: string; env: Record<string, string> }) => Promise<Finished>,
): Promise<Written> {
  await using database = await testDatabase();
  if (database === null) throw new Error("there is no PostgreSQL server");
  const { hostname, port } = new URL(database.url);
  const copy = await Deno.makeTempDir({ prefix: "migrator-models-" });
  try {
    await copyWithoutRevisions(top, copy);
    const places: Readonly<Record<string, string>> = {
      host: hostname,
      port: port === "" ? "5432" : port,
      database: database.name,
      top: copy,
    };
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\{(\w+)\}/g, (whole, place: string) => places[place] ?? whole),
      ]),
    );
    const finished = await generate({
      cwd: `${copy}/${directory}`,
      env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", MODELS_PROJECT: copy, ...env },
    });
    return { ...finished, text: await findRevision(copy, ID) };
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

function why(program: string, { stdout, stderr }: Written): readonly string[] {
  const lines = `${stderr}\n${stdout}`.trim().split("\n").filter((line) => line.trim() !== "");
  return [`${program} writes no revision:`, ...lines.slice(-4)];
}

/** The lines of a revision without the date and those that are empty. */
function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.startsWith("Create Date:"));
}

/** The lines without the imports that the other has not. */
function withoutImports(
  lines: readonly string[],
  expected: readonly string[],
): { readonly lines: readonly string[]; readonly imports: readonly string[] } {
  const known = new Set(expected);
  const imports = lines.filter((line) => /^import [\w.]+$/.test(line) && !known.has(line));
  return {
    lines: lines.filter((line) => !imports.includes(line)),
    imports: imports.map((line) => line.slice("import ".length)),
  };
}

/** The lines from the first that differs to the last, as `diff` marks them. */
function differing(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start++;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end++;
  return [
    ...expected.slice(start, expected.length - end).map((line) => `- ${line}`),
    ...actual.slice(start, actual.length - end).map((line) => `+ ${line}`),
  ];
}
