import { assertEquals } from "@std/assert";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { libraryLoader } from "../../src/python/modules/alembic/registry.ts";
import { runProgram } from "./support/evaluate.ts";

// Beside each program lies what it printed with the real library: `python3 x.py > x.out`.
const FOLDER = new URL("./programs/libraries/", import.meta.url);

const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".py")).map((name) => name.slice(0, -3)).sort();

for (const name of names) {
  Deno.test(`Interpreter prints what Python prints with the library: ${name}`, async () => {
    const [source, wanted] = await Promise.all(
      [`${name}.py`, `${name}.out`].map((file) => Deno.readTextFile(new URL(file, FOLDER))),
    );
    const printed = await runProgram(source!, { loader: libraryLoader(postgresql) });
    assertEquals(printed.split("\n"), wanted!.split("\n"));
  });
}
