/**
 * The legacy project on the embedded database, through the command line. What it has to arrive at
 * was recorded from real Alembic on PostgreSQL (tests/conformance/legacy_test.ts keeps it true).
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { migrator, ROOT } from "../support/command.ts";
import { describePglite } from "../support/describe_pglite.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import { assertSameText } from "../support/same_text.ts";

const LEGACY = `${ROOT}tests/fixtures/legacy`;
const HEAD = "b4c5d6e7f809";
const REVISIONS = 65;

Deno.test("legacy project goes up to head and down to base on the embedded database", async (test) => {
  await using data = await pgliteDirectory();
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await migrator(["--url", data.url, ...args], {
      cwd: `${LEGACY}/backend`,
    });
    assertEquals(code, 0, `migrator ${args.join(" ")}: ${stdout}${stderr}`);
    return { stdout, steps: stderr.match(/Running (upgrade|downgrade) /g)?.length ?? 0 };
  };
  const arrived = await test.step("upgrade head runs every revision", async () => {
    const { steps, stdout } = await run("upgrade", "head");
    assertEquals(steps, REVISIONS);
    assertStringIncludes(stdout, "7 settings archived\n");
  });
  if (!arrived) return;
  await test.step("the database is what Alembic makes of it", async () => {
    const expected = await Deno.readTextFile(`${LEGACY}/expected_head.txt`);
    assertSameText(await describePglite(data.path), expected, "database at head");
  });
  await test.step("current is head, and a second upgrade has nothing to do", async () => {
    assertEquals((await run("current")).stdout, `${HEAD} (head)\n`);
    assertEquals((await run("upgrade", "head")).steps, 0);
  });
  await test.step("downgrade base leaves nothing but the empty version table", async () => {
    assertEquals((await run("downgrade", "base")).steps, REVISIONS);
    const left = (await describePglite(data.path)).split("\n")
      .filter((line) => !line.startsWith("#") && !line.includes("alembic_version"));
    assertEquals(left, ["plpgsql", ""]);
  });
});
