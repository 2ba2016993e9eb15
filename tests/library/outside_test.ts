import { assertEquals } from "@std/assert";
import { dirname } from "@std/path";
import { ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";
import { inProject } from "./project.ts";

Deno.test("a program outside the checkout needs one line of an import map to use it", () =>
  inProject(async (project) => {
    const cwd = dirname(project);
    await Deno.copyFile(`${ROOT}tests/library/outside/program.ts`, `${cwd}/program.ts`);
    const imports = { migrator: `file://${ROOT}src/mod.ts` };
    await Deno.writeTextFile(`${cwd}/deno.json`, JSON.stringify({ imports }));
    const { code, stdout, stderr } = await run(
      Deno.execPath(),
      ["run", "-A", "--no-check", "--quiet", "program.ts"],
      { cwd, env: { PATH: Deno.env.get("PATH")!, HOME: Deno.env.get("HOME") ?? cwd } },
    );
    assertEquals([code, stdout, stderr], [0, "c3\nunknown_revision\n", ""]);
  }));
