/** Random programs that read and write through the ORM, with what SQLAlchemy gives for them. */
import { assertEquals } from "@std/assert";
import { seededRandom } from "../support/random_graph.ts";
import { compare } from "./queries/compare.ts";
import { randomProgram } from "./queries/random_queries.ts";
import { randomUnit } from "./queries/random_units.ts";

const SEED = Number(Deno.env.get("MIGRATOR_QUERY_SEED") ?? 1);
const COUNT = Number(Deno.env.get("MIGRATOR_QUERIES") ?? 100);

/** As many random programs as there are to be. */
function programs(make: (random: () => number) => string): readonly string[] {
  const random = seededRandom(SEED);
  return Array.from({ length: COUNT }, () => make(random));
}

Deno.test("random queries of a Session give what SQLAlchemy's give", async () => {
  const found = await compare(programs(randomProgram), "models.py");
  if (found === null) return;
  assertEquals(found.differing, []);
  assertEquals(found.refused < COUNT / 20, true, `${found.refused} programs were refused`);
});

Deno.test("random units of work of a Session leave what SQLAlchemy's leave", async () => {
  const found = await compare(programs(randomUnit), "units_models.py");
  if (found === null) return;
  assertEquals(found.differing, []);
  assertEquals(found.refused, 0);
});
