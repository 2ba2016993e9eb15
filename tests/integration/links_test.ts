/** Links in the directories of a project: what is written goes nowhere else, and what is evaluated reads nothing else. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { withUnwritten } from "../../src/autogenerate/unwritten_file.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";

const INI = "[alembic]\nscript_location = m\nfile_template = %%(rev)s\n";

Deno.test("revision writes through no link", async () => {
  await inDirectory(async (root) => {
    const cwd = `${root}/project`;
    Deno.mkdirSync(`${cwd}/m/versions`, { recursive: true });
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, INI);
    Deno.writeTextFileSync(`${root}/kept.txt`, "kept");
    const links: readonly (readonly [name: string, target: string])[] = [
      ["missing", `${root}/outside.sql`],
      ["file", `${root}/kept.txt`],
      ["directory", root],
      ["itself", `${cwd}/m/versions/itself.sql`],
    ];
    for (const [name, target] of links) {
      const path = `${cwd}/m/versions/${name}.sql`;
      Deno.symlinkSync(target, path);
      const args = ["revision", "-m", "x", "--format=sql", "--head=base", "--splice"];
      const { code, out, err } = await migrate([...args, `--rev-id=${name}`], { cwd });
      assertEquals(code === 0, false, name);
      assertEquals(err.includes("internal error"), false, err);
      // The others cannot be read before.
      if (name === "directory") assertStringIncludes(out + err, "already exists");
      Deno.removeSync(path);
      assertEquals([...Deno.readDirSync(root)].map((each) => each.name).sort(), [
        "kept.txt",
        "project",
      ], name);
      assertEquals(Deno.readTextFileSync(`${root}/kept.txt`), "kept");
    }
  });
});

Deno.test("a module that is not written yet is imported from no file that is there", async () => {
  await inDirectory(async (root) => {
    Deno.mkdirSync(`${root}/versions`);
    // As Emacs marks a file that is being edited.
    const mark = `${root}/versions/.#x.ts`;
    Deno.symlinkSync(`${root}/outside.ts`, mark);
    const file = { path: `${root}/versions/x.ts`, text: "export const x = 1;\n" };
    assertEquals(
      (await withUnwritten(denoPlatform, file).importModule(file.path)).x,
      1,
    );
    assertEquals(Deno.readLinkSync(mark), `${root}/outside.ts`);
    assertEquals([...Deno.readDirSync(root)].map(({ name }) => name), ["versions"]);
    assertEquals([...Deno.readDirSync(`${root}/versions`)].map(({ name }) => name), [".#x.ts"]);
  });
});
