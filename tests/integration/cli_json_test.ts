/**
 * `--json` of every command that reports, as processes: what is printed follows docs/json/schema.json to the
 * letter, and docs/json.md shows what is printed. With MIGRATOR_RECORD=1 the examples there are written anew.
 */
import { assert, assertEquals } from "@std/assert";
import { type Schema, Validator } from "@cfworker/json-schema";
import { migrate } from "../cli/in_process.ts";
import { migrator, ROOT } from "../support/command.ts";
import { exampleCommands, withExamples } from "../support/json_examples.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import type { Finished } from "../support/process.ts";
import { assertSameText } from "../support/same_text.ts";

const PAGE = `${ROOT}docs/json.md`;
const schema: Schema = JSON.parse(Deno.readTextFileSync(`${ROOT}docs/json/schema.json`));
const validator = new Validator(schema, "2020-12", false);

function assertValid(document: unknown): void {
  const { valid, errors } = validator.validate(document);
  const command = (document as { command: string }).command;
  // The errors of the definitions of other commands say nothing.
  const own = errors.filter(({ keywordLocation }) =>
    keywordLocation.includes(`${command}_command`)
  );
  assert(valid, JSON.stringify([own.length > 0 ? own : errors, document], null, 1));
}

const HEADER = (id: string, down: string | null, message: string) =>
  `"""${message}

Revision ID: ${id}
Revises: ${down ?? ""}
Create Date: 2024-05-06 07:08:09.101112

"""
import sqlalchemy as sa
from alembic import op

revision = ${JSON.stringify(id)}
down_revision = ${down === null ? "None" : JSON.stringify(down)}
`;

const FILES: Readonly<Record<string, string>> = {
  "1a2b_accounts.py": HEADER("1a2b", null, "accounts") + `branch_labels = ("shop",)


def upgrade():
    op.create_table("accounts", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("accounts")
`,
  "3c4d_names.sql": `-- revision: 3c4d
-- down_revision: 1a2b
-- message: names of accounts
-- create_date: 2024-05-07 07:08:09.101112

-- migrate:up
ALTER TABLE accounts ADD COLUMN name text;
-- migrate:down
ALTER TABLE accounts DROP COLUMN name;
`,
  "5e6f_mails.py": HEADER("5e6f", "3c4d", "mail addresses") + `

def upgrade():
    print("said by a revision")
    op.execute("ALTER TABLE acounts ADD COLUMN mail text")


def downgrade():
    pass
`,
  "7a8b_later.py": HEADER("7a8b", "5e6f", "later") + `

def upgrade():
    pass


def downgrade():
    pass
`,
};

/** Adds a revision on its own which depends on another. */
const REPORTING = HEADER("9c9c", null, "reporting") + `depends_on = "1a2b"


def upgrade():
    pass


def downgrade():
    pass
`;

/** What the database should hold: more than it does. */
const SCHEMA = `CREATE TABLE accounts (id serial PRIMARY KEY, name varchar(100) NOT NULL);
CREATE TABLE notes (account_id integer REFERENCES accounts, note text);
CREATE INDEX notes_account ON notes (account_id);
`;

/**
 * A step of the scenario: a file that is put there, or a command line and its exit code. Opening the
 * embedded database in a new process takes seconds, so some command lines run in this one.
 */
type Step =
  | readonly [commandLine: string, code?: number, where?: "in process"]
  | { readonly [file: string]: string };

const SCENARIO: readonly Step[] = [
  ["list_templates --json"],
  ["heads --json"],
  ["branches --json"],
  ["history --json"],
  ["history -v -r 1a2b: --json"],
  ["show shop@head --json"],
  ["show nope --json", 255],
  ["check --json", 255],
  ["current --json", 0, "in process"],
  ["ensure_version --json", 0, "in process"],
  ["upgrade head --json", 1],
  ["upgrade 3c4d --json", 0, "in process"],
  ["-q heads --json"],
  ["lint 1a2b:3c4d --json", 0, "in process"],
  ["lint nope: --json", 255, "in process"],
  ["plan -1 --json", 2, "in process"],
  ["plan 3c4d --json", 0, "in process"],
  ["plan nope --json", 255, "in process"],
  ["verify 3c4d --json", 0, "in process"],
  ["verify nope --json", 255, "in process"],
  ["status --json", 2, "in process"],
  ["doctor --json", 0, "in process"],
  ["current --check-heads --json", 255, "in process"],
  ["history -i --json", 0, "in process"],
  ["show current --json", 0, "in process"],
  ["downgrade -1 --json", 0, "in process"],
  ["downgrade -9 --json", 255, "in process"],
  ["stamp 7a8b --json", 0, "in process"],
  { "../../schema.sql": SCHEMA },
  ["check --target schema.sql --json", 255, "in process"],
  ["stamp 3c4d --json", 0, "in process"],
  ["upgrade 3c4d --sql --json"],
  ["upgrade head --url postgresql://u:secret@127.0.0.1:1/d --json", 1],
  { "9c9c_reporting.py": REPORTING },
  ["heads --json --resolve-dependencies"],
  ["revision -m next --rev-id b0b0 --head shop@head --json"],
  ["revision -m next --head nope --json", 255],
  ["merge heads -m together --rev-id c0c0 --json"],
  { "dddd_broken.py": "revision = 'dddd'\ndown_revision = (\n" },
  ["heads --json", 1],
];

