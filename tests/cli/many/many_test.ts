/** One run for many databases, and for many schemas of one. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Schema, Validator } from "@cfworker/json-schema";
import { schemaPattern } from "../../../src/cli/many/targets.ts";
import { ROOT } from "../../support/command.ts";
import { runOn, testDatabase } from "../../support/postgres.ts";
import { inDirectory, migrate } from "../in_process.ts";

for (
  const [pattern, name, fits] of [
    ["tenant_%", "tenant_1", true],
    ["tenant_%", "tenantX1", false],
    ["tenant_*", "tenant_", true],
    ["*_a", "b_a", true],
    ["a.c", "abc", false],
    ["%", 'with "quotes" and\nlines', true],
    ["tenant", "tenant_1", false],
  ] as const
) {
  Deno.test(`schemaPattern() lets ${JSON.stringify(name)} ${fits ? "" : "not "}fit ${pattern}`, () => {
    assertEquals(schemaPattern(pattern).test(name), fits);
  });
}

const REVISION = `-- revision: a1
-- down_revision: None

-- migrate:up
CREATE TABLE items (id int);
-- migrate:down
DROP TABLE items;
`;

/** A project whose ini names no database. */
async function inProject(
  use: (
    run: (words: readonly string[]) => ReturnType<typeof migrate>,
    cwd: string,
  ) => Promise<void>,
) {
  await inDirectory(async (cwd) => {
    Deno.mkdirSync(`${cwd}/migrations/versions`, { recursive: true });
    Deno.writeTextFileSync(`${cwd}/migrations/versions/a1.sql`, REVISION);
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, "[alembic]\nscript_location = migrations\n");
    await use((words) => migrate(words, { cwd }), cwd);
  });
}

for (
  const [words, message] of [
    ["--jobs 0 --urls-file nope", "Expected a whole number above 0 for --jobs, found '0'"],
    ["--urls-file nope", "There is no file nope of URLs"],
    ["--urls-file empty", "The file empty has no URL"],
    ["--url a --url b --only-from nope", "There is no file nope of names"],
    [
      "--url a --url b --only-from names",
      "The file names names 'c', which is none of the 2 databases of this run",
    ],
    ["--url a --url b --sql", "--sql goes with one database alone"],
    ["--url a --url b --plan-first", "--plan-first goes with one database alone"],
    ["--url a --url b --shared-schema public", "--shared-schema needs --schemas"],
  ] as const
) {
  Deno.test(`upgrade refuses ${words}`, async () => {
    await inProject(async (run, cwd) => {
      Deno.writeTextFileSync(`${cwd}/empty`, "# none\n");
      Deno.writeTextFileSync(`${cwd}/names`, "c\n");
      const { code, out } = await run(["upgrade", "head", ...words.split(" ")]);
      assertEquals([code, out], [255, `FAILED: ${message}\n`]);
    });
  });
}

Deno.test("upgrade runs for each database, and one that fails stops no other", async () => {
  await using first = await testDatabase();
  await using second = await testDatabase();
  if (first === null || second === null) return console.error("*** NOT RUN, there is no server");
  await inProject(async (run, cwd) => {
    const nobody = "postgresql://someone:secret@127.0.0.1:1/nowhere";
    Deno.writeTextFileSync(`${cwd}/urls`, `# ours\n${nobody}\n\n${second.url}\n${first.url}\n`);
    const many = ["--url", first.url, "--urls-file", "urls", "--jobs", "2"];
    const failedTo = ["--failed-to", "failed"];
    const { code, out, err } = await run([
      "upgrade",
      "head",
      ...many,
      "--retry-failed",
      ...failedTo,
    ]);
    assertEquals(code, 1);
    const failed = `${cwd}/failed`;
    assertEquals(
      Deno.readTextFileSync(failed),
      "postgresql://someone:***@127.0.0.1:1/nowhere\n",
    );
    assertMatch(out, /someone:\*\*\*@127\.0\.0\.1:1\/nowhere +failed, 2nd try +0 /);
    assertMatch(out, /3 databases: 2 done, 1 failed\n$/);
    assertEquals(/secret/.test(out + err), false);
    for (const { url } of [first, second]) {
      assertEquals(await runOn(url, "SELECT version_num FROM alembic_version"), [["a1"]]);
    }
    const again = await run([
      "downgrade",
      "base",
      "--url",
      first.url,
      "--url",
      second.url,
      "--json",
    ]);
    assertEquals(again.code, 0);
    const document = JSON.parse(again.out);
    const schema: Schema = JSON.parse(Deno.readTextFileSync(`${ROOT}docs/json/schema.json`));
    const { valid, errors } = new Validator(schema, "2020-12", false).validate(document);
    assert(valid, JSON.stringify(errors));
    assertEquals(document.targets.map((each: { status: string }) => each.status), ["done", "done"]);
  });
});

Deno.test("upgrade --schemas keeps each tenant's tables, versions and history in its schema", async () => {
  await using database = await testDatabase();
  if (database === null) return console.error("*** NOT RUN, there is no PostgreSQL server");
  const names = ["tenant_1", 'tenant_"2"', "tenant_ü 'x'", "tenant_bad", "other"];
  for (const name of names) {
    await runOn(database.url, `CREATE SCHEMA "${name.replaceAll('"', '""')}"`);
  }
  await runOn(
    database.url,
    "CREATE TABLE items (of_all int); CREATE TABLE tenant_bad.items (id int); CREATE TABLE alembic_version (version_num text)",
  );
  await inProject(async (run, cwd) => {
    const upgrade = (...more: string[]) =>
      run(["upgrade", "head", "--url", database.url, "--schemas", "tenant_%", ...more]);
    const { code, out, err } = await upgrade("--failed-to", "failed");
    assertEquals(code, 1, err);
    assertMatch(out, /tenant_bad +failed +0 {2}base +\S+ s {2}relation "items" already exists\n/);
    assertMatch(out, /4 databases: 3 done, 1 failed\n$/);
    assertMatch((await upgrade()).out, /4 databases: 3 with nothing to do, 1 failed\n$/);
    // What was in the way goes, and then the one is run that has failed.
    await runOn(database.url, "DROP TABLE tenant_bad.items");
    const rest = await upgrade("--only-from", "failed", "--failed-to", "failed");
    assertEquals(rest.code, 0, rest.err);
    assertMatch(rest.out, /tenant_bad +done +1 /);
    assertMatch(rest.out, /\n1 database: 1 done\n$/);
    assertEquals(Deno.readTextFileSync(`${cwd}/failed`), "");
  });
  const tables = await runOn(
    database.url,
    `SELECT n.nspname, string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|info)' GROUP BY 1 ORDER BY 1`,
  );
  const whole = "alembic_version items migrator_history";
  assertEquals(
    tables,
    [
      ["public", "alembic_version items"],
      ['tenant_"2"', whole],
      ["tenant_1", whole],
      ["tenant_bad", whole],
      ["tenant_ü 'x'", whole],
    ].sort(),
  );
  assertEquals(await runOn(database.url, "SELECT count(*) FROM alembic_version"), [["0"]]);
});
