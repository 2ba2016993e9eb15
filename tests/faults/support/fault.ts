/** A scenario of failure: on a real server, by real processes, by migrator and by Alembic beside it. */
import { startMigrator } from "../../support/command.ts";
import { type TestDatabase, testDatabase } from "../../support/postgres.ts";
import type { Finished, RunOptions, Started } from "../../support/process.ts";
import { yardstick } from "../../support/yardstick.ts";

/** A program that runs migrations. */
export interface Runner {
  readonly name: "migrator" | "alembic";
  start(args: readonly string[], options?: RunOptions): Started;
}

export const migratorRunner: Runner = { name: "migrator", start: startMigrator };

/** The real Alembic, or `null` where it is not to be had; that has been said then. */
export async function alembicRunner(): Promise<Runner | null> {
  const found = await yardstick();
  return found && { name: "alembic", start: found.startAlembic };
}

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

/**
 * How many rounds (or points, or runners) of something to run: `usual`, times MIGRATOR_FAULTS_SCALE,
 * at least one. It is printed, so that a log says how much was tried.
 */
export function rounds(what: string, usual: number): number {
  const scale = Number(Deno.env.get("MIGRATOR_FAULTS_SCALE") ?? "1");
  const count = Math.max(1, Math.round(usual * scale));
  console.log(`${what}: ${count}`);
  return count;
}

/** Starts the same command several times at once and waits for all. */
export function atOnce(
  count: number,
  runner: Runner,
  args: readonly string[],
  options: RunOptions,
): Promise<readonly Finished[]> {
  return Promise.all(
    Array.from({ length: count }, () => runner.start(args, options).finished),
  );
}

/** Says, for the table of docs/reliability.md, what came of a scenario. */
export function outcome(scenario: string, runner: Pick<Runner, "name">, what: string): void {
  console.log(`outcome | ${scenario} | ${runner.name} | ${what}`);
}

/** Looks again and again until something is there; an error after `patience` milliseconds. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  patience = 20_000,
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
