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

Deno.test("import takes what links of the project lead to, and nothing from elsewhere", async () => {
  await inDirectory(async (root) => {
    const write = (path: string, text: string) => {
      Deno.mkdirSync(`${root}/${path}`.replace(/[^/]+$/, ""), { recursive: true });
      Deno.writeTextFileSync(`${root}/${path}`, text);
    };
    const revision = (id: string, below: string) =>
      `from alembic import op\nrevision = ${id}\ndown_revision = ${below}\n` +
      "def upgrade():\n    op.execute('SELECT 1')\ndef downgrade():\n    pass\n";
    write("p/alembic.ini", "[alembic]\nscript_location = %(here)s/m\n");
    write("p/m/env.py", "import helper\n");
    write("p/db/a1.py", revision("'a1'", "None"));
    write("p/shared/helper.py", "x = 1\n");
    write("p/shared/.env", "TOKEN=secret\n");
    write("outside/b2.py", revision("'b2'", "'a1'"));
    write("outside/secret.txt", "secret\n");
    const links: readonly (readonly [path: string, target: string])[] = [
      // The directory of the revisions, a revision from elsewhere, a module and a package of the project.
      ["p/m/versions", "../db"],
      ["p/db/b2.py", "../../outside/b2.py"],
      ["p/m/helper.py", "../shared/helper.py"],
      ["p/m/package", "../shared"],
      // What is none of the project's, leads nowhere or around in a circle.
      ["p/m/secret.txt", "../../outside/secret.txt"],
      ["p/db/elsewhere", "../../outside"],
      ["p/m/token", "../shared/.env"],
      ["p/m/gone", "nowhere"],
      ["p/m/self", "self"],
      ["p/m/here", "."],
      ["p/shared/up", "../m"],
      ["made", "p/m"],
    ];
    for (const [path, target] of links) Deno.symlinkSync(target, `${root}/${path}`);
    const { code, err } = await migrate(["import", "p", "--output", "new"], { cwd: root });
    assertEquals(code, 0);
    assertEquals(
      written(`${root}/new`),
      [
        "alembic.ini",
        "m/env.py",
        "m/helper.py",
        "m/package/helper.py",
        "m/versions/a1.sql",
        "m/versions/b2.sql",
      ].map((path) => path.replace(/^m\//, "migrations/")),
    );
    const left = err.matchAll(/the link \S+\/p\/(\S+) is not followed: (.*)/g);
    assertEquals([...left].map(([, link, reason]) => `${link}: ${reason}`).sort(), [
      "m/gone: it leads to no file and no directory",
      "m/here: it leads back to where it stands",
      "m/package/up: it leads back to where it stands",
      "m/secret.txt: it leads out of the project",
      "m/self: it leads to no file and no directory",
      "m/token: it leads to what has a dot before its name",
      "m/versions/elsewhere: it leads out of the project",
    ]);
    // Through a link, too, nothing is written into what is imported.
    const inside = await migrate(["import", "p", "--output", "made/new"], { cwd: root });
    assertEquals(inside.code, 255);
    assertStringIncludes(inside.out, "which is imported");
  });
});

/** The files below a directory, sorted. */
function written(directory: string, prefix = ""): readonly string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
    isDirectory ? written(`${directory}/${name}`, `${prefix}${name}/`) : [prefix + name]
  ).sort();
}