/** Runs a command line in this process, with what it says named as that of a process. */
async function runHere(words: readonly string[], cwd: string): Promise<Finished> {
  const { code, out, err } = await migrate(words, { cwd });
  return { code, stdout: out, stderr: err };
}

Deno.test("command line prints what the schema says when given --json", async (test) => {
  await using database = await pgliteDirectory();
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-json-" }));
  const printed = new Map<string, string>();
  const runStep = async (commandLine: string, code: number, inProcess = false) => {
    const words = commandLine.split(" ");
    const said = inProcess ? await runHere(words, root) : await migrator(words, { cwd: root });
    assertEquals(said.code, code, said.stdout + said.stderr);
    const document = JSON.parse(said.stdout);
    assertValid(document);
    assertEquals("error" in document, ![0, 2].includes(code));
    assert(!/secret/.test(said.stdout));
    if (printed.has(commandLine)) return;
    printed.set(
      commandLine,
      said.stdout.replaceAll(root, "/srv/shop").replaceAll(database.path, "/srv/shop/data")
        .replaceAll(/("duration_ms": )[\d.]+/g, "$12.25")
        .replaceAll(/(?<="program": "migrator )[^"]*/g, "0.1.0 (commit 0123456789ab, linux x86_64)")
        .replaceAll(/(?<=PostgreSQL )\d[\d.]*/g, "18.6")
        .replaceAll(/2[0-9]{3}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/g, "2024-05-06 07:08:09.101112"),
    );
  };
  try {
    await test.step("init migrations --json", () => runStep("init migrations --json", 0));
    const ini = await Deno.readTextFile(`${root}/alembic.ini`);
    await Deno.writeTextFile(
      `${root}/alembic.ini`,
      ini.replace(/^sqlalchemy\.url = .*$/m, `sqlalchemy.url = ${database.url}`),
    );
    const put = async (files: Readonly<Record<string, string>>) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${root}/migrations/versions/${name}`, text);
      }
    };
    await put(FILES);
    for (const step of SCENARIO) {
      if (!Array.isArray(step)) {
        await put(step as Record<string, string>);
        continue;
      }
      const [commandLine, code = 0, where] = step;
      await test.step(commandLine, () => runStep(commandLine, code, where !== undefined));
    }
    await test.step("docs/json.md shows what is printed", async () => {
      const page = await Deno.readTextFile(PAGE);
      if (Deno.env.get("MIGRATOR_RECORD")) {
        await Deno.writeTextFile(PAGE, withExamples(page, printed));
      } else {
        assertEquals(exampleCommands(page).filter((command) => !printed.has(command)), []);
        assertSameText(page, withExamples(page, printed), "docs/json.md");
      }
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("schema names every property and refuses all others", () => {
  const open: string[] = [];
  const visit = (node: unknown, at: string) => {
    if (typeof node !== "object" || node === null) return;
    const { properties, additionalProperties } = node as Schema;
    const isObject = properties !== undefined && !/\/oneOf\/\d+$/.test(at);
    if (isObject && additionalProperties !== false) open.push(at);
    for (const [key, value] of Object.entries(node)) visit(value, `${at}/${key}`);
  };
  visit(schema, "");
  assertEquals(open, []);
  const document = { command: "heads", revisions: [] };
  assertValid(document);
  for (
    const wrong of [
      { ...document, more: 1 },
      { ...document, revisions: [{ id: "a" }] },
      { ...document, command: "other" },
      { command: "heads" },
      { command: "heads", revisions: [], error: null },
    ]
  ) assertEquals(validator.validate(wrong).valid, false, JSON.stringify(wrong));
});
