/** A project with a branch, a label, two version locations and two sections. */
const FILES: Readonly<Record<string, string>> = {
  "alembic.ini": `[alembic]
script_location = %(here)s/migrations
path_separator = os
version_locations = %(here)s/migrations/versions:%(here)s/migrations/side

[other]
script_location = %(here)s/other

[logger_root]
level = WARNING
`,
  "migrations/versions/a1.py": revision("a1a1a1", null, "the beginning"),
  "migrations/versions/b2.py": revision("b2b2b2", "a1a1a1", "items of the shop"),
  "migrations/versions/c3.py": revision("c3c3c3", "b2b2b2", "prices: a table\nof two lines"),
  "migrations/side/d4.py": revision("d4d4d4", "b2b2b2", "beside it", "side"),
  "other/versions/f6.py": revision("f6f6f6", null, "another shop"),
};

function revision(id: string, down: string | null, message: string, label?: string): string {
  return `"""${message}"""
revision = '${id}'
down_revision = ${down === null ? "None" : `'${down}'`}
branch_labels = ${label === undefined ? "None" : `('${label}',)`}


def upgrade():
    pass
`;
}

/** Writes the project into a directory. */
export async function makeShop(directory: string): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    const path = `${directory}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
  }
}
