/** An upgrade that is broken off: the steps, how far it has come, and what has become of it. */
import { assert, assertEquals } from "@std/assert";
import { runOn } from "../../support/postgres.ts";
import type { Finished, Started } from "../../support/process.ts";
import { startCuttingProxy } from "./cutting_proxy.ts";
import { eventually, isOurs, outcome, rounds } from "./fault.ts";
import {
  type FaultProject,
  makeProject,
  note,
  type ProjectOptions,
  RAN,
  sqlStep,
  type Step,
} from "./project.ts";
import { seeded } from "./random.ts";
import type { Runner } from "./runners.ts";
import { openSession } from "./sessions.ts";

const SLEEP = "SELECT pg_sleep(0.03)";
const index = (name: string) => `CREATE INDEX CONCURRENTLY ${name} ON a (id)`;

/** What an upgrade that is broken off has to do, and what is there when all of it was done once. */
export interface CrashWork {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly options: ProjectOptions;
  /** What the steps note, in order, with commas. */
  readonly notes: string;
  /** How many valid indexes there are on table `a` that the steps make. */
  readonly indexes: number;
}

/** Transactional steps, statements that stand alone, and concurrent indexes; each notes that it ran. */
export const mixedWork: CrashWork = {
  name: "an upgrade",
  steps: [
    sqlStep("s1", "CREATE TABLE a AS SELECT generate_series(1, 50000) AS id", note("s1")),
    sqlStep(
      "s2",
      note("s2 before"),
      { autocommit: [SLEEP, note("s2 first"), index("i1"), note("s2 second"), SLEEP] },
      note("s2 after"),
    ),
    sqlStep("s3", SLEEP, note("s3"), SLEEP),
    sqlStep("s4", {
      autocommit: [index("i2"), note("s4 first"), SLEEP, index("i3"), note("s4 second")],
    }),
    sqlStep("s5", note("s5"), SLEEP),
  ],
  options: {},
  notes: "s1,s2 after,s2 before,s2 first,s2 second,s3,s4 first,s4 second,s5",
  indexes: 3,
};

const many = Array.from({ length: 80 }, (_, n) => `step${String(n + 100)}`);

/** Many short steps with a transaction each, some of which are on their way while others are done. */
export const manySteps: CrashWork = {
  name: "many steps with a transaction each",
  steps: many.map((id) =>
    sqlStep(id, `CREATE TABLE t_${id} (id int)`, note(id), "SELECT pg_sleep(0.004)")
  ),
  options: { transactionPerMigration: true },
  notes: many.join(","),
  indexes: 0,
};

