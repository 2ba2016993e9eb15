/** Whether autogenerate finds in changed packages of models what the real Alembic finds, and leads there and back. */
import { assert } from "@std/assert";
import { runSeeds } from "./mutations/run_seeds.ts";
import { Tally } from "./mutations/tally.ts";

/** Five for each package; `deno task mutations` runs as many as one likes. */
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

/** Where ten more begin, each time others: what they find is told with what repeats it. */
const OTHERS = Number(
  Deno.env.get("MIGRATOR_MUTATIONS_SEED") ?? 10_000 + Math.floor(Math.random() * 1_000_000),
);

Deno.test("autogenerate finds in mutated models what Alembic finds, and leads there and back", async () => {
  console.log(`MIGRATOR_MUTATIONS_SEED=${OTHERS} runs the same ten seeds again`);
  const tally = new Tally();
  const failures: string[] = [];
  const seeds = [...SEEDS, ...Array.from({ length: 10 }, (_, index) => OTHERS + index)];
  const ran = await runSeeds(seeds, (each) => {
    tally.add(each);
    if (each.problems.length === 0) return;
    failures.push(
      `${each.packageName}, seed ${each.seed}: ${each.what}\n${each.problems.join("\n")}`,
    );
  }, { thorough: false, processes: 10 });
  if (ran === null) return;
  console.log(String(tally));
  if (failures.length > 0) {
    throw new Error(`${failures.join("\n\n")}\nMIGRATOR_MUTATIONS_SEED=${OTHERS}`);
  }
  assert(tally.cases === seeds.length);
  assert(tally.byProcesses >= 10);
});
