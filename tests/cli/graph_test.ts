import { assert, assertEquals } from "@std/assert";
import { pgliteDirectory } from "../support/pglite.ts";
import { inDirectory, migrate } from "./in_process.ts";

/** Makes a project of two branches. */
async function makeProject(cwd: string): Promise<void> {
  await migrate(["init", "migrations", "--template", "typescript"], { cwd });
  for (
    const [id, head, message] of [["a1", "base", "first"], ["b2", "a1", "left"], [
      "c3",
      "a1",
      "right",
    ]]
  ) {
    const args = ["revision", "--splice", "--format", "sql", "--rev-id", id!, "--head", head!];
    const { code, out, err } = await migrate([...args, "-m", message!], { cwd });
    assertEquals(code, 0, out + err);
  }
}

const BEGINNINGS: readonly (readonly [args: string, file: string, beginning: string])[] = [
  ["-o x.svg", "x.svg", "<svg "],
  ["-o x.mmd", "x.mmd", "flowchart BT\n"],
  ["-o x.GV", "x.GV", "digraph "],
  ["-o x", "x", "<svg "],
  ["-o x.svg --format mermaid", "x.svg", "flowchart BT\n"],
];

Deno.test("graph writes the format that is asked for, or that the file's name says", (test) =>
  inDirectory(async (cwd) => {
    await makeProject(cwd);
    for (const [args, file, beginning] of BEGINNINGS) {
      await test.step(args, async () => {
        const { code, out, err } = await migrate(["graph", ...args.split(" ")], { cwd });
        assertEquals([code, out, err], [0, "", ""]);
        const text = await Deno.readTextFile(`${cwd}/${file}`);
        assertEquals(text.slice(0, beginning.length), beginning);
      });
    }
    const { out } = await migrate(["-q", "graph"], { cwd });
    assert(out.startsWith("<svg ") && out.endsWith("</svg>\n"));
  }));

Deno.test("graph and history --graph mark where the database stands when given -i", () =>
  inDirectory(async (cwd) => {
    await using database = await pgliteDirectory();
    await makeProject(cwd);
    const url = ["--url", database.url];
    assertEquals((await migrate(["stamp", "b2", ...url], { cwd })).code, 0);
    assertEquals(
      (await migrate(["history", "--graph", "-i", ...url], { cwd, env: { LANG: "C" } })).out,
      "@  b2 (head) (current), left\n| o  c3 (head), right\n|/\n*  a1 (branchpoint), first\n",
    );
    const ranged = ["history", "--graph", "-r", ":current", ...url];
    assertEquals(
      (await migrate(ranged, { cwd, env: { LC_ALL: "de_DE.utf8", LANG: "C" } })).out,
      "○  b2 (head), left\n○  a1 (branchpoint), first\n",
    );
    const { out } = await migrate(["graph", "-i", "--format", "mermaid", ...url], { cwd });
    assertEquals(
      out.split("\n").filter((line) => /:::/.test(line)).map((line) => line.trim()),
      [
        'r0["b2 (head, current)<br/>left"]:::current',
        'r1["c3 (head)<br/>right"]:::pending',
      ],
    );
  }));
