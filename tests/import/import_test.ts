/** `migrator import` of small projects: one thing each that a translation could get wrong. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname } from "@std/path";
import { joinPath } from "../../src/config/paths.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";

const INI = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n";

/** A revision file: its body is indented once. */
function revision(
  upgrade: string,
  downgrade = "pass",
  { id = "a1", down = "None", top = "" } = {},
) {
  const indented = (text: string) =>
    text.trim().split("\n").map((line) => `    ${line}`).join("\n");
  return `"""add things

Revision ID: ${id}
Create Date: 2024-01-02 03:04:05

"""
import sqlalchemy as sa
from alembic import op
${top}
revision = "${id}"
down_revision = ${down}


def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`;
}

interface Imported {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The text of a file of the new project; `null` if there is none. */
  readonly file: (path: string) => string | null;
  readonly files: readonly string[];
}

/** Imports a project of these files (paths below it) and gives what there is then. */
async function imported(
  files: Readonly<Record<string, string>>,
  use: (result: Imported) => void | Promise<void>,
  { path = "old", args, cwd = "." }: {
    path?: string;
    args?: readonly string[];
    /** The directory that it is called in. */
    cwd?: string;
  } = {},
): Promise<void> {
  await inDirectory(async (directory) => {
    for (const [name, text] of Object.entries(files)) {
      const file = `${directory}/old/${name}`;
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    const before = await tree(`${directory}/old`);
    const outcome = await migrate(
      ["import", path, ...args ?? ["--output", `${directory}/new`]],
      { cwd: joinPath(directory, cwd) },
    );
    assertEquals(await tree(`${directory}/old`), before, "the source is as it was");
    const read = (name: string) => {
      try {
        return Deno.readTextFileSync(`${directory}/new/${name}`);
      } catch {
        return null;
      }
    };
    await use({ ...outcome, file: read, files: await tree(`${directory}/new`) });
  });
}

async function tree(directory: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(directory)) {
      if (isDirectory) found.push(...await tree(`${directory}/${name}`, `${prefix}${name}/`));
      else found.push(prefix + name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

const versions = "migrations/versions";
const ENV = 'from alembic import context\ncontext.configure(url="postgresql://h/d")\n' +
  "context.run_migrations()\n";

/** Bodies, and what they are in SQL below the header. */
const bodies: readonly (readonly [name: string, python: string, sql: string])[] = [
  [
    "keeps the text of a statement to the letter",
    `op.execute("""SELECT '\\\\:a' || '$1' || $$; \\\\n ' " \`$\{x}\` $$ -- end""")`,
    "-- migrate:up\nSELECT ':a' || '$1' || $$; \\n ' \" `${x}` $$ -- end\n;\n",
  ],
  [
    "writes backslashes of values once",
    `op.bulk_insert(sa.table("t", sa.column("a", sa.String)), [{"a": "x\\\\y"}])`,
    "-- migrate:up\nINSERT INTO t (a) VALUES ('x\\y');\n",
  ],
  [
    "takes a part out of the transaction that is so in the original",
    `op.execute("SELECT 1")
with op.get_context().autocommit_block():
    op.execute("VACUUM")
op.execute("SELECT 2")`,
    "-- migrate:up\nSELECT 1;\n\n-- migrate:autocommit begin\nVACUUM;\n" +
    "-- migrate:autocommit end\n\nSELECT 2;\n",
  ],
  [
    "says transaction:false where all is outside",
    `with op.get_context().autocommit_block():
    op.execute("VACUUM")`,
    "-- migrate:up transaction:false\nVACUUM;\n",
  ],
  [
    "writes values that only a server has a form for as they are sent",
    `op.bulk_insert(sa.table("t", sa.column("a", sa.JSON)), [{"a": {"b": 1}}])`,
    `-- migrate:up\nINSERT INTO t (a) VALUES ('{"b": 1}'::JSON);\n`,
  ],
  [
    "writes numbers that are not finite as they are sent",
    `bind = op.get_bind()
bind.execute(sa.text("UPDATE t SET a = :a"), {"a": float("nan")})
op.bulk_insert(sa.table("t", sa.column("a", sa.Numeric)), [{"a": float("-inf")}])`,
    "-- migrate:up\nUPDATE t SET a = 'NaN'::float;\n\n" +
    "INSERT INTO t (a) VALUES ('-Infinity'::float);\n",
  ],
  [
    "writes what the connection executes as what op.execute does",
    `bind = op.get_bind()
t = sa.table("t", sa.column("a", sa.String))
bind.execute(sa.text("UPDATE t SET a = :a"), {"a": "x\\\\y 5%"})
bind.execute(t.insert(), {"a": "x\\\\y"})
bind.execute(sa.text("DELETE FROM t WHERE a = :a"), [{"a": "\\\\"}])
bind.execute(sa.text("UPDATE t SET a = NULL WHERE a = ANY(:ids)"), {"ids": ["a", "b"]})`,
    "-- migrate:up\nUPDATE t SET a = 'x\\y 5%';\n\nINSERT INTO t (a) VALUES ('x\\y');\n\n" +
    "DELETE FROM t WHERE a = '\\';\n\nUPDATE t SET a = NULL WHERE a = ANY(ARRAY['a','b']);\n",
  ],
  [
    "keeps a look that the script could not do without",
    `sa.Enum("x", name="e").create(op.get_bind(), checkfirst=True)
sa.Enum("x", name="e").create(op.get_bind(), checkfirst=True)`,
    "-- migrate:up\nCREATE TYPE e AS ENUM ('x');\n\nDO $migrator$ BEGIN\nIF NOT EXISTS (SELECT 1 " +
    "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE " +
    "t.typname = 'e' AND pg_catalog.pg_type_is_visible(t.oid) AND n.nspname != 'pg_catalog') THEN\n" +
    "CREATE TYPE e AS ENUM ('x');\nEND IF;\nEND $migrator$;\n",
  ],
];

for (const [name, python, sql] of bodies) {
  Deno.test(`import ${name}`, async () => {
    const files = { "alembic.ini": INI, [`${versions}/a1_add.py`]: revision(python) };
    await imported(files, ({ code, err, file }) => {
      assertEquals(code, 0, err);
      const text = file(`${versions}/a1_add_things.sql`) ?? "no file";
      assertEquals(
        text.slice(text.indexOf("-- migrate:up"), text.indexOf("\n-- migrate:down")),
        sql,
      );
    });
  });
}

/** Bodies that stay in Python, and what is said about them. */
const kept: readonly (readonly [name: string, python: string, said: RegExp])[] = [
  [
    "reads",
    'print(op.get_bind().execute(sa.text("SELECT 1")).scalar())',
    /reads the result of a st/,
  ],
  [
    "uses the driver's cursors",
    'op.get_bind().connection.cursor().execute("SELECT 1")',
    /needs a database[^]*uses the driver's connection/,
  ],
  [
    "keeps objects in a Session",
    "from sqlalchemy import orm\nclass T(orm.declarative_base()):\n    __tablename__ = 't'\n" +
    "    id = sa.Column(sa.Integer, primary_key=True)\norm.Session(op.get_bind()).query(T).all()",
    /needs a database[^]*reads or writes objects with a Session/,
  ],
  ["inspects", "sa.inspect(op.get_bind()).get_table_names()", /looks at what is in the database/],
  [
    "asks for a database",
    "from alembic import context\ncontext.is_offline_mode()",
    /else with --sql/,
  ],
  [
    "asks whether there are rows",
    "r = op.get_bind().execute(sa.text('UPDATE t SET a = 1 RETURNING a'))\nif r.returns_rows:\n" +
    "    op.execute('SELECT 1')",
    /1 needs a database[^]*reads the result of a statement/,
  ],
  [
    "sets an isolation level",
    "op.get_bind().execution_options(isolation_level='AUTOCOMMIT').execute(sa.text('VACUUM'))",
    /1 needs a database[^]*sets the isolation level of its connection/,
  ],
  [
    "asks for the version",
    "if op.get_bind().dialect.server_version_info >= (12,):\n    op.execute('SELECT 12')",
    /1 needs a database[^]*asks for the version of the server/,
  ],
  [
    "catches errors",
    'try:\n    op.drop_table("t")\nexcept Exception:\n    pass',
    /catches errors of the database/,
  ],
  [
    "goes by environment variables",
    "import os\nif os.getenv('STAGE') == 'live':\n    op.execute('GRANT SELECT ON t TO r')",
    /1 needs environment variables while it runs[^]*os\.getenv/,
  ],
  [
    "goes by arguments",
    "from alembic import context\nif 'seed' in context.get_x_argument(as_dictionary=True):\n" +
    "    op.execute('SELECT 1')",
    /needs arguments of -x while it runs[^]*goes by the arguments of -x/,
  ],
  [
    "goes by a tag",
    "from alembic import context\nop.execute(f\"SELECT '{context.get_tag_argument()}'\")",
    /needs --tag while it runs/,
  ],
  [
    "needs a variable that is not set here",
    "import os\nop.execute(os.environ['MIGRATOR_TEST_NOWHERE'])",
    /raises KeyError: 'MIGRATOR_TEST_NOWHERE'/,
  ],
  ["needs what is not there", "import numpy\nnumpy.array([1])", /: import numpy/],
  ["raises", 'raise ValueError("no")', /raises ValueError: no/],
  [
    "has a line that is a marker",
    "op.execute(\"SELECT '\\n-- migrate:down\\n'\")",
    /reads as a marker/,
  ],
  ["has a carriage return", "op.execute(\"SELECT 'a\\rb'\")", /carriage return/],
  ["has a command of psql's", 'op.execute("\\\\\\\\copy t FROM x")', /a command of psql's/],
  ["has a place without a value", 'op.execute("SELECT :a")', /bind parameter 'a'/],
  [
    "has such a place in what the connection executes",
    'op.get_bind().execute(sa.text("DELETE FROM t WHERE a = :a"))',
    /bind parameter 'a'/,
  ],
];

for (const [name, python, said] of kept) {
  Deno.test(`import keeps the Python file of a revision that ${name}`, async () => {
    const source = revision(python);
    const files = { "alembic.ini": INI, [`${versions}/a1_add.py`]: source };
    await imported(files, ({ code, out, file }) => {
      assertEquals(code, 0, out);
      assertMatch(out, said);
      assertEquals(file(`${versions}/a1_add.py`), source);
    });
  });
}

Deno.test("import goes on from where a revision was kept", async () => {
  const reads = 'op.get_bind().execute(sa.text("SELECT 1")).scalar()';
  await imported({
    "alembic.ini": INI,
    [`${versions}/a1.py`]: revision(reads),
    [`${versions}/b2.py`]: revision('op.drop_table("t")', "pass", { id: "b2", down: '"a1"' }),
  }, ({ files }) => {
    assertEquals(files.filter((name) => name.startsWith(versions)), [
      `${versions}/a1.py`,
      `${versions}/b2_add_things.sql`,
    ]);
  });
});

Deno.test("import keeps what a docstring explains", async () => {
  const source = revision('op.drop_table("t")').replace(
    "\n\nRevision ID",
    "\n\nBecause of this:\n  message: x\n\n-- migrate:down\n\nRevision ID",
  );
  await imported({ "alembic.ini": INI, [`${versions}/a1.py`]: source }, ({ file }) => {
    const text = file(`${versions}/a1_add_things.sql`) ?? "no file";
    assertEquals(
      text.slice(0, text.lastIndexOf("-- migrate:down")),
      "-- revision: a1\n-- down_revision: None\n-- message: add things\n" +
        "-- create_date: 2024-01-02 03:04:05\n--\n-- | Because of this:\n-- |   message: x\n" +
        "-- |\n-- | -- migrate:down\n\n-- migrate:up\nDROP TABLE t;\n\n",
    );
  });
});

Deno.test("import refuses a downgrade that the original refuses", async () => {
  const files = {
    "alembic.ini": INI,
    [`${versions}/a1.py`]: revision("pass", 'raise NotImplementedError("no way back")'),
  };
  await imported(files, ({ file }) => {
    assertEquals(file(`${versions}/a1_add_things.sql`)?.includes("migrate:down"), false);
  });
  await imported(files, ({ file }) => {
    assertStringIncludes(
      file(`${versions}/a1_add_things.ts`) ?? "",
      'throw new Error("NotImplementedError: no way back");',
    );
  }, { args: ["--output", "new", "--to", "typescript"] });
});

Deno.test("import says the names of a naming convention in typed operations", async () => {
  const env = "import sqlalchemy as sa\nfrom alembic import context\nmetadata = sa.MetaData(" +
    'naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", ' +
    '"fk": "fk_%(column_0_name)s"})\ncontext.configure(url="postgresql://h/d", ' +
    "target_metadata=metadata)\ncontext.run_migrations()\n";
  await imported({
    "alembic.ini": INI,
    "migrations/env.py": env,
    [`${versions}/a1.py`]: revision(
      `op.create_table("t", sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("up", sa.Integer, sa.ForeignKey("t.id", ondelete="CASCADE")),
    sa.Column("a", sa.Text, unique=True))
op.create_unique_constraint(None, "t", ["up"])`,
    ),
  }, ({ code, out, file }) => {
    assertEquals(code, 0, out);
    const text = file(`${versions}/a1_add_things.ts`) ?? "no file";
    const start = text.indexOf("  await op");
    assertEquals(
      text.slice(start, text.indexOf("}\n\n", start)),
      `  await op.createTable("t", [
    op.column("id", op.types.integer(), { primaryKey: true }),
    op.column("up", op.types.integer()),
    op.column("a", op.types.text()),
    op.primaryKey(["id"], { name: op.finalName("pk_t") }),
    op.foreignKey(["up"], ["t.id"], {
      name: op.finalName("fk_up"),
      onDelete: "CASCADE",
    }),
    op.unique(["a"], { name: op.finalName("uq_t_a") }),
  ]);
  await op.createUniqueConstraint(op.finalName("uq_t_up"), "t", ["up"]);
`,
    );
  }, { args: ["--output", "new", "--to", "typescript"] });
});

Deno.test("import names the revisions whose values are those of the moment", async () => {
  const upgrade = `op.execute(f"INSERT INTO t VALUES ('{uuid.uuid4()}')")`;
  await imported({
    "alembic.ini": INI,
    [`${versions}/a1.py`]: revision(upgrade, "pass", { top: "import uuid\n" }),
  }, ({ out }) => assertMatch(out, /1 holds times or random values.*\n\n {4}old\/migr.*a1\.py/));
});

Deno.test("import finds the package that the script directory is in", async () => {
  await imported({
    "shop/__init__.py": "",
    "shop/db/__init__.py": "",
    "shop/db/names.py": 'TABLE = "t"\n',
    "shop/db/migrations/env.py": ENV,
    "shop/db/migrations/versions/a1.py": revision(
      'op.get_bind().execute(sa.text(f"SELECT 1 FROM {TABLE}")).scalar()\nop.drop_table(TABLE)',
      "pass",
      { top: "from shop.db.names import TABLE\n" },
    ),
  }, ({ code, out, file }) => {
    assertEquals(code, 0, out);
    assertStringIncludes(out, "1 of 1 revision run without Python");
    assertStringIncludes(out, "import shop.db.names,");
    assertStringIncludes(file("alembic.ini") ?? "", "\n    %(here)s/../old\n");
  }, { path: "old/shop/db/migrations" });
});

Deno.test("import tells of what a module has taken from the environment", async () => {
  await imported({
    "alembic.ini": INI,
    "app/__init__.py": "",
    "app/names.py": 'import os\nSCHEMA = os.environ.get("APP_SCHEMA", "app")\n',
    [`${versions}/a1.py`]: revision(
      'op.execute(f"CREATE SCHEMA {SCHEMA}")',
      "pass",
      { top: "from app.names import SCHEMA\n" },
    ),
  }, ({ out, file }) => {
    assertStringIncludes(file(`${versions}/a1_add_things.sql`) ?? "", "CREATE SCHEMA app;");
    assertMatch(
      out,
      /1 holds what modules took from environment variables.*\n\n {4}old\/mig.*a1\.py/,
    );
  });
});

Deno.test("import takes along what stands beside the revisions, and leads back to the modules", async () => {
  await imported({
    "alembic.ini": `${INI}sqlalchemy.url = postgresql://h/%%40\n`,
    "app/types.py": "import sqlalchemy as sa\nNAME = 'n'\n",
    "migrations/env.py": ENV,
    "migrations/script.py.mako": "${message}",
    [`${versions}/seed.json`]: "[]",
    [`${versions}/__pycache__/a1.pyc`]: "",
    [`${versions}/a1.py`]: revision(
      'op.get_bind().execute(sa.text("SELECT 1")).scalar()',
      "pass",
      { top: "from app.types import NAME\n" },
    ),
  }, ({ out, err, file, files }) => {
    assertEquals(err, "");
    assertEquals(files, [
      "alembic.ini",
      "migrations/env.py",
      "migrations/script.py.mako",
      `${versions}/a1.py`,
      `${versions}/seed.json`,
    ]);
    assertStringIncludes(out, "import app.types,");
    const ini = file("alembic.ini") ?? "";
    assertStringIncludes(ini, "prepend_sys_path = %(here)s/../old\n");
    assertStringIncludes(ini, "sqlalchemy.url = postgresql://h/%%40\n");
  });
});

/** Where projects are found. */
const layouts: readonly (readonly [name: string, path: string, files: readonly string[]])[] = [
  ["the ini", "old/alembic.ini", ["alembic.ini"]],
  ["an ini beside env.py without script_location", "old/migrations", ["migrations/alembic.ini"]],
  ["the project around such an ini", "old", ["migrations/alembic.ini"]],
  ["a script directory", "old/migrations", []],
  ["a bare directory of revisions", "old/migrations/versions", []],
];

for (const [name, path, inis] of layouts) {
  Deno.test(`import finds ${name}`, async () => {
    const texts = inis.map((ini) => [ini, ini === "alembic.ini" ? INI : "[alembic]\n"] as const);
    await imported({
      ...Object.fromEntries(texts),
      "migrations/env.py": ENV,
      [`${versions}/a1.py`]: revision('op.drop_table("t")'),
    }, ({ code, out, err, file }) => {
      assertEquals(code, 0, out + err);
      assertStringIncludes(file(`${versions}/a1_add_things.sql`) ?? "", "DROP TABLE t;");
      assertMatch(file("alembic.ini") ?? "", /^script_location = %\(here\)s\/migrations$/m);
    }, { path, args: ["--output", "new"] });
  });
}

/** An ini beside env.py that says where it is: what is relative in it starts where Alembic is called. */
const besideEnv: readonly (readonly [
  location: string,
  cwd: "old" | "old/migrations",
  path: string,
  modules: string,
])[] = [
  [".", "old/migrations", ".", "../old/migrations"],
  [".", "old", "migrations", "../old/migrations"],
  ["%(here)s", "old/migrations", ".", "../old/migrations"],
  ["%(here)s", "old", "migrations", "../old"],
  ["migrations", "old", "migrations", "../old"],
  ["migrations", "old/migrations", "alembic.ini", "../old"],
];

for (const [location, cwd, path, modules] of besideEnv) {
  Deno.test(`import of ${path} from ${cwd} finds script_location = ${location}`, async () => {
    await imported({
      "migrations/alembic.ini": INI.replace("= migrations", `= ${location}`),
      "migrations/env.py": ENV,
      [`${versions}/a1.py`]: revision('op.drop_table("t")'),
    }, ({ code, out, err, file }) => {
      assertEquals(code, 0, out + err);
      assertStringIncludes(file(`${versions}/a1_add_things.sql`) ?? "", "DROP TABLE t;");
      assertStringIncludes(file("alembic.ini") ?? "", `prepend_sys_path = %(here)s/${modules}\n`);
    }, { path, cwd });
  });
}

Deno.test("import does not translate for several databases at once", async () => {
  const project = {
    "alembic.ini": INI,
    "migrations/env.py": `${ENV}context.run_migrations(engine_name="b")\n`,
    [`${versions}/a1.py`]: revision("pass").replace("upgrade()", "upgrade(engine_name='a')"),
  };
  await imported(project, ({ code, out, files }) => {
    assertEquals(code, 255);
    assertStringIncludes(out, "env.py runs the revisions 2 times, for several databases");
    assertEquals(files, []);
  });
  await imported(project, ({ code, out }) => {
    assertEquals(code, 0);
    assertStringIncludes(out, "Revisions for several databases stay in Python");
  }, { args: ["--dry-run"] });
});
