/** The programs that take part, and how each is told to do what is measured. */
import { migrator, ROOT, RUN_FROM_SOURCE } from "../tests/support/command.ts";
import { postgresProgram } from "../tests/support/postgres_cluster.ts";
import type { Yardstick } from "../tests/support/yardstick.ts";
import { makeProject, setUrl } from "../tests/conformance/support/project.ts";
import { dbmateFiles, installDbmate } from "./dbmate.ts";
import { makeHistory } from "./history.ts";
import type { Program } from "./measure.ts";
import type { Task } from "./tasks.ts";

/** A program that takes part; `null` for what it cannot do. */
export interface Contestant {
  readonly name: string;
  program(task: Task, url: string): Program | null;
}

/** Makes the project in `directory` and enters who is installed; of others is said why they are missing. */
export async function enter(
  directory: string,
  revisions: number,
  stick: Yardstick | null,
  binary: string | null,
): Promise<Contestant[]> {
  await makeBenchProject(directory, revisions, stick);
  const entered = ours(directory, binary);
  if (stick === null) {
    console.log("SKIPPED: alembic, and the others, which are given Alembic's SQL");
    return entered;
  }
  const sql = async (each: boolean) => {
    const words = [...eachArguments(each), "upgrade", "head", "--sql"];
    const { code, stdout, stderr } = await stick.alembic(words, { cwd: directory });
    if (code !== 0) throw new Error(`alembic upgrade head --sql: ${stderr}`);
    return stdout;
  };
  const [whole, single] = [await sql(false), await sql(true)];
  entered.push(
    alembic(directory, stick),
    ...await dbmate(directory, single),
    ...await psql(directory, whole, single),
  );
  return entered;
}

/** Migrator from source and, where there is one, as an executable. */
export function ours(directory: string, binary: string | null): Contestant[] {
  const contestant = (name: string, command: string, own: readonly string[]): Contestant => ({
    name,
    program: ({ words, each }, url) => ({
      command,
      args: [...own, ...eachArguments(each), "--url", url, ...words],
      cwd: directory,
    }),
  });
  const source = contestant("source", Deno.execPath(), RUN_FROM_SOURCE);
  if (binary !== null) return [source, contestant("binary", binary, [])];
  console.log("SKIPPED: the executable; `deno task compile:bun` makes one");
  return [source];
}

/** The project, with Alembic's own env.py where there is an Alembic to make it. */
async function makeBenchProject(
  directory: string,
  revisions: number,
  stick: Yardstick | null,
): Promise<void> {
  const maker = stick === null
    ? { name: "migrator" as const, run: migrator }
    : { name: "alembic" as const, run: stick.alembic };
  await makeProject(maker, directory, []);
  await setUrl(directory, "postgresql://nobody@nowhere.invalid/nothing");
  for (const { name, text } of makeHistory(revisions)) {
    await Deno.writeTextFile(`${directory}/migrations/versions/${name}`, text);
  }
  const env = `${directory}/migrations/env.py`;
  const text = await Deno.readTextFile(env);
  await Deno.writeTextFile(
    env,
    text.replaceAll(
      "target_metadata=target_metadata",
      "target_metadata=target_metadata,\n        " +
        'transaction_per_migration="each" in context.get_x_argument(as_dictionary=True)',
    ),
  );
}

function eachArguments(each = false): string[] {
  return each ? ["-x", "each=yes"] : [];
}

/** The real Alembic. Its env.py reads the ini file alone, so each database has one of its own. */
export function alembic(directory: string, stick: Yardstick): Contestant {
  return {
    name: "alembic",
    program: ({ words, each }, url) => ({
      command: stick.python,
      args: ["-m", "alembic", ...eachArguments(each), ...words],
      cwd: directory,
      env: { ALEMBIC_CONFIG: iniFor(directory, url) },
    }),
  };
}

/** A copy of the project's ini file that names the database at `url`. */
function iniFor(directory: string, url: string): string {
  const text = Deno.readTextFileSync(`${directory}/alembic.ini`)
    .replace(/^sqlalchemy\.url = .*$/m, () => `sqlalchemy.url = ${url.replaceAll("%", "%%")}`);
  const path = `${directory}/bench.ini`;
  Deno.writeTextFileSync(path, text);
  return path;
}

async function dbmate(directory: string, sql: string): Promise<Contestant[]> {
  const command = await installDbmate(`${ROOT}.cache/bench`);
  if (command === null) return [];
  const files = `${directory}/dbmate`;
  await Deno.mkdir(files);
  for (const { name, text } of dbmateFiles(sql)) await Deno.writeTextFile(`${files}/${name}`, text);
  return [{
    name: "dbmate",
    program: ({ dbmate: words }, url) =>
      words === undefined ? null : {
        command,
        args: [
          ...["--no-dump-schema", "--migrations-dir", files],
          ...["--url", `${url.split("?")[0]}?sslmode=disable`, ...words],
        ],
        cwd: directory,
      },
  }];
}

async function psql(directory: string, whole: string, single: string): Promise<Contestant[]> {
  const command = postgresProgram("psql");
  if (command === null) {
    console.log("SKIPPED: psql, because it is not installed");
    return [];
  }
  await Deno.writeTextFile(`${directory}/whole.sql`, whole);
  await Deno.writeTextFile(`${directory}/single.sql`, single);
  return [{
    name: "psql",
    program: (task, url) =>
      !task.psql ? null : {
        command,
        args: [
          ...["-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"],
          ...["-f", `${directory}/${task.each ? "single" : "whole"}.sql`, url],
        ],
        cwd: directory,
      },
  }];
}
