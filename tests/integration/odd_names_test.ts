/**
 * Names that mean harm, or just come from elsewhere: as ids, labels, messages, names of files and of what is in the
 * database. They stay what they are in SQL, files and JSON, and do nothing to paths and terminals.
 */
import { assert, assertEquals } from "@std/assert";
import { resolveConnection } from "../../src/config/connection/mod.ts";
import { openConnection } from "../../src/database/open.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { inDirectory, migrate, type Outcome } from "../cli/in_process.ts";
import { homeIn } from "../support/command.ts";
import { testDatabase } from "../support/postgres.ts";

/** Texts that may be in any place. */
const TEXTS = [
  `'`,
  `"`,
  "\\",
  "\\'",
  "%",
  "%(x)s %s %%",
  ":name",
  "$1 $$ $a$",
  "{0}",
  "'; DROP TABLE witness; /*",
  `"; DROP TABLE witness; /*`,
  "*/ DROP TABLE witness; /*",
  "$(touch pwned)`touch pwned`",
  "a\nDROP TABLE witness;",
  "a\r\nb",
  "tab\there",
  "\x1b[2J\x1b[31mred",
  "\x1b]0;title\x07",
  "\x9b31m\x85",
  "\x08\x7f",
  "\u202egnp.exe\u2066",
  "zero\u200bwidth\ufeff",
  "../../outside",
  "/absolute",
  "a/b/../..",
  ".hidden",
  "..",
  "con",
  "日本語",
  "Ünï",
  "العربية",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} e\u0301",
  "x".repeat(63),
  " blanks ",
  "None",
  "head",
  "base",
  "__proto__",
  "constructor",
];

