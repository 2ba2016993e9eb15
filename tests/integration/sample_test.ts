/** The sample project in a copy of its own: what the README's first command shows on the embedded database. */
import { PGlite } from "@electric-sql/pglite";
import { assertEquals } from "@std/assert";
import { migrator, ROOT } from "../support/command.ts";
import type { Finished } from "../support/process.ts";

const CONTEXT = [
  "INFO  [alembic.runtime.environment] Database pglite://<SAMPLE>/.migrator/sample, from env.py (<SAMPLE>/migrations/env.py)",
  "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.",
  "INFO  [alembic.runtime.migration] Will assume transactional DDL.",
];

/** The steps of the sample's history, upwards. */
const STEPS: readonly (readonly [from: string, to: string, message: string])[] = [
  ["", "5c1e0f6a2b41", "create users and items"],
  ["5c1e0f6a2b41", "71f3a9c0b5e2", "seed the first items"],
  ["71f3a9c0b5e2", "8d20c4b7e913", "add tags"],
  ["8d20c4b7e913", "c03f9d6e1a58", "give items a slug"],
  ["8d20c4b7e913", "a94be1d05f37", "index titles"],
  ["a94be1d05f37, c03f9d6e1a58", "d7b8e25c4f06", "merge titles and slugs"],
  ["d7b8e25c4f06", "f2a64d7b0c39", "count items by owner"],
];

/** The order of a downgrade, where the two sides of the branch are taken back in the other one. */
const DOWN = [6, 5, 4, 3, 2, 1, 0];

function log(lines: readonly string[]): string {
  return lines.map((line) => `INFO  [alembic.runtime.migration] ${line}`).join("\n");
}

Deno.test("sample project goes up, has nothing more to do, and goes down to nothing", async (test) => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-sample-" }));
  const run = (...args: string[]) => migrator(args, { cwd: root });
  const says = (finished: Finished, lines: string) => {
    const stderr = finished.stderr.replaceAll(root, "<SAMPLE>").replace(/(env\.py):\d+\)/, "$1)");
    assertEquals({ ...finished, stderr: stderr.split("\n") }, {
      code: 0,
      stdout: "",
      stderr: [...CONTEXT, ...lines.split("\n"), ""],
    });
  };
  try {
    await copySample(root);
    const first = await test.step("upgrade head prints each revision and where it ended", async () =>
      says(
        await run("upgrade", "head"),
        log([
          ...STEPS.map(([from, to, message]) => `Running upgrade ${from} -> ${to}, ${message}`),
          "The database is now at f2a64d7b0c39 (head)",
        ]),
      ));
    if (!first) return;
    await test.step("every kind of revision has left its mark", async () =>
      assertEquals(
        await query(
          `${root}/.migrator/sample`,
          "SELECT email, items::int, (SELECT count(*)::int FROM items WHERE slug <> '') AS slugs, " +
            "to_regclass('ix_items_title')::text AS index, to_regclass('item_tags')::text AS tags " +
            "FROM items_by_owner",
        ),
        [{
          email: "ada@example.org",
          items: 3,
          slugs: 3,
          index: "ix_items_title",
          tags: "item_tags",
        }],
      ));
    await test.step("a second run says that there is nothing to do", async () =>
      says(
        await run("upgrade", "head"),
        log(["Nothing to do, the database is at f2a64d7b0c39 (head)"]),
      ));
    await test.step("downgrade base takes every revision back", async () =>
      says(
        await run("downgrade", "base"),
        log([
          ...DOWN.map((number) => STEPS[number]!).map(([from, to, message]) =>
            `Running downgrade ${to} -> ${from}, ${message}`
          ),
          "The database is now at base",
        ]),
      ));
    await test.step("and leaves nothing but the empty version table, and the history's", async () =>
      assertEquals(
        await query(
          `${root}/.migrator/sample`,
          "SELECT relname, (SELECT count(*)::int FROM alembic_version) AS rows FROM pg_class " +
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') " +
            "AND relname NOT IN ('migrator_history', 'migrator_history_progress')",
        ),
        [{ relname: "alembic_version", rows: 0 }],
      ));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

/** The answer of the embedded database, asked while no other process has it open. */
async function query(directory: string, sql: string): Promise<unknown[]> {
  const database = await PGlite.create(directory);
  try {
    return (await database.query(sql)).rows;
  } finally {
    await database.close();
  }
}

async function copySample(to: string): Promise<void> {
  await Deno.copyFile(`${ROOT}alembic.ini`, `${to}/alembic.ini`);
  for (const directory of ["migrations", "migrations/versions"]) {
    await Deno.mkdir(`${to}/${directory}`);
    for await (const { name, isFile } of Deno.readDir(`${ROOT}${directory}`)) {
      if (isFile) await Deno.copyFile(`${ROOT}${directory}/${name}`, `${to}/${directory}/${name}`);
    }
  }
}
