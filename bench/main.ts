/**
 * Migrator (from source, and as an executable), real Alembic, dbmate and plain psql side by side: the same
 * history on the same PostgreSQL, each command's median time over interleaved runs, and peak memory.
 *
 *     deno task bench [--quick] [--near] [--revisions=N] [--runs=N] [--binary=FILE]
 *     deno task bench --check [--quick] [--tables=N] [--runs=N] [--binary=FILE]
 *
 * What is not installed is left out, loudly. PostgreSQL is a private one unless
 * MIGRATOR_TEST_DATABASE_URL names a server; Alembic is found as in the conformance tests. With --near the
 * tasks on a server that is far away are left out. With --check `check` is measured instead, on models of many tables that
 * the database agrees with.
 */
import { resolve } from "@std/path";
import { ROOT } from "../tests/support/command.ts";
import { testDatabase, testServer } from "../tests/support/postgres.ts";
import { yardstick } from "../tests/support/yardstick.ts";
import { type Contestant, enter } from "./contestants.ts";
import { benchCheck } from "./check.ts";
import { FarServer } from "./far_server.ts";
import { median, peakMemory, type Program, wallTime } from "./measure.ts";
import { type Figures, judge, print } from "./table.ts";
import { ROUND_TRIP, SCENES, type Task } from "./tasks.ts";

interface Options {
  readonly revisions: number;
  readonly runs: number;
  readonly near: boolean;
  readonly binary: string | null;
  /** How many tables `check` is measured with; `null`: it is not. */
  readonly tables: number | null;
}

async function main(): Promise<void> {
  const options = readOptions(Deno.args);
  const [stick, server] = [await yardstick(), await testServer()];
  if (server === null) return console.log("SKIPPED: everything, because there is no PostgreSQL");
  if (options.tables !== null) return await benchCheck(options.tables, options, stick);
  const directory = await Deno.makeTempDir({ prefix: "migrator-bench-" });
  try {
    const contestants = await enter(directory, options.revisions, stick, options.binary);
    const names = contestants.map(({ name }) => name);
    console.log(
      `${options.revisions} revisions, ${options.runs} interleaved runs after one to warm up ` +
        `(code cache, .pyc files), medians; Deno ${Deno.version.deno}\n`,
    );
    const scenes = options.near ? SCENES.filter(([first]) => !first!.far) : SCENES;
    await using far = new FarServer(server.url, ROUND_TRIP);
    const times = await measureTimes(scenes, contestants, far, options.runs);
    print("time in ms", times, names);
    const memory = await measureMemory(scenes.slice(0, 2), contestants, far);
    if (memory.size === 0) console.log("SKIPPED: peak memory, which this system does not tell");
    else print("peak memory in MiB", memory, names);
    judge(times);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function readOptions(args: readonly string[]): Options {
  const quick = args.includes("--quick");
  const given = (name: string) =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const number = (name: string, otherwise: number) => {
    const value = Number(given(name) ?? otherwise);
    if (Number.isInteger(value) && value > 0) return value;
    throw new Error(`--${name} wants a whole number above 0, not "${given(name)}"`);
  };
  const unknown = args.find((arg) =>
    !/^--(quick$|near$|check$|revisions=|tables=|runs=|binary=)/.test(arg)
  );
  if (unknown) throw new Error(`unknown argument "${unknown}"`);
  return {
    revisions: number("revisions", quick ? 60 : 1000),
    runs: number("runs", quick ? 1 : 7),
    near: args.includes("--near"),
    binary: findBinary(given("binary")),
    tables: args.includes("--check") ? number("tables", quick ? 60 : 1000) : null,
  };
}

function findBinary(given: string | undefined): string | null {
  if (given !== undefined) return resolve(given);
  const arch = Deno.build.arch === "x86_64" ? "x64" : "aarch64";
  const built = `${ROOT}dist/migrator-bun-${Deno.build.os}-${arch}`;
  try {
    return Deno.statSync(built).isFile ? built : null;
  } catch {
    return null;
  }
}

type Scenes = readonly (readonly Task[])[];

async function measureTimes(
  scenes: Scenes,
  contestants: readonly Contestant[],
  far: FarServer,
  runs: number,
): Promise<Figures> {
  const all = new Map<Task, Map<string, number[]>>();
  for (let run = 0; run <= runs; run++) {
    await round(scenes, contestants, far, async (task, name, program) => {
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

async function measureMemory(
  scenes: Scenes,
  contestants: readonly Contestant[],
  far: FarServer,
): Promise<Figures> {
  const figures = new Map<Task, Map<string, number>>();
  await round(scenes, contestants, far, async (task, name, program) => {
    const peak = await peakMemory(program);
    if (peak === null) return;
    figures.set(task, (figures.get(task) ?? new Map()).set(name, peak));
  });
  return figures;
}

/** Every task once by every contestant, taking turns; in each scene each has an empty database of its own. */
async function round(
  scenes: Scenes,
  contestants: readonly Contestant[],
  far: FarServer,
  measure: (task: Task, name: string, program: Program) => Promise<void>,
): Promise<void> {
  for (const tasks of scenes) {
    await using databases = new AsyncDisposableStack();
    const urls = new Map<string, string>();
    for (const { name } of contestants) {
      urls.set(name, databases.use((await testDatabase())!).url);
    }
    for (const task of tasks) {
      for (const { name, program } of contestants) {
        const url = urls.get(name)!;
        const prepared = program(task, task.far ? far.reach(url) : url);
        if (prepared !== null) await measure(task, name, prepared);
      }
    }
  }
}

await main();
