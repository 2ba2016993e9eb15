/** A small project for tests of the library, `shop` in a directory of its own. */
export async function inProject(
  use: (directory: string) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const holder = await Deno.makeTempDir({ prefix: "migrator-library-" });
  const directory = `${holder}/shop`;
  try {
    for (const [path, text] of Object.entries({ ...PROJECT, ...files })) {
      const whole = `${directory}/${path}`;
      await Deno.mkdir(whole.slice(0, whole.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(whole, text);
    }
    await use(directory);
  } finally {
    await Deno.remove(holder, { recursive: true });
  }
}

const PROJECT = {
  "alembic.ini": "[alembic]\nscript_location = migrations\n",
  "migrations/versions/a1_users.sql": `-- revision: a1
-- down_revision: None
-- message: users
-- migrate:up
CREATE TABLE users (id integer PRIMARY KEY);
-- migrate:down
DROP TABLE users;
`,
  "migrations/versions/b2_names.ts": `/** names */
import type { Operations } from "migrator";

export const revision = "b2";
export const downRevision = "a1";

export function upgrade(op: Operations) {
  op.addColumn("users", op.column("name", op.types.text()));
}

export function downgrade(op: Operations) {
  op.dropColumn("users", "name");
}
`,
  "migrations/versions/c3_seed.py": `"""seed"""
from alembic import op

revision = "c3"
down_revision = "b2"


def upgrade():
    print("seeding")
    op.execute("INSERT INTO users VALUES (1, 'Ada')")


def downgrade():
    op.execute("DELETE FROM users")
`,
};
