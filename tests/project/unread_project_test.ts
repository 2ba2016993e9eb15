/** Commands that read the revision files while the server lets them in, and what comes first where more than one thing is wrong. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Config } from "../../src/config/mod.ts";
import { UnreadProject, whileReading } from "../../src/project/unread_project.ts";
import { RevisionGraph } from "../../src/script/graph.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { runOn, testDatabase } from "../support/postgres.ts";

const REVISION = "revision = 'a1'\ndown_revision = None\n\ndef upgrade():\n    pass\n";

const BROKEN = "revision = f()\ndown_revision = None\n";

/** An env.py that keeps a table of its own, and the head that it was told in it. */
const ENV = `from alembic import context
from sqlalchemy import create_engine, text

HEAD = context.get_head_revision()
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    connection.execute(text("CREATE TABLE heads AS SELECT '" + HEAD + "' AS head"))
    connection.commit()
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const WITHOUT_HEAD = ENV.replace("context.get_head_revision()", "'none'");

async function inProject(
  { url = "postgresql://u@127.0.0.1:1/d", env, file = REVISION }: {
    url?: string;
    env?: string;
    file?: string;
  },
  use: (directory: string) => Promise<void>,
): Promise<void> {
  await inDirectory(async (directory) => {
    await Deno.mkdir(join(directory, "migrations/versions"), { recursive: true });
    const write = (path: string, text: string) => Deno.writeTextFile(join(directory, path), text);
    const ini = `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url}\n`;
    await write("alembic.ini", ini);
    await write("migrations/versions/a1.py", file);
    if (env !== undefined) await write("migrations/env.py", env);
    await use(directory);
  });
}

/** A project with nothing in it, of which is noted when it is read. */
function project(order: string[], error?: Error): UnreadProject {
  const found = { config: {} as Config, graph: new RevisionGraph([], () => {}) };
  return new UnreadProject(found, () => {
    order.push("read");
    return error === undefined ? Promise.resolve(found) : Promise.reject(error);
  });
}

Deno.test("whileReading() begins what is outside first, and does not wait for the files", async () => {
  const order: string[] = [];
  const source = project(order, new Error("broken"));
  const outside = () => {
    order.push("outside");
    return Promise.resolve(1);
  };
  assertEquals(await whileReading(source, outside), 1);
  assertEquals(order, ["outside", "read"]);
  await assertRejects(() => source.read(), Error, "broken");
});

Deno.test("whileReading() throws what is wrong with the files rather than what went wrong outside", async () => {
  const refused = () => Promise.reject(new Error("refused"));
  await assertRejects(() => whileReading(project([]), refused), Error, "refused");
  const broken = project([], new Error("broken"));
  await assertRejects(() => whileReading(broken, refused), Error, "broken");
});

for (const command of [["upgrade", "head"], ["current"]]) {
  Deno.test(`${command[0]} names a broken file rather than a server that is not there`, () =>
    inProject({ file: BROKEN }, async (cwd) => {
      const { code, err } = await migrate(command, { cwd });
      assertEquals(code, 1);
      assertStringIncludes(err, "a1.py:1");
    }));

  Deno.test(`${command[0]} tells env.py the heads before it connects`, async () => {
    await using database = await testDatabase();
    if (database === null) return;
    await inProject({ url: database.url, env: ENV }, async (cwd) => {
      const { code, err } = await migrate(command, { cwd });
      assertEquals(code, 0, err);
      assertEquals(await runOn(database.url, "SELECT head FROM heads"), [["a1"]]);
    });
  });

  Deno.test(`${command[0]} sends no statement of env.py's when a file is broken`, async () => {
    await using database = await testDatabase();
    if (database === null) return;
    await inProject({ url: database.url, env: WITHOUT_HEAD, file: BROKEN }, async (cwd) => {
      const { code, err } = await migrate(command, { cwd });
      assertEquals(code, 1);
      assertStringIncludes(err, "a1.py:1");
      assertEquals(await runOn(database.url, "SELECT to_regclass('heads')"), [[null]]);
    });
  });
}
