/** Whether autogenerate finds in changed packages of models what the real Alembic finds, and leads there and back. */
import { assert } from "@std/assert";
import { runSeeds } from "./mutations/run_seeds.ts";
import { Tally } from "./mutations/tally.ts";

/** Five for each package; `deno task mutations` runs as many as one likes. */
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

Deno.test("autogenerate finds in mutated models what Alembic finds, and leads there and back", async () => {
  const tally = new Tally();
  const failures: string[] = [];
  const ran = await runSeeds(SEEDS, (each) => {
    tally.add(each);
    if (each.problems.length === 0) return;
    failures.push(
      `${each.packageName}, seed ${each.seed}: ${each.what}\n${each.problems.join("\n")}`,
    );
  }, { thorough: false });
  if (ran === null) return;
  console.log(String(tally));
  if (failures.length > 0) throw new Error(failures.join("\n\n"));
  assert(tally.cases === SEEDS.length);
});
