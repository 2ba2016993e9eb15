import { assertEquals } from "@std/assert";
import { libraryLoader } from "../../src/python/modules/alembic/registry.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import type { ReadableFiles } from "../../src/python/runtime/context.ts";
import { runProgram } from "./support/evaluate.ts";
import { PYDANTIC_PROGRAMS, splitOutputs, splitPrograms } from "./support/programs.ts";

const programs = splitPrograms(Deno.readTextFileSync(new URL("settings.py", PYDANTIC_PROGRAMS)));
const outputs = splitOutputs(Deno.readTextFileSync(new URL("settings.out", PYDANTIC_PROGRAMS)));

/** The files beside the programs, at the path that the programs run in. */
const files: ReadableFiles = {
  resolve: (path) => path,
  isHidden: () => false,
  kind: () => null,
  size: () => 0,
  read: () => new Uint8Array(),
  variables: (path) => {
    const name = path.slice("/work/".length);
    const isThere = [...Deno.readDirSync(PYDANTIC_PROGRAMS)].some((entry) => entry.name === name);
    return isThere ? Deno.readFileSync(new URL(name, PYDANTIC_PROGRAMS)) : null;
  },
  list: () => [],
};

Deno.test("Interpreter prints what pydantic and pydantic-settings print", async (test) => {
  for (const { name, source } of programs) {
    await test.step(name, async () => {
      const printed = await runProgram(source, { loader: libraryLoader(postgresql), files });
      assertEquals(printed, outputs.get(name));
    });
  }
});
