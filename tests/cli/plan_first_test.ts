/** `--plan-first` where somebody can answer: the one part of it that no script of processes shows. */
import { assertEquals, assertMatch } from "@std/assert";
import { pgliteDirectory } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";
import { inDirectory, migrate } from "./in_process.ts";

const REVISION = `-- revision: a1
-- down_revision: None
-- message: items

-- migrate:up
CREATE TABLE items (id bigint PRIMARY KEY);

-- migrate:down
DROP TABLE items;
`;

Deno.test("--plan-first asks, and runs only after yes", async () => {
  await using database = await testDatabase() ?? await pgliteDirectory();
  await inDirectory(async (cwd) => {
    Deno.mkdirSync(`${cwd}/migrations/versions`, { recursive: true });
    Deno.writeTextFileSync(`${cwd}/migrations/versions/a1_items.sql`, REVISION);
    Deno.writeTextFileSync(
      `${cwd}/alembic.ini`,
      `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${database.url}\n`,
    );
    const run = (words: string, typed: readonly string[] = []) =>
      migrate(words.split(" "), { cwd, columns: 80, typed });
    for (const answer of [["n"], [""], []]) {
      const { code, out, err } = await run("upgrade head --plan-first", answer);
      assertEquals(code, 1);
      assertMatch(out, /CREATE TABLE items[\s\S]*Nothing was run/);
      assertMatch(err, /Run this upgrade\? \[y\/N\] /);
      assertEquals((await run("current")).out, "");
    }
    assertEquals((await run("upgrade head --plan-first", ["Yes"])).code, 0);
    assertEquals((await run("current")).out, "a1 (head)\n");
    // Where there is nothing to do, there is nothing to ask.
    const idle = await run("upgrade head --plan-first");
    assertEquals([idle.code, /Run this/.test(idle.err)], [0, false]);
    assertMatch(idle.out, /nothing to do/);
  });
});
