/**
 * Migrator, real Alembic and plain psql side by side: the same history of Python revisions on the
 * same PostgreSQL, each command's median time over interleaved runs, and peak memory.
 *
 *     deno task bench [--quick] [--revisions=N] [--runs=N]
 *
 * What is not installed is left out, loudly. PostgreSQL is a private one unless
 * MIGRATOR_TEST_DATABASE_URL names a server; Alembic is found as in the conformance tests.
 */
import { migrator, RUN_FROM_SOURCE } from "../tests/support/command.ts";
import { testDatabase, testServer } from "../tests/support/postgres.ts";
import { postgresProgram } from "../tests/support/postgres_cluster.ts";
import { type Yardstick, yardstick } from "../tests/support/yardstick.ts";
import { makeProject, setUrl } from "../tests/conformance/support/project.ts";
import { makeHistory } from "./history.ts";
import { median, peakMemory, type Program, wallTime } from "./measure.ts";

interface Options {
  readonly revisions: number;
  readonly runs: number;
}

/** A program that takes part, and how it is told to do each of the things that are measured. */
interface Contestant {
  readonly name: string;
  program(task: Task, url: string): Program | null;
}

/** What is measured, in the order of one round; every round begins with an empty database. */
const TASKS = [
  "upgrade head",
  "upgrade head, nothing to do",
  "current",
  "heads",
  "history",
] as const;
type Task = typeof TASKS[number];

/** What is to be reached: at most so many times psql's time; at least so many times faster. */
const UPGRADE_AT_MOST = 1.5;
const FASTER_AT_LEAST = 8;

/** Milliseconds (or MiB) by task and contestant. */
type Figures = Map<Task, Map<string, number>>;

