/** Runs programs with SQLAlchemy and here, each in a transaction that is rolled back. */
import { assertEquals } from "@std/assert";
import { openTest } from "../../migration/databases.ts";
import { evaluate } from "../../python/modules/evaluate.ts";
import { testDatabase } from "../../support/postgres.ts";
import { yardstick } from "../../support/yardstick.ts";
import { PythonError, UnsupportedConstructError } from "../../../src/python/mod.ts";

const directory = new URL("./", import.meta.url);

/** What came out of the comparison. */
export interface Comparison {
  /** The programs that print something else, with what they print. */
  readonly differing: readonly unknown[];
  /** How many are refused by name. */
  readonly refused: number;
}

/** Compares programs over the classes of a file; `null` where there is no yardstick or no database. */
export async function compare(
  programs: readonly string[],
  modelsFile: string,
): Promise<Comparison | null> {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return null;
  const file = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(file, JSON.stringify(programs));
  const script = new URL("oracle.py", directory).pathname;
  const { code, stdout, stderr } = await real.run([script, database.url, file, modelsFile]);
  await Deno.remove(file);
  assertEquals(code, 0, stderr);
  const expected = JSON.parse(stdout) as string[];

  const models = await Deno.readTextFile(new URL(modelsFile, directory));
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
  return { differing, refused };
}
