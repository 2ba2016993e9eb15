/** A scenario of failure: on a real server, by real processes, by migrator and by others beside it. */
import { type TestDatabase, testDatabase } from "../../support/postgres.ts";
import type { Finished } from "../../support/process.ts";
import type { Runner } from "./runners.ts";

/** A test on an empty database of a real server; where there is none that is said, and nothing run. */
export function faultTest(
  title: string,
  body: (database: TestDatabase) => Promise<void>,
): void {
  Deno.test(title, async () => {
    await using database = await testDatabase();
    if (database === null) {
      console.error(`*** NOT RUN, there is no PostgreSQL server: ${title}`);
      return;
    }
    await body(database);
  });
}

/** A {@link faultTest} for each of some programs. */
export function faultTests(
  runners: readonly Runner[],
  title: string,
  body: (runner: Runner, database: TestDatabase) => Promise<void>,
): void {
  for (const runner of runners) {
    faultTest(`${runner.name}: ${title}`, (database) => body(runner, database));
  }
}

/** Whether it is migrator, of which we know what to expect; of the others we tell what we see. */
export function isOurs({ name }: Pick<Runner, "name">): boolean {
  return name === "migrator";
}

/**
 * How many rounds (or points, or runners) of something to run: `usual`, times MIGRATOR_FAULTS_SCALE,
 * at least one and never more than `most`. It is printed, so that a log says how much was tried.
 */
export function rounds(what: string, usual: number, most = Infinity): number {
  const scale = Number(Deno.env.get("MIGRATOR_FAULTS_SCALE") ?? "1");
  const count = Math.min(most, Math.max(1, Math.round(usual * scale)));
  console.log(`${what}: ${count}`);
  return count;
}

/** Begins something several times at once and waits for all. */
export function atOnce(
  count: number,
  begin: () => { readonly finished: Promise<Finished> },
): Promise<readonly Finished[]> {
  return Promise.all(Array.from({ length: count }, () => begin().finished));
}

/** Says, for the table of docs/reliability.md, what came of a scenario. */
export function outcome(scenario: string, runner: Pick<Runner, "name">, what: string): void {
  console.log(`outcome | ${scenario} | ${runner.name} | ${what}`);
}

/** Looks again and again until something is there; an error after `patience` milliseconds. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  { patience = 20_000, pause = 50 } = {},
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
