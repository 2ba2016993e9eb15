import { assertEquals } from "@std/assert";
import { runProgram } from "../python/support/evaluate.ts";
import {
  findPython,
  programFiles,
  PROGRAMS,
  runWithPython,
  splitPrograms,
} from "../python/support/programs.ts";

const python = findPython();

for (const file of programFiles()) {
  const programs = splitPrograms(Deno.readTextFileSync(new URL(`${file}.py`, PROGRAMS)));
  Deno.test({
    name: `Interpreter prints what the CPython on this machine prints: ${file}`,
    ignore: python === null,
    fn: async (test) => {
      const outputs = await runWithPython(python!, programs);
      for (const [index, { name, source }] of programs.entries()) {
        await test.step(name, async () => {
          assertEquals(await runProgram(source), outputs[index]);
        });
      }
    },
  });
}
