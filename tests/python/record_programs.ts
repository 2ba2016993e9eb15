/**
 * Writes the expected outputs beside tests/python/programs/*.py, as a real CPython prints them:
 *
 *     deno run -A tests/python/record_programs.ts [/path/to/python3]
 */
import {
  findPython,
  programFiles,
  PROGRAMS,
  runWithPython,
  splitPrograms,
} from "./support/programs.ts";

if (import.meta.main) {
  const python = Deno.args[0] ?? findPython();
  if (python === null) throw new Error("no python3 found");
  for (const file of programFiles()) {
    const programs = splitPrograms(Deno.readTextFileSync(new URL(`${file}.py`, PROGRAMS)));
    const outputs = await runWithPython(python, programs);
    const text = programs.map(({ name }, index) => `# --- ${name}\n${outputs[index]}`).join("");
    Deno.writeTextFileSync(new URL(`${file}.out`, PROGRAMS), text);
  }
}
