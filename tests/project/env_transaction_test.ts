/** An env.py whose own statement begins a transaction that it does not commit: what is said of it, and when. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { inDirectory, migrate } from "../cli/in_process.ts";

const ENV = `from alembic import context
from sqlalchemy import engine_from_config, text
engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    connection.execute(text("SET lock_timeout = 4000"))
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

Deno.test("a transaction of env.py's own is warned of where it takes something back, and there alone", async () => {
  await inDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/m/versions`, { recursive: true });
    const ini = "[alembic]\nscript_location = m\nsqlalchemy.url = pglite://\n";
    await Deno.writeTextFile(`${directory}/alembic.ini`, ini);
    await Deno.writeTextFile(`${directory}/m/env.py`, ENV);
    await Deno.writeTextFile(
      `${directory}/m/versions/a1.sql`,
      "-- revision: a1\n-- down_revision: None\n-- migrate:up\nCREATE TABLE t (id int);\n",
    );
    const said = async (...args: string[]) => (await migrate(args, { cwd: directory })).err;
    assertEquals(await said("current"), "");
    const warning = await said("upgrade", "head");
    assertStringIncludes(warning, "did not commit it, so all of it was rolled back");
    assertStringIncludes(warning, "call commit() of the connection behind that");
    await Deno.writeTextFile(
      `${directory}/m/versions/b2.sql`,
      "-- revision: b2\n-- down_revision: a1\n-- migrate:up\nSELECT 1/0;\n",
    );
    const failure = await said("upgrade", "head");
    assertStringIncludes(failure, "division by zero");
    assertEquals(failure.includes("did not commit"), false);
  });
});
