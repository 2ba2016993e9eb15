/** Random programs that read through the ORM, with what SQLAlchemy gives for them. */
import { assertEquals } from "@std/assert";
import { openTest } from "../migration/databases.ts";
import { evaluate } from "../python/modules/evaluate.ts";
import { testDatabase } from "../support/postgres.ts";
import { seededRandom } from "../support/random_graph.ts";
import { yardstick } from "../support/yardstick.ts";
import { PythonError, UnsupportedConstructError } from "../../src/python/mod.ts";
import { randomProgram } from "./queries/random_queries.ts";

const directory = new URL("./queries/", import.meta.url);
const SEED = Number(Deno.env.get("MIGRATOR_QUERY_SEED") ?? 1);
const COUNT = Number(Deno.env.get("MIGRATOR_QUERIES") ?? 100);

Deno.test("random queries of a Session give what SQLAlchemy's give", async () => {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return;
  const random = seededRandom(SEED);
  const programs = Array.from({ length: COUNT }, () => randomProgram(random));
  const file = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(file, JSON.stringify(programs));
  const script = new URL("oracle.py", directory).pathname;
  const { code, stdout, stderr } = await real.run([script, database.url, file]);
  await Deno.remove(file);
  assertEquals(code, 0, stderr);
  const expected = JSON.parse(stdout) as string[];

  const models = await Deno.readTextFile(new URL("models.py", directory));
  const connection = await openTest(database.url);
  const differing: unknown[] = [];
  let refused = 0;
  for (const [index, program] of programs.entries()) {
    let printed = "";
    await connection.execute({ sql: "BEGIN" });
    try {
      ({ printed } = await evaluate(models + program, { connection }));
    } catch (error) {
      if (error instanceof UnsupportedConstructError) refused++;
      printed = error instanceof UnsupportedConstructError
        ? "refused"
        : `! ${error instanceof PythonError ? error.typeName.split(".").at(-1) : error}`;
    }
    await connection.execute({ sql: "ROLLBACK" });
    const wanted = expected[index]!;
    const isError = wanted.includes("! ") && printed.startsWith("! ");
    if (printed !== "refused" && !isError && printed !== wanted) {
      differing.push({ program: program.split("\n"), wanted, printed });
    }
  }
  await connection.close();
  assertEquals(differing, []);
  assertEquals(refused < COUNT / 20, true, `${refused} programs were refused`);
});
