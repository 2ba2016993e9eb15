/** Migrator's own tables, which Alembic does not have: what goes through all tables of a database does not meet them. */
import { assertEquals } from "@std/assert";
import { loadConfig } from "../../src/config/mod.ts";
import { ownTables } from "../../src/project/own_tables.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { memoryPlatform } from "../config/memory_platform.ts";

const REVISION = `from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None
def upgrade():
    op.execute("CREATE TABLE t (id int)")
    m = sa.MetaData()
    m.reflect(op.get_bind())
    print(sorted(m.tables), sorted(sa.inspect(op.get_bind()).get_table_names()))
    m.drop_all(op.get_bind(), tables=[t for name, t in m.tables.items() if name != "alembic_version"])
`;

Deno.test("a revision that goes through all tables leaves migrator's own alone", async () => {
  await inDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/m/versions`, { recursive: true });
    const ini = "[alembic]\nscript_location = m\nsqlalchemy.url = pglite://\n";
    await Deno.writeTextFile(`${directory}/alembic.ini`, ini);
    await Deno.writeTextFile(`${directory}/m/versions/a1.py`, REVISION);
    const { code, out, err } = await migrate(["upgrade", "head"], { cwd: directory });
    assertEquals(code, 0, err);
    assertEquals(out, "['alembic_version', 't'] ['alembic_version', 't']\n");
  });
});

Deno.test("migrator's own tables are the history by its name, and the lease", async () => {
  const names = ["migrator_history", "migrator_history_progress", "migrator_lock", "mine", "users"];
  const own = async (keys: string) => {
    const ini = `[alembic]\nscript_location = m\n${keys}`;
    const platform = memoryPlatform({
      cwd: "/work",
      files: { "/work/alembic.ini": ini, "/work/m/env.py": "" },
    });
    return names.filter(ownTables(await loadConfig({ platform })));
  };
  assertEquals(await own(""), names.slice(0, 3));
  assertEquals(await own("migrator.history_table = mine\n"), ["migrator_lock", "mine"]);
});
