/**
 * The executable where there is nothing else: no variables (so no PATH and no HOME), a file system that has nothing but
 * the libraries that it is linked with and cannot be written to, a user who may do nothing. `MIGRATOR_TEST_PROGRAM`
 * names it; `deno task test:binary` builds it first.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join, resolve } from "@std/path";
import { LOGGING_SECTIONS } from "../environment/env_run.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { ROOT } from "../support/command.ts";
import { testDatabase, testServer } from "../support/postgres.ts";
import { type Finished, run } from "../support/process.ts";

const program = Deno.env.get("MIGRATOR_TEST_PROGRAM");
if (program === undefined) console.log("SKIPPED: the executable, because none is named");

/**
 * Runs a program in a directory with nothing else around it, as the images of packaging/docker/Dockerfile do: the root
 * has the libraries that the program is linked with, the directory, and what the kernel shows. All of it is
 * read-only; the user is nobody without any group, and there are no variables.
 */
const BARE_MACHINE = `set -e
directory=$1 program=$2 root=/mnt
shift 2
mount -t tmpfs tmpfs $root
for library in $(ldd "$program" | grep -o '/lib[^ ]*'); do
  mkdir -p "$root\${library%/*}"
  cp -L "$library" "$root$library"
done
mkdir -p $root/usr/local/bin $root/proc $root/dev "$root$directory"
touch $root/usr/local/bin/migrator
mount --bind "$program" $root/usr/local/bin/migrator
mount --bind "$directory" "$root$directory"
mount --rbind /proc $root/proc
mount --rbind /dev $root/dev
for mounted in / /usr/local/bin/migrator "$directory"; do
  mount -o remount,bind,ro "$root$mounted"
done
exec setpriv --no-new-privs env -i unshare --root=$root --wd="$directory" --setuid=65534 --setgid=65534 \
  /usr/local/bin/migrator "$@"`;

/** A way to start a program with nothing around it; `null` where this system has none. */
const bare = program === undefined ? null : await findBareMachine();

