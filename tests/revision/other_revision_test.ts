/** Revisions that take something from another one, as Alembic's recipe of replaceable objects does. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inDirectory, migrate } from "../cli/in_process.ts";

/** Runs `upgrade head --sql` of a project whose last revision has this body. */
async function script(body: string, args: readonly string[] = ["upgrade", "head", "--sql"]) {
  return await inDirectory(async (directory) => {
    const versions = `${directory}/m/versions`;
    await Deno.mkdir(versions, { recursive: true });
    const ini = "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://h/d\n";
    await Deno.writeTextFile(`${directory}/alembic.ini`, ini);
    const files = {
      "a1.py": '"""views"""\nfrom alembic import op\nrevision = "a1a1a1"\ndown_revision = None\n' +
        'class View:\n    sql = "SELECT 1"\ndef upgrade():\n    op.execute("CREATE VIEW v AS " + View.sql)\n',
      "b2.sql": "-- revision: b2\n-- down_revision: a1a1a1\n-- migrate:up\nDROP VIEW v;\n",
      "c3.py": 'from alembic import context, op\nrevision = "c3"\ndown_revision = "b2"\n' +
        `def upgrade():\n    script = op.get_context().script\n    ${body}\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${versions}/${name}`, text);
    }
    return await migrate(args, { cwd: directory });
  });
}

const known: readonly (readonly [name: string, body: string, sql: string])[] = [
  ["a class", 'op.execute(getattr(script.get_revision("a1a1a1").module, "View").sql)', "SELECT 1;"],
  ["by part of its id", 'op.execute(script.get_revision("a1a1").module.View.sql)', "SELECT 1;"],
  ["by context", 'op.execute(context.script.get_revision("a1a1a1").module.View.sql)', "SELECT 1;"],
  [
    "its header",
    'b2 = script.get_revision("b2")\n    ' +
    "op.execute(f\"SELECT '{b2.revision} {b2.down_revision} {script.get_revision('a1').doc}'\")",
    "SELECT 'b2 a1a1a1 views';",
  ],
];

for (const [name, body, sql] of known) {
  Deno.test(`a revision takes something from another one: ${name}`, async () => {
    const { code, out, err } = await script(body);
    assertEquals(code, 0, err);
    assertStringIncludes(out, `-- Running upgrade b2 -> c3\n\n${sql}\n`);
  });
}

const refused: readonly (readonly [name: string, id: string, code: number, said: RegExp])[] = [
  ["is not there", "z9", 255, /^FAILED: Can't locate revision identified by 'z9'$/m],
  ["is no Python", "b2", 1, /revision b2 is no Python file, so it has no module[^]*c3\.py:6/],
];

for (const [name, id, code, said] of refused) {
  Deno.test(`a revision cannot take something from one that ${name}`, async () => {
    const outcome = await script(`script.get_revision("${id}").module`);
    assertEquals(outcome.code, code);
    assertMatch(outcome.out + outcome.err, said);
  });
}

Deno.test("import translates a revision that takes something from another one", async () => {
  const { out } = await script(known[0]![1], ["import", ".", "--dry-run"]);
  assertStringIncludes(out, "2 can be written as SQL");
});