async function main(): Promise<void> {
  const options = readOptions(Deno.args);
  const [stick, server] = [await yardstick(), await testServer()];
  if (server === null) return console.log("SKIPPED: everything, because there is no PostgreSQL");
  const directory = await Deno.makeTempDir({ prefix: "migrator-bench-" });
  try {
    await makeBenchProject(directory, options.revisions, stick);
    const contestants = await enter(directory, stick);
    console.log(
      `${options.revisions} revisions, ${options.runs} interleaved runs after one to warm up ` +
        `(code cache, .pyc files), medians; Deno ${Deno.version.deno}\n`,
    );
    const times = await measureTimes(contestants, options.runs);
    print("time in ms", times, contestants);
    print("peak memory in MiB", await measureMemory(contestants), contestants);
    judge(times);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function readOptions(args: readonly string[]): Options {
  const quick = args.includes("--quick");
  const number = (name: string, otherwise: number) => {
    const given = args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
    const value = given === undefined ? otherwise : Number(given);
    if (Number.isInteger(value) && value > 0) return value;
    throw new Error(`--${name} wants a whole number above 0, not "${given}"`);
  };
  const unknown = args.find((arg) => !/^--(quick$|revisions=|runs=)/.test(arg));
  if (unknown) throw new Error(`unknown argument "${unknown}"`);
  return {
    revisions: number("revisions", quick ? 60 : 1000),
    runs: number("runs", quick ? 1 : 7),
  };
}

/** The project in `directory`, with Alembic's own env.py where there is an Alembic to make it. */
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
}

async function enter(directory: string, stick: Yardstick | null): Promise<Contestant[]> {
  const entered: Contestant[] = [{
    name: "migrator",
    program: (task, url) => ({
      command: Deno.execPath(),
      args: [
        ...RUN_FROM_SOURCE,
        ...["--url", url, ...words(task)],
      ],
      cwd: directory,
    }),
  }];
  if (stick === null) {
    console.log("SKIPPED: alembic, and psql with Alembic's SQL (there is no Alembic)");
    return entered;
  }
  entered.push({
    name: "alembic",
    program: (task, url) => ({
      command: stick.python,
      args: ["-m", "alembic", ...words(task)],
      // env.py reads the ini file alone; each run has one of its own for its database.
      cwd: directory,
      env: { ALEMBIC_CONFIG: iniFor(directory, url) },
    }),
  });
  const psql = postgresProgram("psql");
  if (psql === null) {
    console.log("SKIPPED: psql, because it is not installed");
    return entered;
  }
  const script = `${directory}/upgrade.sql`;
  const { code, stdout, stderr } = await stick.alembic(["upgrade", "head", "--sql"], {
    cwd: directory,
  });
  if (code !== 0) throw new Error(`alembic upgrade head --sql: ${stderr}`);
  await Deno.writeTextFile(script, stdout);
  entered.push({
    name: "psql",
    program: (task, url) =>
      task !== "upgrade head" ? null : {
        command: psql,
        args: ["-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", script, url],
        cwd: directory,
      },
  });
  return entered;
}

function words(task: Task): string[] {
  return task.replace(", nothing to do", "").split(" ");
}

/** A copy of the project's ini file that names the database at `url`. */
function iniFor(directory: string, url: string): string {
  const text = Deno.readTextFileSync(`${directory}/alembic.ini`)
    .replace(/^sqlalchemy\.url = .*$/m, () => `sqlalchemy.url = ${url.replaceAll("%", "%%")}`);
  const path = `${directory}/bench.ini`;
  Deno.writeTextFileSync(path, text);
  return path;
}

async function measureTimes(contestants: readonly Contestant[], runs: number): Promise<Figures> {
  const all = new Map<Task, Map<string, number[]>>();
  for (let run = 0; run <= runs; run++) {
    await round(contestants, async (task, name, program) => {
      const elapsed = await wallTime(program);
      if (run === 0) return;
      const byName = all.get(task) ?? new Map<string, number[]>();
      byName.set(name, [...byName.get(name) ?? [], elapsed]);
      all.set(task, byName);
    });
  }
  return new Map(
    [...all].map(([task, byName]) => [
      task,
      new Map([...byName].map(([name, values]) => [name, median(values)])),
    ]),
  );
}

async function measureMemory(contestants: readonly Contestant[]): Promise<Figures> {
  const figures: Figures = new Map();
  await round(contestants, async (task, name, program) => {
    const peak = await peakMemory(program);
    if (peak === null) return;
    figures.set(task, (figures.get(task) ?? new Map()).set(name, peak));
  });
  if (figures.size === 0) console.log("SKIPPED: peak memory, which this system does not tell\n");
  return figures;
}

/** Every task once by every contestant, each on a database of its own, taking turns. */
async function round(
  contestants: readonly Contestant[],
  measure: (task: Task, name: string, program: Program) => Promise<void>,
): Promise<void> {
  await using databases = new AsyncDisposableStack();
  const urls = new Map<string, string>();
  for (const { name } of contestants) {
    urls.set(name, databases.use((await testDatabase())!).url);
  }
  for (const task of TASKS) {
    for (const { name, program } of contestants) {
      const prepared = program(task, urls.get(name)!);
      if (prepared !== null) await measure(task, name, prepared);
    }
  }
}

function print(title: string, figures: Figures, contestants: readonly Contestant[]): void {
  if (figures.size === 0) return;
  const names = contestants.map(({ name }) => name);
  const rows = [[title, ...names, "alembic / migrator", "migrator / psql"]];
  for (const [task, byName] of figures) {
    rows.push([
      task,
      ...names.map((name) => byName.get(name)?.toFixed(byName.get(name)! < 100 ? 1 : 0) ?? "-"),
      ratio(byName.get("alembic"), byName.get("migrator")),
      ratio(byName.get("migrator"), byName.get("psql")),
    ]);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    console.log(
      row.map((cell, n) => n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)).join(
        "  ",
      ),
    );
  }
  console.log("");
}

function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? "-" : (a / b).toFixed(2);
}

/** Says of each aim whether it was reached. */
function judge(times: Figures): void {
  for (const [task, byName] of times) {
    const [ours, alembic, psql] = ["migrator", "alembic", "psql"].map((name) => byName.get(name));
    if (ours === undefined) continue;
    if (task === "upgrade head" && psql !== undefined) {
      say(ours / psql <= UPGRADE_AT_MOST, `${task}: at most ${UPGRADE_AT_MOST} times psql's time`);
    } else if (task !== "upgrade head" && alembic !== undefined) {
      say(
        alembic / ours >= FASTER_AT_LEAST,
        `${task}: at least ${FASTER_AT_LEAST} times faster than Alembic`,
      );
    }
  }
}

function say(reached: boolean, aim: string): void {
  console.log(`${reached ? "reached    " : "NOT REACHED"}  ${aim}`);
}

await main();
