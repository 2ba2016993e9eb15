import { assertEquals } from "@std/assert";
import { runProgram } from "./support/evaluate.ts";
import { programFiles, PROGRAMS, splitOutputs, splitPrograms } from "./support/programs.ts";

for (const file of programFiles()) {
  const programs = splitPrograms(Deno.readTextFileSync(new URL(`${file}.py`, PROGRAMS)));
  const outputs = splitOutputs(Deno.readTextFileSync(new URL(`${file}.out`, PROGRAMS)));
  Deno.test(`Interpreter prints what CPython prints: ${file}`, async (test) => {
    for (const { name, source } of programs) {
      await test.step(name, async () => {
        assertEquals(await runProgram(source), outputs.get(name));
      });
    }
  });
}
