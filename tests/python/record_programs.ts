/**
 * Writes the expected outputs beside tests/python/programs/*.py, as a real CPython prints them:
 *
 *     deno run -A tests/python/record_programs.ts [/path/to/python3]
 *
 * Those in programs/pydantic are written, too, where that Python has pydantic-settings.
 */
import {
  findPython,
  programFiles,
  PROGRAMS,
  PYDANTIC_PROGRAMS,
  runWithPython,
  splitPrograms,
} from "./support/programs.ts";

if (import.meta.main) {
  const python = Deno.args[0] ?? findPython();
  if (python === null) throw new Error("no python3 found");
  const record = async (file: URL, folder?: URL) => {
    const programs = splitPrograms(Deno.readTextFileSync(file));
    const outputs = await runWithPython(python, programs, folder);
    const text = programs.map(({ name }, index) => `# --- ${name}\n${outputs[index]}`).join("");
    Deno.writeTextFileSync(new URL(file.href.replace(/py$/, "out")), text);
  };
  for (const file of programFiles()) await record(new URL(`${file}.py`, PROGRAMS));
  const { success } = await new Deno.Command(python, {
    args: ["-c", "import pydantic_settings"],
    stderr: "null",
  }).output();
  if (success) await record(new URL("settings.py", PYDANTIC_PROGRAMS), PYDANTIC_PROGRAMS);
}
