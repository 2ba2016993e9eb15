/** What a user sees when a statement in the middle of a revision fails, for each kind of revision. */
import { assertEquals } from "@std/assert";
import { migrator } from "../support/command.ts";
import { pgliteDirectory } from "../support/pglite.ts";

const FILES: Record<string, string> = {
  "a1.py": `"""the beginning"""
from alembic import op
import sqlalchemy as sa

revision = 'a1a1'
down_revision = None


def upgrade():
    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))


def downgrade():
    op.drop_table('t')
`,
  "b2.py": `"""in Python"""
from alembic import op

revision = 'b2b2'
down_revision = 'a1a1'


def fill(number):
    op.execute(f"""
        INSERT INTO t
        VALUES ({number})
    """)


def upgrade():
    op.execute("CREATE TABLE never (id int)")
    fill(1)
    fill(1)
    op.execute("DROP TABLE never")
`,
  "b3.ts": `/** in TypeScript */
import type { Operations } from "migrator";

export const revision = "b3b3";
export const downRevision = "a1a1";

export async function upgrade(op: Operations): Promise<void> {
  await op.execute("CREATE TABLE never (id int)");
  await op.execute(\`SELECT id,
  größe FROM t\`);
}
`,
  "b4.sql": `-- revision: b4b4
-- down_revision: a1a1
-- message: in SQL

-- migrate:up
CREATE TABLE never (id int);

DO $$
BEGIN
  RAISE EXCEPTION 'not like this' USING DETAIL = 'the detail', HINT = 'the hint';
END $$;

DROP TABLE never;
`,
  "b5.sql": `-- revision: b5b5
-- down_revision: a1a1
-- message: outside a transaction

-- migrate:up transaction:false
CREATE TABLE stays (id int);
SELECT nonsense;
`,
  "c6.py": `"""wrong before anything is sent"""
revision = 'c6c6'
down_revision = 'a1a1'


def upgrade():
    settings = {}
    settings['absent']
`,
};

const CASES: readonly (readonly [revision: string, stderr: string])[] = [
  [
    "b2b2",
    `\
error: duplicate key value violates unique constraint "t_pkey"
  revision  b2b2, upgrade
  at        <VERSIONS>/b2.py:9:5
  SQL       INSERT INTO t
            VALUES (1)
  detail    Key (id)=(1) already exists.
  SQLSTATE  23505
  database  at base: a1a1 and b2b2 are rolled back
`,
  ],
  [
    "b3b3",
    `\
error: column "größe" does not exist
  revision  b3b3, upgrade
  at        <VERSIONS>/b3.ts:9:12
  SQL       SELECT id,
              größe FROM t
  position  line 2: größe FROM t
                    ^
  SQLSTATE  42703
  database  at base: a1a1 and b3b3 are rolled back
`,
  ],
  [
    "b4b4",
    `\
error: not like this
  revision  b4b4, upgrade
  at        <VERSIONS>/b4.sql:8
  SQL       DO $$
            BEGIN
              RAISE EXCEPTION 'not like this' USING DETAIL = 'the detail', HINT = 'the hint';
            END $$
  detail    the detail
  hint      the hint
  context   PL/pgSQL function inline_code_block line 3 at RAISE
  SQLSTATE  P0001
  database  at base: a1a1 and b4b4 are rolled back
`,
  ],
  [
    "c6c6",
    `\
error: KeyError: 'absent'
  revision  c6c6, upgrade
  at        <VERSIONS>/c6.py:8:5
  database  unchanged, at base: nothing was run
`,
  ],
  [
    "b5b5",
    `\
error: column "nonsense" does not exist
  revision  b5b5, upgrade
  at        <VERSIONS>/b5.sql:7
  SQL       SELECT nonsense
  position  line 1: SELECT nonsense
                           ^
  SQLSTATE  42703
  database  at a1a1: a1a1 stays applied; what b5b5 had committed stays and is recorded: the next run goes on behind it
`,
  ],
];

Deno.test("a failing statement is shown with its revision, line, SQL, the server's words and the state", async (test) => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-errors-" }));
  await using database = await pgliteDirectory();
  try {
    const versions = `${root}/migrations/versions`;
    await Deno.mkdir(versions, { recursive: true });
    await Deno.writeTextFile(
      `${root}/alembic.ini`,
      `[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = ${database.url}\n`,
    );
    for (const [name, text] of Object.entries(FILES)) {
      await Deno.writeTextFile(`${versions}/${name}`, text);
    }
    for (const [revision, expected] of CASES) {
      await test.step(revision, async () => {
        const { code, stdout, stderr } = await migrator(["upgrade", revision], { cwd: root });
        assertEquals([code, stdout], [1, ""]);
        const error = stderr.replaceAll(versions, "<VERSIONS>").replace(/^INFO .*\n/gm, "");
        assertEquals(error, expected);
      });
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
