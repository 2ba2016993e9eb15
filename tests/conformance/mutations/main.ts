/**
 * Mutations of the packages of models, compared with the real Alembic on one PostgreSQL, and led there and back.
 *
 *     deno task mutations [--count=N] [--seed=N] [--seeds=N,N,…] [--refused]
 *
 * Each seed is a package and what is changed in it. What differs is printed with its seed; the exit code is 1 then.
 */
import { runSeeds } from "./run_seeds.ts";
import { Tally } from "./tally.ts";

const given = (name: string) =>
  Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const count = Number(given("count") ?? 2000);
const first = Number(given("seed") ?? 1);
const seeds = given("seeds")?.split(",").map(Number) ??
  Array.from({ length: count }, (_, index) => first + index);

const tally = new Tally();
const ran = await runSeeds(seeds, (each) => {
  tally.add(each);
  if (each.problems.length > 0) {
    console.log(
      `\n=== ${each.packageName}, seed ${each.seed}: ${each.what}\n${each.problems.join("\n")}`,
    );
  }
  if (each.refused !== undefined && each.refused !== "" && Deno.args.includes("--refused")) {
    console.log(`refused: ${each.packageName}, seed ${each.seed}: ${each.what}: ${each.refused}`);
  }
}, { thorough: true, processes: 40 });
if (ran === null) throw new Error("the real Alembic and a PostgreSQL server are needed");
console.log(`\nseeds ${seeds[0]} to ${seeds.at(-1)}\n${tally}`);
if (tally.different > 0) Deno.exit(1);
