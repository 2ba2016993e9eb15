/** Runs cases by their seeds, of which each says the package and what is changed in it. */
import { sessionWith } from "../../support/autogenerate.ts";
import { testDatabase } from "../../support/postgres.ts";
import { yardstick } from "../../support/yardstick.ts";
import { startAlembicSide } from "./alembic_side.ts";
import { allPackages } from "./packages.ts";
import { MutableProject } from "./project.ts";
import { type ComparedCase, PackageState } from "./run_case.ts";

/** A case that was run. */
export interface Ran extends ComparedCase {
  readonly seed: number;
  readonly packageName: string;
  /** How often something was drawn that SQLAlchemy does not take, or on which Alembic fails. */
  readonly invalid: number;
}

/** How many times something else is drawn. */
const ATTEMPTS = 40;

/**
 * Runs the cases of all seeds, those of one package after one another; null where there is no Alembic or no server, which
 * has then been said.
 */
export async function runSeeds(
  seeds: readonly number[],
  report: (ran: Ran) => void,
  settings: {
    readonly thorough: boolean;
    /** How many packages go there and back by processes once. */
    readonly processes: number;
  },
): Promise<void | null> {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return null;
  await using alembic = startAlembicSide(real.python);
  await using project = await MutableProject.make(database.url);
  const connection = await sessionWith(database.url);
  const surroundings = {
    alembic,
    project,
    connection,
    url: database.url,
    thorough: settings.thorough,
  };
  const packages = allPackages();
  let byProcesses = 0;
  try {
    for (const [index, each] of packages.entries()) {
      const own = seeds.filter((seed) => seed % packages.length === index);
      if (own.length === 0) continue;
      const processes = byProcesses < settings.processes;
      const state = await PackageState.of(each, { ...surroundings, processes });
      for (const seed of own) {
        for (let attempt = 0;; attempt++) {
          const result = await state.run(seed + attempt * 1_000_003);
          if (result.kind === "compared") {
            if (result.byProcesses) byProcesses++;
            report({ ...result, seed, packageName: each.name, invalid: attempt });
            break;
          }
          if (attempt === ATTEMPTS) throw new Error(`${each.name}, seed ${seed}: ${result.why}`);
        }
      }
    }
  } finally {
    await connection.close();
  }
}
