/** Whether the names of CPython's library that are not provided are known as such. */
import { assertEquals } from "@std/assert";
import { UNPROVIDED } from "../../src/python/modules/stdlib/unprovided.ts";
import { runProgram } from "../python/support/evaluate.ts";
import { findPython, runWithPython } from "../python/support/programs.ts";

/** The version whose names are listed: others have some more, and some less. */
const VERSION = "3.11";

/** What is not there at all. */
const WITHHELD = new Set(["meta_path", "path_hooks", "path_importer_cache"]);

/** What came between two releases of that version. */
const NOT_FROM_THE_FIRST = new Set(["enum.pickle_by_enum_name", "enum.pickle_by_global_name"]);

const PROGRAM = `
import importlib, json, sys
listed = json.loads(${JSON.stringify(JSON.stringify(UNPROVIDED))})
def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
own = [name for name in listed if name.split(".")[0] in sys.stdlib_module_names]
modules = {name: load(name) for name in own if load(name) is not None}
print(json.dumps({
    "version": "%d.%d" % sys.version_info[:2],
    "names": {
        name: [each for each in dir(module)
               if not each.startswith("_") and type(getattr(module, each)) is not type(sys)]
        for name, module in modules.items()
    },
    "untrue": [
        name + "." + each for name, module in modules.items() for each in listed[name].split()
        if not hasattr(module, each) and load(name + "." + each) is None
    ],
}))
`;

Deno.test("modules of the library have the names that CPython's have, be they opaque", async () => {
  const python = findPython();
  if (python === null) return console.warn("skipped: no python3");
  const [output] = await runWithPython(python, [{ name: "names", source: PROGRAM }]);
  const { version, names, untrue } = JSON.parse(output!);
  if (version !== VERSION) return console.warn(`skipped: the names of ${version} are others`);
  assertEquals(untrue.filter((name: string) => !NOT_FROM_THE_FIRST.has(name)), []);
  const lacking: string[] = [];
  for (const [module, all] of Object.entries<string[]>(names)) {
    const expected = all.filter((name) => !WITHHELD.has(name));
    const program = `import ${module} as module\n` +
      `print(*[name for name in ${JSON.stringify(expected)} if not hasattr(module, name)])\n`;
    const printed = (await runProgram(program)).trim();
    if (printed !== "") lacking.push(`${module}: ${printed}`);
  }
  assertEquals(lacking, []);
});
