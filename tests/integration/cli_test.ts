/**
 * The command line as processes, for the commands that need no database: what stands on which stream, and
 * the exit code. What the commands say in all their variants is compared with Alembic elsewhere.
 */
import { assertEquals } from "@std/assert";
import { migrator } from "../support/command.ts";
import { run } from "../support/process.ts";

/** A history of all three kinds, with a branch, a merge, a label and a dependency. */
const FILES: Record<string, string> = {
  "a1_first.py": `"""first: of all

Revision ID: a1a1
Revises:
Create Date: 2024-05-06 07:08:09.101112

"""
revision = 'a1a1'
down_revision = None
branch_labels = ('main',)


def upgrade():
    pass


def downgrade():
    pass
`,
  "b2_left.ts": `/**
 * to the left
 *
 * Revision ID: b2b2
 * Revises: a1a1
 * Create Date: 2024-05-07 07:08:09.101112
 */
import type { Operations } from "migrator";

export const revision = "b2b2";
export const downRevision = "a1a1";

export async function upgrade(op: Operations): Promise<void> {
  await op.execute("CREATE TABLE b (id int)");
}
`,
  "b3_right.sql": `-- revision: b3b3
-- down_revision: a1a1
-- message: to the right
-- create_date: 2024-05-08 07:08:09.101112

-- migrate:up
CREATE TABLE c (id int);
-- migrate:down
DROP TABLE c;
`,
  "c4_together.py": `"""together again"""
revision = 'c4c4'
down_revision = ('b2b2', 'b3b3')
def upgrade(): pass
def downgrade(): pass
`,
  "d5_aside.py": `"""on its own"""
revision = 'd5d5'
down_revision = None
depends_on = 'a1a1'
def upgrade(): pass
def downgrade(): pass
`,
};

const HEADS = "c4c4 (main) (head)\nd5d5 (head)\n";
const HISTORY = `\
b2b2, b3b3 -> c4c4 (main) (head) (mergepoint), together again
a1a1 -> b2b2 (main), to the left
<base> (a1a1) -> d5d5 (head), on its own
a1a1 -> b3b3 (main), to the right
<base> -> a1a1 (main) (branchpoint), first: of all
`;

const CASES: readonly (readonly [
  commandLine: string,
  stdout: string,
  stderr?: string,
  code?: number,
])[] = [
  ["heads", HEADS],
  ["history", HISTORY],
  ["-q history", ""],
  [
    "history --graph",
    `○  c4c4 (main) (head) (mergepoint), together again
├─╮
○ │  b2b2 (main), to the left
│ │ ○  d5d5 (head) (depends on a1a1), on its own
├┄│┄╯
│ ○  b3b3 (main), to the right
├─╯
○  a1a1 (main) (branchpoint), first: of all
`,
  ],
  [
    "history --graph --ascii -r a1a1:b3b3",
    "*  b3b3 (main), to the right\n*  a1a1 (main) (branchpoint), first: of all\n",
  ],
  ["history -r b2b2:main@head", HISTORY.split("\n").slice(0, 2).join("\n") + "\n"],
  ["branches", "a1a1 (main) (branchpoint)\n     -> b2b2 (main)\n     -> b3b3 (main)\n\n"],
  [
    "show b3b3",
    `Rev: b3b3
Parent: a1a1
Branch names: main
Path: <PROJECT>/migrations/versions/b3_right.sql

    to the right
    
    Revision ID: b3b3
    Revises: a1a1
    Create Date: 2024-05-08 07:08:09.101112

`,
  ],
  [
    "show d5d5",
    `Rev: d5d5 (head)
Parent: <base>
Also depends on: a1a1
Path: <PROJECT>/migrations/versions/d5_aside.py

    on its own

`,
  ],
  [
    "show nope",
    "FAILED: Can't locate revision identified by 'nope'\n",
    "hint: No revision file has this id or branch label\n",
    255,
  ],
  [
    "upgrade a1a1:b3b3 --sql",
    `BEGIN;

-- Running upgrade a1a1 -> b3b3

CREATE TABLE c (id int);

UPDATE alembic_version SET version_num='b3b3' WHERE alembic_version.version_num = 'a1a1';

COMMIT;

`,
    `INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
INFO  [alembic.runtime.migration] Generating static SQL
INFO  [alembic.runtime.migration] Will assume transactional DDL.
INFO  [alembic.runtime.migration] Running upgrade a1a1 -> b3b3, to the right
`,
  ],
  [
    "downgrade base --sql",
    "FAILED: downgrade with --sql requires <fromrev>:<torev>\n",
    "hint: Without a database it is not known where the script starts\n",
    255,
  ],
  [
    "upgrade",
    "",
    `usage: migrator upgrade [-h] [--sql] [--tag TAG] [--json] [--url URL]
                        [--no-env]
                        revision
migrator upgrade: error: the following arguments are required: revision
`,
    2,
  ],
  [
    "-c nowhere.ini heads",
    "FAILED: No 'script_location' key found in configuration.\n",
    "hint: there is no nowhere.ini in the current directory; run `migrator init`, or name the file with -c\n",
    255,
  ],
  [
    "merge heads --rev-id e6e6 -m both --format sql",
    "Generating <PROJECT>/migrations/versions/e6e6_both.sql ...  done\n",
  ],
  ["heads", "e6e6 (main) (head)\n"],
];

Deno.test("command line prints results, scripts, errors and usage where Alembic does", async (test) => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-cli-" }));
  try {
    const made = await migrator(["init", "migrations"], { cwd: root });
    assertEquals([made.code, made.stderr], [0, ""]);
    for (const [name, text] of Object.entries(FILES)) {
      await Deno.writeTextFile(`${root}/migrations/versions/${name}`, text);
    }
    for (const [commandLine, stdout, stderr = "", code = 0] of CASES) {
      await test.step(commandLine, async () => {
        const said = await migrator(commandLine.split(" "), { cwd: root });
        assertEquals({
          code: said.code,
          stdout: said.stdout.replaceAll(root, "<PROJECT>"),
          stderr: said.stderr.replaceAll(root, "<PROJECT>"),
        }, { code, stdout, stderr });
      });
    }
    await test.step("--version is that of deno.json", async () => {
      const configuration = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
      const { version } = JSON.parse(configuration);
      assertEquals(await migrator(["--version"], { cwd: root }), {
        code: 0,
        stdout: `migrator ${version}\n`,
        stderr: "",
      });
    });
    await test.step("a reader that has gone is no error", async () => {
      const source = new URL("../../", import.meta.url).pathname;
      const program = `"$0" run --quiet -A --config ${source}deno.json ${source}main.ts`;
      const { stderr } = await run(
        "sh",
        ["-c", `{ ${program} history; echo "exit code $?" >&2; } | true`, Deno.execPath()],
        { cwd: root },
      );
      assertEquals(stderr, "exit code 0\n");
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
