/** Whether what `inspect` prints makes the same database again, as SQL and by the real SQLAlchemy and SQLModel. */
import { join } from "@std/path";
import { assertEquals } from "@std/assert";
import { postgresql } from "../../src/dialect/mod.ts";
import { schemaSql } from "../../src/render/mod.ts";
import { describeSchema, differences } from "../../src/verify/schema_description.ts";
import { sessionWith } from "../support/autogenerate.ts";
import { migrator } from "../support/command.ts";
import { MODELS, packageFiles, readModels } from "../support/model_packages.ts";
import { runOn, type TestDatabase, testDatabase } from "../support/postgres.ts";
import { type Yardstick, yardstick } from "../support/yardstick.ts";

const RICH = new URL("inspect/rich.sql", import.meta.url);
const CREATE = new URL("inspect/create_all.py", import.meta.url).pathname;

/** What is no part of metadata in any format; a warning names it. */
const UNSHOWN = ["comment on index ix_person_token", "materialized view counts", "view adults"];

/** What models have no words for, by the objects that differ; docs/autogenerate.md says so. */
const GAPS = [
  // That a column, given by the model, is inherited as well.
  ...["a_bus.id", "a_bus.mark", "a_bus.wheels", "a_car.id", "a_car.mark", "a_car.name"]
    .map((column) => `column public.${column}`),
  // NOT NULL is said of the column as well as of its domain.
  "column shop.customer.code",
  "comment index public.ix_person_token",
  // One constraint for two, which SQLAlchemy gives no name beside NOT NULL.
  ...["code_check", "code_form", "code_length"].map((name) => `constraint ${name} on shop.code`),
  // NO INHERIT, NOT VALID.
  "constraint here on public.person",
  "constraint known_mood on public.person",
];

/** What a database has, but for what is never shown. */
async function described(database: TestDatabase) {
  const connection = await sessionWith(database.url);
  try {
    const versionTable = { schema: "public", name: "alembic_version" };
    const found = await describeSchema(connection, { versionTable, roles: false });
    return new Map([...found].filter(([object]) => !/\b(adults|counts)\b/.test(object)));
  } finally {
    await connection.close();
  }
}

/** The objects in which two databases differ, with what each has. */
async function differing(one: TestDatabase, other: TestDatabase): Promise<readonly string[]> {
  return differences(await described(one), await described(other))
    .map(({ object, before, after }) => `${object}: ${before} -> ${after}`);
}

async function createAll(
  { run }: Yardstick,
  directory: string,
  [module, attribute]: readonly [string, string],
  { url }: TestDatabase,
): Promise<void> {
  const driver = url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
  const { code, stderr } = await run([CREATE, directory, module, attribute, driver]);
  if (code !== 0) throw new Error(stderr);
}

/** A directory with an ini and an env.py whose models are in `models.py`. */
async function project(directory: string, attribute: string): Promise<void> {
  await Deno.mkdir(join(directory, "migrations/versions"), { recursive: true });
  await Deno.writeTextFile(
    join(directory, "alembic.ini"),
    "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n",
  );
  await Deno.writeTextFile(
    join(directory, "migrations/env.py"),
    `from alembic import context
from sqlalchemy import create_engine
from models import ${attribute.split(".")[0]}
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=${attribute},
                      include_schemas=True, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
`,
  );
}

Deno.test("inspect prints what makes the same database again", async (t) => {
  const real = await yardstick();
  await using source = await testDatabase();
  if (source === null) return;
  await runOn(source.url, await Deno.readTextFile(RICH));
  const directory = await Deno.makeTempDir({ prefix: "migrator-inspect-" });
  await project(directory, "metadata");
  const inspect = (format: string, ...more: readonly string[]) =>
    migrator(["--url", source.url, "inspect", "--format", format, ...more], { cwd: directory });
  try {
    await t.step("as SQL", async () => {
      const { stdout, stderr, code } = await inspect("sql", "--no-env");
      assertEquals([code, /more than is shown: (.*)/.exec(stderr)?.[1]], [0, UNSHOWN.join(", ")]);
      await using copy = await testDatabase();
      await runOn(copy!.url, stdout);
      assertEquals(await differing(source, copy!), [
        "comment index public.ix_person_token: equality only -> null",
      ]);
    });
    if (real === null) return;
    const styles = [["sqlalchemy", "Base.metadata"], ["sqlmodel", "SQLModel.metadata"]] as const;
    for (const [style, attribute] of styles) {
      await t.step(`as models of ${style}, which check finds nothing to do for`, async () => {
        const { stdout } = await inspect(style, "--no-env");
        await Deno.writeTextFile(join(directory, "models.py"), stdout);
        await using copy = await testDatabase();
        await createAll(real, directory, ["models", attribute], copy!);
        const found = (await differing(source, copy!)).map((each) => each.split(":")[0]!);
        assertEquals(found, [...GAPS]);
        await project(directory, attribute);
        const check = await migrator(["--url", source.url, "check"], { cwd: directory });
        assertEquals(check.stdout, "No new upgrade operations detected.\n");
      });
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

/** Packages that hold what the order of a script matters for. */
const PACKAGES = ["circular_keys", "core_tables", "mapped_types", "sqlmodel_columns"];

Deno.test("the SQL of models makes what create_all() makes", async (t) => {
  const real = await yardstick();
  if (real === null) return;
  for (const name of PACKAGES) {
    await t.step(name, async () => {
      await using theirs = await testDatabase();
      await using ours = await testDatabase();
      if (theirs === null || ours === null) return;
      const { target } = await readModels(packageFiles(name));
      const scripts = target!.metadata.map((metadata) => schemaSql(metadata, postgresql));
      const schemas = scripts.flatMap((sql) => sql.match(/CREATE SCHEMA .*;/g) ?? []).join("\n");
      await runOn(theirs.url, schemas);
      await runOn(ours.url, scripts.join("\n"));
      const directory = new URL(`${name}/`, MODELS).pathname;
      await createAll(real, directory, ["models", "target_metadata"], theirs);
      assertEquals(await differing(theirs, ours), []);
    });
  }
});
