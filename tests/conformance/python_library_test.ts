import { assertEquals } from "@std/assert";
import type { LoadedModule } from "../../src/python/mod.ts";
import { runProgram } from "../python/support/evaluate.ts";
import { findPython, runWithPython } from "../python/support/programs.ts";

const python = findPython();

/** The folder of CPython's library. */
async function libraryFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(python!, {
    args: ["-c", "import os; print(os.path.dirname(os.__file__), end='')"],
  }).output();
  return new TextDecoder().decode(stdout);
}

/** In front of a module's name: CPython's source is evaluated, even where the evaluator has its own. */
const FROM_SOURCE = "from_source_";

/** Lets a program import from source what it imports on lines of its own. */
function importingFromSource(program: string): string {
  return program.replace(
    /^import ((?:\w+, )+\w+)$/m,
    (_, names: string) =>
      `import ${names.split(", ").map((name) => `${FROM_SOURCE}${name} as ${name}`).join(", ")}`,
  );
}

/** Sources of the library, without the imports of parts that are written in C. */
function readModule(folder: string, wanted: string): LoadedModule | undefined {
  const name = wanted.replace(FROM_SOURCE, "");
  const base = `${folder}/${name.replaceAll(".", "/")}`;
  for (const [path, isPackage] of [[`${base}.py`, false], [`${base}/__init__.py`, true]] as const) {
    try {
      const source = Deno.readTextFileSync(path)
        .replace(/^ {4}from _(heapq|bisect|statistics) import.*$/gm, "    pass");
      return { kind: "source", path, source, isPackage };
    } catch {
      continue;
    }
  }
  return undefined;
}

Deno.test({
  name: "Interpreter evaluates modules of CPython's own library as CPython does",
  ignore: python === null,
  fn: async () => {
    const source = Deno.readTextFileSync(new URL("./library_program.py", import.meta.url));
    const [wanted] = await runWithPython(python!, [{ name: "library", source }]);
    const folder = await libraryFolder();
    const printed = await runProgram(importingFromSource(source), {
      loader: { load: (name) => readModule(folder, name) },
    });
    assertEquals(printed, wanted);
  },
});
