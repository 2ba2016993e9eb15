/** env.py files of Advanced Alchemy, which ask the configuration that the command `alchemy` is given. */
import { assertEquals } from "@std/assert";
import { readTargetMetadata } from "../../src/environment/target_metadata.ts";
import { type EnvProject, type EnvRun, runProject } from "./env_run.ts";

const CONFIGURE = `context.configure(
    connection=connection, target_metadata=metadata_registry.get(config.bind_key),
    version_table=config.version_table_name, version_table_pk=config.version_table_pk,
    compare_type=config.compare_type, render_as_batch=config.render_as_batch,
    user_module_prefix=config.user_module_prefix)
`;

const HEAD = `from advanced_alchemy.base import metadata_registry
from alembic import context
config = context.config
`;

const SYNC = `${HEAD}
with config.engine.connect() as connection:
    ${CONFIGURE.replaceAll("\n", "\n    ")}
    with context.begin_transaction():
        context.run_migrations()
`;

const ASYNC = `${HEAD}
import asyncio
from sqlalchemy.ext.asyncio import async_engine_from_config

def run(connection):
    ${CONFIGURE.replaceAll("\n", "\n    ")}
    with context.begin_transaction():
        context.run_migrations()

async def main():
    section = {"sqlalchemy.url": config.db_url}
    engine = config.engine or async_engine_from_config(section, prefix="sqlalchemy.")
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()

asyncio.run(main())
`;

/** The application, with an async or a sync configuration of the name `one`, alone and in lists. */
const app = (kind: "Async" | "Sync", driver: string) => `
from advanced_alchemy.base import BigIntBase
from sqlalchemy${
  kind === "Async" ? ".ext.asyncio import create_async_engine as" : " import"
} create_engine
from advanced_alchemy.config import Alembic${kind}Config, EngineConfig, SQLAlchemy${kind}Config

class Item(BigIntBase):
    pass

one = SQLAlchemy${kind}Config(
    connection_string="postgresql+${driver}://u:p%40w@h/d",
    engine_config=EngineConfig(echo=True),
    alembic_config=Alembic${kind}Config(version_table_name="ddl_version"),
)
maker = one.create_session_maker()
given = SQLAlchemy${kind}Config(engine_instance=create_engine("postgresql+${driver}://u:p%40w@h/d"))
only = [one]
both = [one, one]
`;

interface AlchemyRun extends EnvRun {
  readonly versionTable: string | undefined;
  readonly tables: readonly unknown[];
}

async function run(source: string, envPy: string, ini: string): Promise<AlchemyRun> {
  let tables: readonly unknown[] = [];
  const project: EnvProject = {
    envPy,
    ini: `prepend_sys_path = .\n${ini}`,
    files: { "/work/app.py": source },
    migrate: (environment) => {
      tables = readTargetMetadata(environment).metadata.flatMap((each) =>
        each.tables.map(({ name }) => name)
      );
      return Promise.resolve();
    },
  };
  const result = await runProject(project);
  return { ...result, tables, versionTable: result.environments[0]?.options.versionTable };
}

/** The version tables of the configurations that stand alone. */
const objects = { one: "ddl_version", only: "ddl_version", given: "alembic_versions" };

for (
  const [name, source, envPy] of [
    ["sync", app("Sync", "psycopg2"), SYNC],
    ["asyncio", app("Async", "asyncpg"), ASYNC],
  ] as const
) {
  for (const [object, table] of Object.entries(objects)) {
    Deno.test(`env.py of the template ${name} finds what app.${object} configures`, async () => {
      const { error, warnings, events, versionTable, tables } = await run(
        source,
        envPy,
        `migrator.alchemy_config = app.${object}`,
      );
      assertEquals([error, warnings], [null, []]);
      assertEquals(events, ["connect u:p@w@h/d", "migrate", "close"]);
      assertEquals([versionTable, tables], [table, ["item"]]);
    });
  }
}

Deno.test("of several configurations of Advanced Alchemy one must be named", async () => {
  const { error } = await run(app("Sync", "psycopg2"), SYNC, "migrator.alchemy_config = app.both");
  assertEquals(
    error,
    "ValueError: app.both holds 2 configurations: name one of them in a variable of its own",
  );
});

Deno.test("env.py of Advanced Alchemy without a configuration is told which key names it", async () => {
  const { error, hint } = await run(app("Sync", "psycopg2"), SYNC.replace("engine", "db_url"), "");
  assertEquals([error, hint], [
    "AttributeError: 'Config' object has no attribute 'db_url'",
    "this is the env.py of Advanced Alchemy: set migrator.alchemy_config in the config file to what " +
    "`alchemy --config` is given",
  ]);
});