/** What no terminal must be sent: all that steers it, and what hides or turns the text. */
// deno-lint-ignore no-control-regex -- they are looked for
const HARMFUL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** The colours that the program gives its own words. */
// deno-lint-ignore no-control-regex -- they are looked for
const COLORS = /\x1b\[(?:\d;)?\d{1,2}m/g;

function assertHarmless({ out, err }: Outcome, title: string, colors = false): void {
  for (const text of [out, err]) {
    assert(!text.includes("\x1b[31mred"), `${title}: colours of a text`);
    const found = HARMFUL.exec(colors ? text.replace(COLORS, "") : text);
    assert(
      found === null,
      `${title}: ${JSON.stringify(found && text.slice(found.index - 40, found.index + 20))}`,
    );
  }
}

/** The text as a Python string. */
const python = (text: string) => JSON.stringify(text);

/** An id that Alembic takes: without the four characters that mean something in it. */
const idOf = (index: number) => `r${index} ${TEXTS[index]!.replace(/[-+:@]/g, "")}`.slice(0, 32);
const labelOf = (index: number) => `l${index} ${TEXTS[index]!.replace(/[-+:@]/g, "")}`;
const tableOf = (index: number) => `t${index} ${TEXTS[index]}`.slice(0, 63);

/** The revisions: a table each whose names, comments, defaults and values are one of the texts. */
function revision(index: number, below = index - 1): string {
  const text = python(TEXTS[index]!);
  const table = python(tableOf(index));
  const type = python(`e${tableOf(index)}`.slice(0, 63));
  const down = below < 0 ? "None" : python(idOf(below));
  return `${python(`m${index} ${TEXTS[index]}\n\nlong ${TEXTS[index]}`)}
from alembic import op
import sqlalchemy as sa

revision = ${python(idOf(index))}
down_revision = ${down}
branch_labels = (${python(labelOf(index))},)


def upgrade():
    op.create_table(
        ${table},
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(${text}, sa.Text, server_default=${text}, comment=${text}),
        sa.Column("kind", sa.Enum(${text}, name=${type})),
        comment=${text},
    )
    op.create_index(${python(`i${index} ${TEXTS[index]}`.slice(0, 63))}, ${table}, [${text}])
    op.bulk_insert(sa.table(${table}, sa.column(${text}, sa.Text)), [{${text}: ${text}}])


def downgrade():
    op.drop_table(${table})
    sa.Enum(name=${type}).drop(op.get_bind())
`;
}

const ENV = `from alembic import context
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, version_table=%TABLE%, version_table_schema=%SCHEMA%)
    context.run_migrations()
else:
    import sqlalchemy as sa
    with sa.create_engine(url).connect() as connection:
        context.configure(connection=connection, version_table=%TABLE%, version_table_schema=%SCHEMA%)
        with context.begin_transaction():
            context.run_migrations()
`;
/** Names of the version table and of its schema. */
const VERSION_TABLE = `v'"; DROP TABLE witness; --\n\x1b[31m%s\\`;
const SCHEMA = `s'"; DROP TABLE witness; --\n\x1b[31m%s\\`;

/** Writes a project with the revisions of some texts, in a line, each in a file of an odd name. */
function writeOddProject(
  cwd: string,
  url: string,
  { schema = null as string | null, indexes = [...TEXTS.keys()] } = {},
): void {
  Deno.mkdirSync(`${cwd}/m/versions`, { recursive: true });
  Deno.writeTextFileSync(
    `${cwd}/alembic.ini`,
    `[alembic]\nscript_location = m\nsqlalchemy.url = ${url.replaceAll("%", "%%")}\n`,
  );
  Deno.writeTextFileSync(
    `${cwd}/m/env.py`,
    ENV.replaceAll("%TABLE%", python(VERSION_TABLE)).replaceAll(
      "%SCHEMA%",
      schema === null ? "None" : python(schema),
    ),
  );
  for (const [place, index] of indexes.entries()) {
    Deno.writeTextFileSync(
      `${cwd}/m/versions/${index} ${TEXTS[index]!.replaceAll("/", "_").slice(0, 50)}.py`,
      revision(index, indexes[place - 1] ?? -1),
    );
  }
}

async function query(url: string, sql: string): Promise<readonly (string | null)[][]> {
  const connection = await openConnection(resolveConnection(url, denoPlatform), denoPlatform);
  try {
    return (await connection.execute({ sql })).rows.map((row) => [...row]);
  } finally {
    await connection.close();
  }
}

/** The tables of all revisions are there, and each name and text in them is what the revision says. */
async function assertTables(url: string): Promise<void> {
  const tables = await query(
    url,
    `SELECT c.relname, a.attname, pg_catalog.col_description(c.oid, a.attnum), e.enumlabel, pg_catalog.obj_description(c.oid)
     FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = 2
     JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid AND k.attname = 'kind'
     JOIN pg_catalog.pg_enum e ON e.enumtypid = k.atttypid
     WHERE c.relkind = 'r' AND c.relname LIKE 't%'
     ORDER BY pg_catalog.split_part(pg_catalog.substr(c.relname, 2), ' ', 1)::int`,
  );
  assertEquals(tables, TEXTS.map((text, index) => [tableOf(index), text, text, text, text]));
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const values = TEXTS.map((text, index) =>
    `(SELECT ${quoted(text)} FROM ${quoted(tableOf(index))})`
  );
  assertEquals(await query(url, `SELECT ${values.join(", ")}`), [TEXTS]);
}

Deno.test("odd names do what they say in the database, and nothing to the terminal", async () => {
  await inDirectory(async (cwd) => {
    await using database = await testDatabase();
    const url = database?.url ?? `pglite://${cwd}/data`;
    writeOddProject(cwd, url, { schema: SCHEMA });
    const schema = `"${SCHEMA.replaceAll('"', '""')}"`;
    await query(url, `CREATE TABLE witness (id int); CREATE SCHEMA ${schema}`);
    const last = TEXTS.length - 1;
    const looks = [
      ["history"],
      ["history", "-v"],
      ["history", "--graph"],
      ["history", "--graph", "-v"],
      ["heads", "-v"],
      ["branches"],
      ["show", idOf(16)],
      ["show", "nothing \x1b[2J\u202e"],
      ["upgrade", "head", "--sql"],
      ["lint"],
      ["__complete", "words", "show", "r"],
      ["__complete", "words", "upgrade", "l"],
    ];
    const run = async (args: readonly string[]) => {
      const plain = await migrate(args, { cwd });
      if (args[0] !== "upgrade" || !args.includes("--sql")) assertHarmless(plain, args.join(" "));
      return plain;
    };
    for (const args of looks) {
      if (args[0] !== "upgrade" && args[0] !== "lint") await run(args);
      assertHarmless(await migrate(args, { cwd, columns: 80 }), args.join(" "), true);
    }
    // What is read by programs is exact.
    const history = JSON.parse((await run(["history", "--json"])).out);
    const found = (history.revisions as { id: string; message: string; branch_labels: string[] }[])
      .reverse();
    assertEquals(found.map(({ id }) => id), [...TEXTS.keys()].map(idOf));

    assertHarmless(await migrate(["plan"], { cwd, columns: 80 }), "plan", true);
    const upgraded = await run(["upgrade", "head"]);
    assertEquals(upgraded.code, 0, upgraded.err);
    await assertTables(url);
    const table = `${schema}."${VERSION_TABLE.replaceAll('"', '""')}"`;
    assertEquals(await query(url, `SELECT version_num FROM ${table}`), [[idOf(last)]]);
    assertEquals((await query(url, "SELECT count(*) FROM witness"))[0], ["0"]);

    for (const args of [["current", "-v"], ["status"], ["plan", "--down", "base"], ["check"]]) {
      await run(args);
      assertHarmless(await migrate(args, { cwd, columns: 80 }), args.join(" "), true);
    }
    const status = JSON.parse((await run(["status", "--json"])).out);
    assertEquals(status.databases[0].rows, [idOf(last)]);
    // A checkout without the last file shows what is in the database.
    const removed = [...Deno.readDirSync(`${cwd}/m/versions`)].find(({ name }) =>
      name.startsWith(`${last} `)
    );
    Deno.removeSync(`${cwd}/m/versions/${removed!.name}`);
    await run(["status"]);
    await run(["current"]);
    Deno.writeTextFileSync(`${cwd}/m/versions/last.py`, revision(last));
    const downgraded = await run(["downgrade", "base"]);
    assertEquals(downgraded.code, 0, downgraded.err);
    assertEquals((await query(url, "SELECT count(*) FROM witness"))[0], ["0"]);
    assertEquals(
      await query(
        url,
        "SELECT relname FROM pg_catalog.pg_class WHERE relkind = 'r' AND relname LIKE 't_ %'",
      ),
      [],
    );
  });
});

/** The files below a directory. */
function filesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${directory}/${name}`).map((each) => `${name}/${each}`) : [name]
  );
}

Deno.test("import keeps odd names in what it writes, and writes into its directory alone", async () => {
  await inDirectory(async (root) => {
    const cwd = `${root}/project`;
    writeOddProject(cwd, "postgresql://nowhere/none");
    const before = filesIn(root).length;
    const revisions = async (directory: string) => {
      const history = JSON.parse((await migrate(["history", "--json"], { cwd: directory })).out);
      type Listed = { id: string } & Record<"branch_labels" | "down_revisions", string[]>;
      // Labels stand at all revisions of their branch, in the order of the files.
      return (history.revisions as Listed[])
        .map((each) => [each.id, each.branch_labels.sort(), each.down_revisions]);
    };
    for (const to of ["sql", "typescript"]) {
      const args = ["import", "--to", to, "--output", `${root}/${to}`, "."];
      assertHarmless(await migrate([...args, "--dry-run"], { cwd }), to);
      const { code, out, err } = await migrate(args, { cwd });
      assertEquals(code, 0, err);
      assertHarmless({ code, out, err }, to);
      const written = filesIn(`${root}/${to}`).filter((name) => /\/versions\//.test(name));
      assertEquals(written.length, TEXTS.length, to);
      assertEquals(await revisions(`${root}/${to}`), await revisions(cwd), to);
      // Without a server it takes long, and SQL goes into the database as it stands in the file.
      await using database = await testDatabase();
      if (database === null && to === "sql") continue;
      const url = database?.url ?? `pglite://${root}/${to}/data`;
      const upgraded = await migrate(["--url", url, "upgrade", "head"], {
        cwd: `${root}/${to}`,
        env: homeIn(root),
      });
      assertEquals(upgraded.code, 0, upgraded.err);
      await assertTables(url);
      assert(!("pwned" in globalThis), to);
    }
    for (const to of ["sql", "typescript"]) Deno.removeSync(`${root}/${to}`, { recursive: true });
    assertEquals(filesIn(root).length, before);
  });
});

