/** Revisions of Flask-Migrate that ask the application for its configuration. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inDirectory, migrate } from "../cli/in_process.ts";

const ENV = `from alembic import context
from flask import current_app
context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"])
context.run_migrations()
`;

const APP = `from datetime import timedelta
from flask import Flask
app = Flask(__name__)
app.config.update(SQLALCHEMY_DATABASE_URI="postgresql://h/d", ID="d6aa", SIZES={"a": [1, 2]},
                  LIFETIME=timedelta(days=1))
`;

/** What a revision's upgrade() says in such a project, what comes of it, or what is said of it. */
async function run(body: string, args: readonly string[], app = APP) {
  return await inDirectory(async (directory) => {
    const files = {
      "app.py": app,
      "migrations/alembic.ini": "[alembic]\n",
      "migrations/env.py": ENV,
      "migrations/versions/a1.py": "from alembic import op\nfrom flask import current_app\n" +
        `revision = "a1"\ndown_revision = None\ndef upgrade():\n    ${body}\n`,
    };
    await Deno.mkdir(`${directory}/migrations/versions`, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${directory}/${name}`, text);
    }
    return await migrate(args, { cwd: directory });
  });
}

const known: readonly (readonly [name: string, body: string, sql: string])[] = [
  ["a setting", 'op.execute("SELECT \'%s\'" % current_app.config["ID"])', "SELECT 'd6aa';"],
  ["part of one", "op.execute(f\"SELECT {current_app.config['SIZES']['a'][1]}\")", "SELECT 2;"],
  ["a default", 'op.execute(current_app.config.get("NONE", "SELECT 3"))', "SELECT 3;"],
  ["what is set", 'op.execute("SELECT 4" if "ID" in current_app.config else "")', "SELECT 4;"],
];

for (const [name, body, sql] of known) {
  Deno.test(`a revision gets ${name} from the application of env.py`, async () => {
    const { code, out, err } = await run(body, ["upgrade", "head", "--sql"]);
    assertEquals(code, 0, out + err);
    assertStringIncludes(out, `\n${sql}\n`);
  });
}

const refused: readonly (readonly [name: string, body: string, said: RegExp, app?: string])[] = [
  ["a key that is not set", 'current_app.config["NONE"]', /KeyError: 'NONE'/],
  ["a value that is no data", 'op.execute(current_app.config["LIFETIME"])', /config\['LIFETIME'\]/],
  ["what else it has", "op.execute(current_app.secret_key)", /current_app\.secret_key/],
  [
    "a key of a configuration that is not known as a whole",
    'op.execute(current_app.config["NONE"])',
    /config\['NONE'\]/,
    `${APP}from elsewhere import Settings\napp.config.from_object(Settings)\n`,
  ],
];

for (const [name, body, said, app] of refused) {
  Deno.test(`a revision is refused for ${name} of the application`, async () => {
    const { code, err } = await run(body, ["upgrade", "head", "--sql"], app);
    assertEquals(code, 1, err);
    assertMatch(err, said);
  });
}

Deno.test("import keeps a revision in Python that goes by the application's configuration", async () => {
  const { out } = await run(known[0]![1], ["import", ".", "--dry-run"]);
  assertStringIncludes(out, "1 of 1 revision run without Python");
  assertStringIncludes(out, "goes by the configuration of the application");
});
