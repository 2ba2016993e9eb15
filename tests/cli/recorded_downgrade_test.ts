/** The question of a downgrade by recorded SQL: the one part of it that no script of processes shows. */
import { assertEquals, assertMatch } from "@std/assert";
import { pgliteDirectory } from "../support/pglite.ts";
import { testDatabase } from "../support/postgres.ts";
import { inDirectory, migrate } from "./in_process.ts";

const ROLES = `-- revision: b2
-- down_revision: a1

-- migrate:up
CREATE TABLE b (id bigint PRIMARY KEY);

-- migrate:down
DROP TABLE b;
SELECT 'DO \x1b[2J $1';
`;

Deno.test("downgrade asks before it runs recorded SQL, and shows it without control characters", async () => {
  await using database = await testDatabase() ?? await pgliteDirectory();
  await inDirectory(async (cwd) => {
    const versions = `${cwd}/migrations/versions`;
    Deno.mkdirSync(versions, { recursive: true });
    Deno.writeTextFileSync(
      `${versions}/a1.sql`,
      "-- revision: a1\n-- down_revision: None\n\n-- migrate:up\nSELECT 1;\n",
    );
    Deno.writeTextFileSync(`${versions}/b2.sql`, ROLES);
    Deno.writeTextFileSync(
      `${cwd}/alembic.ini`,
      `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${database.url}\n`,
    );
    const run = (words: string, typed: readonly string[] = [], columns?: number) =>
      migrate(words.split(" "), { cwd, columns, typed });
    assertEquals((await run("upgrade head")).code, 0);
    Deno.removeSync(`${versions}/b2.sql`);
    const silent = await run("downgrade a1");
    assertEquals(silent.code, 255);
    assertMatch(silent.err, /`migrator downgrade --recorded a1`/);
    for (const answer of [["n"], []]) {
      const { code, err } = await run("downgrade a1", answer, 80);
      assertEquals(code, 255);
      assertMatch(
        err,
        /b2 \(b2\.sql, applied .* by .*\)\n {2}DROP TABLE b;\n\n {2}SELECT 'DO \\x1b\[2J/,
      );
      assertMatch(err, /Run this SQL to take them back\? \[y\/N\] /);
    }
    // Programs are not asked.
    assertEquals((await run("downgrade a1 --json", ["y"], 80)).code, 255);
    assertEquals((await run("downgrade a1", ["y"], 80)).code, 0);
    assertEquals((await run("current")).out, "a1 (head)\n");
  });
});