Deno.test("scripts, stamp, verify and resolve take odd names and show them harmlessly", async () => {
  await inDirectory(async (cwd) => {
    await using database = await testDatabase();
    const url = database?.url ?? `pglite://${cwd}/data`;
    writeOddProject(cwd, url);
    const run = async (args: readonly string[]) => {
      const outcome = await migrate(args, { cwd, env: homeIn(cwd) });
      assertHarmless(outcome, args.join(" "));
      return outcome;
    };
    const table = `"${VERSION_TABLE.replaceAll('"', '""')}"`;
    const script = await migrate(["upgrade", "head", "--sql"], { cwd });
    await query(url, `CREATE TABLE witness (id int);\n${script.out}`);
    assertEquals(await query(url, `SELECT version_num FROM ${table}`), [[idOf(TEXTS.length - 1)]]);
    assertEquals(await query(url, "SELECT count(*) FROM witness"), [["0"]]);
    for (const index of TEXTS.keys()) {
      const { out, err } = await migrate(["stamp", "--sql", idOf(index)], { cwd });
      // As psycopg2 writes it, and with the blanks that Alembic's scripts have for a tab.
      const doubled = idOf(index).replaceAll("\t", "    ").replaceAll("'", "''").replaceAll(
        "\\",
        "\\\\",
      );
      const literal = doubled.includes("\\") ? ` E'${doubled}'` : `'${doubled}'`;
      assert(out.includes(`VALUES (${literal})`), out + err);
    }
    const [quotes, colours, turned] = ["'; DROP", "\x1b[2J", "\u202e"].map((start) =>
      TEXTS.findIndex((text) => text.startsWith(start))
    ) as [number, number, number];
    for (const [target, index] of [[idOf(quotes), quotes], [labelOf(colours), colours]] as const) {
      const { code, err } = await run(["stamp", target]);
      assertEquals([code, err], [0, ""], target);
      assertEquals(await query(url, `SELECT version_num FROM ${table}`), [[idOf(index)]]);
    }
    assertEquals((await run(["stamp", TEXTS[turned]!])).code, 255);

    // A step that breaks off, and one that leaves something behind.
    const last = TEXTS.length - 1;
    const [id, text] = [`z ${TEXTS[colours]}`, python(`a ${TEXTS[turned]}`)];
    const write = (directory: string, below: string, upgrade: readonly string[]) =>
      Deno.writeTextFileSync(
        `${directory}/m/versions/z \x1b[31m.py`,
        [
          `${text}\nfrom alembic import op\nimport sqlalchemy as sa`,
          `revision = ${python(id)}\ndown_revision = ${python(below)}`,
          "def upgrade():",
          ...upgrade.map((line) => `    ${line}`),
          "def downgrade():\n    pass\n",
        ].join("\n"),
      );
    const create = `op.create_table(${text}, sa.Column(${text}, sa.Text))`;
    write(cwd, idOf(last), [
      "with op.get_context().autocommit_block():",
      `    ${create}`,
      `    op.execute(${python(`SELECT '${TEXTS[colours]}'::int`)})`,
    ]);
    assertEquals((await run(["stamp", idOf(last)])).code, 0);
    assertEquals((await run(["upgrade", "head"])).code, 1);
    for (const args of [[], ["--rolled-back"]]) {
      const { code, err } = await run(["resolve", id, ...args]);
      assertEquals([code, err], [0, ""]);
    }
    assertEquals((await run(["resolve", id, "--applied"])).code, 255);
    assertEquals((await run(["resolve", "\x1b[2J\u202e"])).code, 0);

    const few = `${cwd}/few`;
    writeOddProject(few, url, { indexes: [quotes, turned] });
    write(few, idOf(turned), [create]);
    const verified = await migrate(["verify"], { cwd: few, env: homeIn(cwd) });
    assertHarmless(verified, "verify");
    assertEquals(verified.code, 3, verified.out + verified.err);
    assert(verified.out.includes(String.raw`a \u202egnp.exe`), verified.out);
  });
});