/** What is not as it should be after an upgrade, in words that are the same for the same defect. */
async function defectsOf(
  runner: Runner,
  url: string,
  project: FaultProject,
  { steps, notes, indexes }: CrashWork,
): Promise<readonly string[]> {
  const [[ran, twice, invalid, valid, locks]] = await runOn(
    url,
    `SELECT (SELECT string_agg(DISTINCT step, ',' ORDER BY step) FROM ran),
       (SELECT count(*) - count(DISTINCT step) FROM ran),
       (SELECT count(*) FROM pg_index WHERE NOT indisvalid),
       (SELECT count(*) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
          WHERE relname IN ('i1', 'i2', 'i3') AND indisvalid),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  ) as [string[]];
  const found: readonly (readonly [boolean, string])[] = [
    [await runner.position(url, project) !== steps.at(-1)!.id, "not at head"],
    [ran !== notes, "changes missing"],
    [twice !== "0", "a change made twice"],
    [invalid !== "0", "an invalid index"],
    [valid !== String(indexes), "an index missing"],
    [locks !== "0", "a lock left"],
  ];
  return found.filter(([is]) => is).map(([, defect]) => defect);
}

/** What an undisturbed run takes: milliseconds from its first connection on, bytes over the wire. */
export interface Usual {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** What breaks a run off. */
export interface Breakage {
  readonly name: string;
  readonly work: CrashWork;
  /** How many rounds migrator goes through in a sample; each of the others as many as `others`. */
  readonly points: { readonly ours: number; readonly others: number };
  /** A database of its own for each round. */
  database(): Promise<{ readonly url: string } & AsyncDisposable>;
  /** Begins an upgrade and breaks it off when it has come so far (0 to 1). */
  breakOff(run: BrokenRun): Promise<Finished>;
}

/** A run that is to be broken off. */
export interface BrokenRun {
  readonly runner: Runner;
  readonly url: string;
  readonly project: FaultProject;
  readonly chance: number;
  readonly usual: Usual;
}

/**
 * Breaks upgrades off at points that are spread over all of one, upgrades again, and tells of how many all is as
 * it should be then: at head, each change made once, the indexes valid, no lock left.
 */
export async function breakAndUpgrade(runner: Runner, breakage: Breakage): Promise<void> {
  const { points, work } = breakage;
  const name = `${breakage.name} in the midst of ${work.name}`;
  const ours = isOurs(runner);
  const count = rounds(`${runner.name}: ${name}, points`, ours ? points.ours : points.others);
  const random = seeded(`${runner.name}: ${name}`);
  // The first run also reads what is kept for the next ones.
  await measure(runner, breakage);
  let usual = await measure(runner, breakage);
  /** How often each defect was seen; a database may have several. */
  const found = new Map<string, number>();
  let [broken, whole] = [0, 0];
  for (let point = 0; point < count; point++) {
    await using database = await breakage.database();
    const { url } = database;
    await runOn(url, RAN);
    await using project = await makeProject(url, work.steps, work.options);
    const chance = (point + random()) / count;
    const first = await breakage.breakOff({ runner, url, project, chance, usual });
    if (first.code !== 0) broken++;
    // The run was over before: the next ones are to be met in time.
    else usual = { ...usual, milliseconds: usual.milliseconds * 0.9 };
    const second = await runner.upgrade(project).finished;
    const defects = [
      ...second.code === 0 ? [] : [`exit ${second.code}`],
      ...await defectsOf(runner, url, project, work),
    ];
    if (ours) assertEquals(defects, [], `point ${point}: ${first.stderr}\n${second.stderr}`);
    if (defects.length === 0) whole++;
    for (const defect of defects) found.set(defect, (found.get(defect) ?? 0) + 1);
  }
  console.log(`${runner.name}: ${name}, ${broken} of ${count} runs were broken off`);
  const rest = [...found].sort(([, one], [, other]) => other - one)
    .map(([defect, times]) => `${defect} ${times}x`);
  outcome(
    `${name}, then upgraded again`,
    runner,
    [`${whole} of ${count} whole`, ...rest].join("; "),
  );
  if (ours) assert(broken > 0, "no run was broken off, so nothing was tried");
}

async function measure(runner: Runner, { database, work }: Breakage): Promise<Usual> {
  await using made = await database();
  await runOn(made.url, RAN);
  await using proxy = startCuttingProxy(made.url, Infinity);
  await using project = await makeProject(proxy.through(made.url), work.steps, work.options);
  const running = runner.upgrade(project);
  await connected(made.url, running);
  const started = performance.now();
  const { code, stderr } = await running.finished;
  const milliseconds = performance.now() - started;
  assertEquals(code, 0, stderr);
  assertEquals(await defectsOf(runner, made.url, project, work), []);
  return { milliseconds, bytes: proxy.bytes };
}

/** Waits until an upgrade that was begun has come that far with what it does on the server. */
export async function comeSoFar({ url, chance, usual }: BrokenRun, begun: Started): Promise<void> {
  await connected(url, begun);
  await new Promise((resolve) => setTimeout(resolve, usual.milliseconds * chance));
}

async function connected(url: string, { finished }: Started): Promise<void> {
  let ended: Finished | null = null;
  void finished.then((it) => ended = it);
  await using session = await openSession(url);
  await eventually("the runner connects", async () => {
    const [[count]] = await session.run(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
       AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    ) as [[string]];
    if (count === "0" && ended !== null) {
      throw new Error(`it ended before it was seen: ${JSON.stringify(ended)}`);
    }
    return count !== "0";
  }, { pause: 5, patience: 60_000 });
}