/** Every kind of revision: a project as a user would copy it into an image. */
const FILES: Readonly<Record<string, string>> = {
  "alembic.ini": `[alembic]\nscript_location = %(here)s/migrations\n${LOGGING_SECTIONS}`,
  "migrations/env.py": `from logging.config import fileConfig
from alembic import context
from sqlalchemy import create_engine

fileConfig(context.config.config_file_name)

with create_engine(context.get_x_argument(as_dictionary=True)["db"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  "migrations/versions/a1_python.py": `"""python"""
from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None
def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", sa.Text()))
    op.execute("INSERT INTO t (kind) VALUES ('python')")
    kinds = op.get_bind().execute(sa.text("SELECT kind FROM t")).scalars().all()
    if kinds != ["python"]:
        raise ValueError(kinds)
def downgrade():
    op.drop_table("t")
`,
  "migrations/versions/b2_typescript.ts": `import type { Operations } from "migrator";
import { type Column } from "migrator";
import { word } from "../word.ts";
export const revision = "b2";
export const downRevision = "a1";
enum Kind { TypeScript = "typescript" }
export async function upgrade(op: Operations): Promise<void> {
  const [row] = await op.query<{ n: number }>("SELECT count(*)::int AS n FROM t");
  await op.execute("INSERT INTO t (kind) VALUES ($1)", [Kind.TypeScript + word satisfies string]);
  if (row === undefined) throw new Error("nothing was read");
}
export async function downgrade(op: Operations): Promise<void> {
  await op.execute("DELETE FROM t WHERE kind LIKE 'typescript%'");
}
`,
  "migrations/word.ts": "export const word: string = '!';\n",
  "migrations/versions/c3_sql.sql": `-- revision: c3
-- down_revision: b2
-- message: sql

-- migrate:up
INSERT INTO t (kind) VALUES ('sql');
CREATE EXTENSION IF NOT EXISTS citext;

-- migrate:down
DELETE FROM t WHERE kind = 'sql';
DROP EXTENSION citext;
`,
};

/** Runs the executable in a project on a bare machine. */
type Migrator = (...args: string[]) => Promise<Finished>;

async function inProject(test: (migrator: Migrator) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-binary-" }));
  try {
    await Deno.chmod(directory, 0o755);
    for (const [name, text] of Object.entries(FILES)) {
      const path = join(directory, name);
      await Deno.mkdir(resolve(path, ".."), { recursive: true });
      await Deno.writeTextFile(path, text);
    }
    await test((...args) =>
      run(bare![0]!, [...bare!.slice(1), directory, resolve(ROOT, program!), ...args])
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The words before a directory and a program that start {@link BARE_MACHINE}; `null` where this system cannot. */
async function findBareMachine(): Promise<readonly string[] | null> {
  const words = ["unshare", "-m", "sh", "-c", BARE_MACHINE, "sh"];
  try {
    const { code, stderr } = await run(words[0]!, [...words.slice(1), "/tmp", "/bin/true"]);
    if (code === 0) return words;
    console.log(`SKIPPED: the executable on a bare machine, which cannot be had here: ${stderr}`);
  } catch (error) {
    console.log(`SKIPPED: the executable on a bare machine, which cannot be had here: ${error}`);
  }
  return null;
}

const ALL_UP = [
  "Running upgrade  -> a1, python",
  "Running upgrade a1 -> b2",
  "Running upgrade b2 -> c3, sql",
  "The database is now at c3 (head)",
];

/** What the run's logger said, line by line. */
function runLines({ stderr }: Finished): string[] {
  return stderr.split("\n").flatMap((line) =>
    /^INFO {2}\[alembic\.runtime\.migration\] ((?:Running|The database|Nothing).*)$/.exec(line)
      ?.[1] ?? []
  );
}

/** What needs no database, and a part of what it prints. */
const ANSWERS: readonly (readonly [args: readonly string[], shown: RegExp])[] = [
  [["--version"], /^migrator \d+\.\d+\.\d+/],
  [["--help"], /usage: migrator .*upgrade/s],
  [["upgrade", "--help"], /usage: migrator upgrade/],
  [["heads"], /^c3 \(head\)$/m],
  [["history"], /^<base> -> a1, python$/m],
  [["history", "--graph"], /a1/],
  [["show", "c3"], /^Rev: c3 \(head\)$/m],
  [["branches"], /^$/],
  [["graph", "--format", "mermaid"], /a1/],
  [["lint", "--no-env"], /./],
  [["list_templates"], /^typescript/m],
  [["--no-env", "upgrade", "b2:c3", "--sql"], /INSERT INTO t/],
  [["import", ".", "--dry-run"], /./],
  [["completions", "bash"], /complete -F/],
  [["completions", "zsh"], /compdef/],
  [["completions", "fish"], /complete -c migrator/],
  [["__complete", "bash", "2", "migrator", "upgr"], /upgrade/],
  [["--no-env", "downgrade", "c3:b2", "--sql"], /DELETE FROM t WHERE kind = 'sql'/],
];

/** What is wrong, or cannot be done on a file system that cannot be written to. */
const MISTAKES: readonly (readonly [args: readonly string[], code: number, shown: RegExp])[] = [
  [["upgrade"], 2, /usage: migrator upgrade/],
  [["show", "nothing"], 255, /FAILED: Can't locate revision identified by 'nothing'/],
  [["revision", "-m", "more"], 1, /error: Read-only file system: '.*more/],
  [["init", "new"], 1, /Read-only file system: '.*new/],
  [["-c", "nowhere.ini", "heads"], 255, /FAILED: No 'script_location' key found/],
  [
    ["--no-env", "--url", "postgresql://u:secret@127.0.0.1:1/d", "current"],
    1,
    /error: cannot connect to .*"127\.0\.0\.1", port 1: connection refused/,
  ],
  [["merge", "heads", "-m", "one"], 1, /./],
  [["edit", "c3"], 255, /FAILED: /],
];

/** What is asked of a database of a server, with all revisions applied, in this order. */
const ON_SERVER: readonly (readonly [args: readonly string[], code: number, shown: RegExp])[] = [
  [["current"], 0, /^c3 \(head\)$/m],
  [["status"], 0, /^At c3 \(head\)$/m],
  [["status", "--json"], 0, /"has_history": true/],
  [["doctor"], 0, /^no problems, /m],
  [["inspect"], 0, /CREATE TABLE t/],
  [["check"], 255, /FAILED: .*target_metadata|FAILED: .*MetaData/],
  [["resolve", "c3"], 0, /^Nothing of c3 is unfinished$/m],
  [["stamp", "b2"], 0, /Running stamp_revision c3 -> b2/],
  [["ensure_version"], 0, /./],
  [["stamp", "c3"], 0, /Running stamp_revision b2 -> c3/],
  [["downgrade", "base"], 0, /Running downgrade a1 -> , python/],
  [["plan"], 2, /CREATE TABLE t/],
];

/** What runs on the embedded database, which starts anew with each. */
const EMBEDDED: readonly (readonly [args: readonly string[], code: number, shown: RegExp])[] = [
  [
    ["upgrade", "head", "--no-env", "--url", "pglite://"],
    0,
    /a1 -> b2\n[^]*b2 -> c3, sql\n[^]*now at c3 \(head\)/,
  ],
  [["verify", "--no-env"], 0, /^3 of 3 revisions went up, down and up again/m],
];

Deno.test("every command of the program is run by the executable on a bare machine", () => {
  const tables = [ANSWERS, MISTAKES, ON_SERVER, EMBEDDED];
  const lines = tables.flatMap((table) => table.map(([args]) => args));
  const missing = COMMANDS.map(({ name }) => name)
    .filter((name) => !lines.some((args) => args.includes(name)));
  assertEquals(missing, []);
});

Deno.test("executable and the libraries that it is linked with make an image below 130 MB", {
  ignore: bare === null,
}, async () => {
  const { stdout } = await run("ldd", [resolve(ROOT, program!)]);
  const libraries = [...stdout.matchAll(/\/lib\S*/g)].map(([path]) => path);
  assertEquals(libraries.length, 5, stdout);
  const sizes = [resolve(ROOT, program!), ...libraries].map((path) => Deno.statSync(path).size);
  // Beside them an image has the certificates of authorities, and nothing else to speak of.
  const sum = sizes.reduce((sum, size) => sum + size, 0.25e6);
  assert(sum < 130e6, `${sum} bytes`);
});

const given = { ignore: bare === null };

Deno.test("executable on a bare machine runs Python, TypeScript and SQL on a server", {
  ignore: bare === null || await testServer() === null,
}, () =>
  inProject(async (migrator) => {
    await using database = (await testDatabase())!;
    const db = ["-x", `db=${database.url}`];
    const up = await migrator(...db, "upgrade", "head");
    assertEquals([up.code, up.stdout, runLines(up)], [0, "", ALL_UP], up.stderr);
    const again = await migrator(...db, "upgrade", "head");
    assertEquals(runLines(again), ["Nothing to do, the database is at c3 (head)"]);
    for (const [args, code, shown] of ON_SERVER) {
      const found = await migrator(...db, ...args);
      const all = found.stdout + found.stderr;
      assertEquals(found.code, code, `${args.join(" ")}: ${all}`);
      assertMatch(all, shown, args.join(" "));
    }
  }));

Deno.test(
  "executable on a bare machine brings the embedded database with it",
  given,
  () =>
    inProject(async (migrator) => {
      for (const [args, code, shown] of EMBEDDED) {
        const found = await migrator(...args);
        const all = found.stdout + found.stderr;
        assertEquals(found.code, code, `${args.join(" ")}: ${all}`);
        assertMatch(all, shown);
      }
    }),
);

Deno.test(
  "executable on a bare machine answers what needs no database",
  given,
  () =>
    inProject(async (migrator) => {
      for (const [args, shown] of ANSWERS) {
        const { code, stdout, stderr } = await migrator(...args);
        assertEquals(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
        assertMatch(stdout, shown, args.join(" "));
      }
    }),
);

Deno.test(
  "executable on a bare machine says what is wrong, and where",
  given,
  () =>
    inProject(async (migrator) => {
      for (const [args, code, shown] of MISTAKES) {
        const found = await migrator(...args);
        const all = found.stdout + found.stderr;
        assertEquals(found.code, code, `${args.join(" ")}: ${all}`);
        assertMatch(all, shown);
        assertEquals(/secret|internal error|\$bunfs/.test(all), false, all);
      }
    }),
);