Deno.test("revision writes odd ids, labels and messages into its directory as they are, or refuses them", async () => {
  await inDirectory(async (root) => {
    const cwd = `${root}/project`;
    Deno.mkdirSync(cwd);
    await migrate(["init", "m"], { cwd });
    const before = filesIn(root).length;
    const more = [
      '"""',
      '"""\nimport os\nx = """',
      "*/ globalThis.pwned = 1; /*",
      "\n-- migrate:up\nx",
      "",
    ];
    for (const format of ["python", "typescript", "sql"]) {
      const texts = format === "python"
        ? TEXTS
        : TEXTS.filter((text) => /[\n"'\\`*,%]|\.\./.test(text));
      for (const text of [...texts, ...more]) {
        const args = [
          `--rev-id=${text}`,
          `--branch-label=l${text}`,
          `-m=${text}`,
          `--format=${format}`,
        ];
        const outcome = await migrate(["revision", "--json", "--head=base", "--splice", ...args], {
          cwd,
        });
        const title = `${format} ${JSON.stringify(text)}: ${outcome.out} ${outcome.err}`;
        assertHarmless(outcome, title);
        assert(!outcome.err.includes("internal error"), title);
        const { revision, error } = JSON.parse(outcome.out);
        const written = filesIn(root).length - before;
        const symbols = [..."+-:@"].filter((each) => text.includes(each));
        if (symbols.length > 0) {
          const message = `Character(s) '${
            symbols.join(", ")
          }' not allowed in revision identifier '${text}'`;
          assertEquals([error.message, written], [message, 0], title);
          continue;
        }
        if (outcome.code !== 0) {
          assert(
            /^(?:outside_version_location|ends_docstring|names_not_kept)$/.test(
              error.code,
            ),
            title,
          );
          assertEquals(written, 0, title);
          continue;
        }
        const { id, branch_labels, path } = revision;
        if (text !== "") assertEquals(id, text, title);
        assertEquals(branch_labels, [`l${text}`], title);
        assert(path.startsWith(`${cwd}/m/versions/`), title);
        assertEquals(written, 1, title);
        if (format === "typescript") {
          await import(`file://${encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23")}`);
          assert(!("pwned" in globalThis), title);
        }
        Deno.removeSync(path);
      }
    }
  });
});
