/** Scratch places on a server; what is found is shown by the script `verify`. */
import { assertEquals, assertMatch } from "@std/assert";
import { runOn, testDatabase } from "../support/postgres.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";

/** An enum value cannot be used in the transaction that adds it: this one goes only apart. */
const REVISIONS = {
  "a1.sql": `-- revision: a1
-- down_revision: None

-- migrate:up
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE moods (mood mood);

-- migrate:down
DROP TABLE moods;
DROP TYPE mood;
`,
  "a2.sql": `-- revision: a2
-- down_revision: a1

-- migrate:up
-- migrate:autocommit begin
ALTER TYPE mood ADD VALUE 'new';
-- migrate:autocommit end
INSERT INTO moods VALUES ('new');

-- migrate:down
DELETE FROM moods;
`,
  "a3.sql": `-- revision: a3
-- down_revision: a2

-- migrate:up
CREATE INDEX ix ON moods (mood);

-- migrate:down
DROP INDEX ix;
`,
};

Deno.test("verify makes databases and schemas of its own, and leaves nothing", async () => {
  await using database = await testDatabase();
  if (database === null) return console.error("*** NOT RUN, there is no PostgreSQL server");
  await inDirectory(async (cwd) => {
    const versions = `${cwd}/migrations/versions`;
    Deno.mkdirSync(versions, { recursive: true });
    for (const [name, text] of Object.entries(REVISIONS)) {
      Deno.writeTextFileSync(`${versions}/${name}`, text);
    }
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, "[alembic]\nscript_location = migrations\n");
    const verify = (...more: string[]) =>
      migrate(["verify", "--url", database.url, "--no-env", ...more], { cwd });
    await runOn(database.url, "CREATE TABLE ours (id int)");
    const refused = await verify();
    assertEquals(refused.code, 255);
    assertMatch(refused.out, /this database is not empty: it has column public\.ours\.id/);
    for (const scratch of ["database", "schema"]) {
      const { code, out, err } = await verify("--scratch", scratch);
      assertEquals(code, 3, err);
      assertMatch(
        out,
        /- enum type \S+\.mood {2}\('ok'\).*\n.*\+ enum type \S+\.mood {2}\('ok', 'new'\)/,
      );
      assertMatch(out, /second-upgrade-fails[^]*2 of 3 revisions went up, down and up again/);
    }
    Deno.writeTextFileSync(
      `${versions}/b3.sql`,
      REVISIONS["a3.sql"].replace("revision: a3", "revision: b3").replaceAll(" ix", " iy"),
    );
    const { code, out } = await verify("--scratch", "schema");
    assertEquals(code, 3);
    assertMatch(out, /Several heads: (a3, b3|b3, a3)/);
    const left = await runOn(
      database.url,
      `SELECT datname FROM pg_database WHERE datname ~ 'migrator_verify' UNION ALL
       SELECT nspname FROM pg_namespace WHERE nspname ~ 'migrator_verify' UNION ALL
       SELECT relname FROM pg_class WHERE relname ~ 'alembic_version'`,
    );
    assertEquals(left, []);
  });
});
