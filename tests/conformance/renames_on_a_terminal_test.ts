/** Whether somebody at a terminal is asked what was renamed, by a process that has one. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { inDirectory } from "../cli/in_process.ts";
import { COMMAND, ROOT } from "../support/command.ts";
import { runOn, testDatabase } from "../support/postgres.ts";
import { run } from "../support/process.ts";
import { makeModelsProject } from "./support/project.ts";

const MODELS = `import sqlalchemy as sa
target_metadata = sa.MetaData()
sa.Table("person", target_metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("full_name", sa.Text))
`;

const ENV = `from alembic import context
import sqlalchemy as sa
from models import target_metadata

engine = sa.engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
`;

/** What is typed, and what stands in the file then. */
const ANSWERS: readonly (readonly [string, RegExp])[] = [
  ["y\n", /op\.alter_column\('person', 'name',\s+new_column_name='full_name'/],
  [
    "n\n",
    /op\.add_column\('person', sa\.Column\('full_name'[^]*op\.drop_column\('person', 'name'\)/,
  ],
];

async function hasScript(): Promise<boolean> {
  try {
    return (await run("script", ["--version"])).code === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("revision --autogenerate asks on a terminal what was renamed, and goes by the answer", async () => {
  if (!await hasScript()) {
    return console.log("skipped: the program script, which gives a terminal, is missing");
  }
  await using database = await testDatabase();
  if (database === null) return;
  await runOn(database.url, "CREATE TABLE person (id serial PRIMARY KEY, name text)");
  await inDirectory(async (root) => {
    await makeModelsProject(root, database.url);
    await Deno.copyFile(`${ROOT}migrations/script.py.mako`, `${root}/m/script.py.mako`);
    await Deno.writeTextFile(`${root}/m/env.py`, ENV);
    await Deno.writeTextFile(`${root}/models.py`, MODELS);
    const args = ["revision", "--autogenerate", "--no-trial", "-m", "rename", "--rev-id", "r"];
    const command = [...COMMAND, ...args].map((word) => `'${word}'`).join(" ");
    for (const [stdin, expected] of ANSWERS) {
      const { code, stdout } = await run("script", ["-qec", command, "/dev/null"], {
        cwd: root,
        stdin,
      });
      assertEquals(code, 0, stdout);
      assert(stdout.includes("full_name?"), stdout);
      const path = `${root}/m/versions/r_rename.py`;
      assertMatch(await Deno.readTextFile(path), expected);
      await Deno.remove(path);
    }
  });
});
