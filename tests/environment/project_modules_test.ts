import { assertEquals } from "@std/assert";
import { projectModules } from "../../src/environment/project_modules.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

const { files } = memoryPlatform({
  files: {
    "/p/app/__init__.py": "# app",
    "/p/app/types.py": "class GUID: pass",
    "/p/app/types/ignored.txt": "",
    "/q/app/other.py": "# hidden by the package in the first root",
    "/q/loose/helper.py": "# helper",
    "/q/redis/notes.txt": "",
    "/q/latin.py": new Uint8Array([
      ...new TextEncoder().encode("# coding: latin-1\nx = '"),
      0xe9,
      0x27,
    ]),
  },
});
const modules = projectModules(files, ["/p", "/q"]);

Deno.test("projectModules() finds modules and packages in the order of the roots", async () => {
  const cases: [string, string | undefined, boolean?][] = [
    ["app", "/p/app/__init__.py", true],
    ["app.types", "/p/app/types.py", false],
    ["app.other", undefined],
    ["loose", "/q/loose", true],
    ["loose.helper", "/q/loose/helper.py", false],
    ["redis", undefined],
    ["nothing.here", undefined],
  ];
  for (const [name, path, isPackage] of cases) {
    const found = await modules.load(name);
    if (path === undefined) assertEquals(found, undefined, name);
    else if (found?.kind === "source") {
      assertEquals([found.path, found.isPackage], [path, isPackage]);
    } else throw new Error(`${name} was not found`);
  }
});

Deno.test("projectModules() reads the encoding that a file declares", async () => {
  const found = await modules.load("latin");
  assertEquals(found?.kind === "source" && found.source.endsWith("x = 'é'"), true);
});
