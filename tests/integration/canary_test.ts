/**
 * One password that has all that is special in URLs, files, shells and SQL, given in every way there is: it comes up in
 * nothing that a command prints, whatever goes wrong, and in nothing that it leaves behind.
 */
import { assert, assertEquals } from "@std/assert";
import { hidePasswords } from "../../src/config/secrets.ts";
import { inDirectory, migrate, type Surroundings } from "../cli/in_process.ts";
import { runOn, testDatabase } from "../support/postgres.ts";

const PASSWORD = `c4n@ry:/?#[]%s'"\\`;
const ENCODED = encodeURIComponent(PASSWORD).replaceAll("'", "%27");
/** No part of it may be seen, written in either way. */
const PARTS = ["c4n", "ry:", "ry%3A", `'"\\`];

/** A port where nobody listens. */
const AT = "127.0.0.1:1";

/** URLs that can be used and such that cannot, with the password at each of its places. */
const URLS: Readonly<Record<string, string>> = {
  "encoded": `postgresql://u:${ENCODED}@${AT}/db`,
  "not encoded": `postgresql+psycopg2://u:${PASSWORD}@${AT}/db`,
  "without a host": `postgresql://u:${PASSWORD.replace("@", "")}`,
  "with a blank": `postgresql://u:c4n ry:@${AT}/db`,
  "as an option": `postgresql://u@${AT}/db?password=${ENCODED}`,
  "as an option, not encoded": `postgresql://u@${AT}/db?password=${PASSWORD}&x=1`,
  "as an option that nobody knows": `postgresql://u@${AT}/db?passwort=${ENCODED}`,
  "for the key of a certificate":
    `postgresql://u@${AT}/db?sslmode=require&sslcert=/no&sslkey=/no&sslpassword=${ENCODED}`,
  "with an option that nobody knows": `postgresql://u:${ENCODED}@${AT}/db?nope=1`,
  "with a wrong port": `postgresql://u:${ENCODED}@127.0.0.1:x/db`,
  "with a certificate that is not there": `postgresql://u:${ENCODED}@${AT}/db?sslmode=verify-full`,
  "of several hosts": `postgresql://u:${ENCODED}@127.0.0.1:1,127.0.0.1:2/db`,
  "of another database": `mysql://u:${ENCODED}@${AT}/db`,
  "of the embedded database": `pglite://u:${ENCODED}@x?y`,
  "without a scheme": `//u:${PASSWORD}@${AT}/db`,
  "in libpq's form": `host=127.0.0.1 password=${PASSWORD} user=u`,
};

const LOGGING = `
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = DEBUG
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(levelname)s %(name)s %(message)s
`;

const ENV = `from logging.config import fileConfig
from alembic import context
from sqlalchemy import engine_from_config, pool
config = context.config
fileConfig(config.config_file_name)
#BEFORE
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"))
    context.run_migrations()
else:
    engine = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.")
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`;

const REVISION = `"""first"""
from alembic import op
revision = "a1"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE seen AS SELECT query || application_name AS text FROM pg_stat_activity")


def downgrade():
    op.execute("DROP TABLE seen")
`;

/** Writes a project; `ini` are lines of the section `[alembic]`, `before` is code of env.py. */
function makeProject(cwd: string, { ini = "", before = "" } = {}): void {
  Deno.mkdirSync(`${cwd}/m/versions`, { recursive: true });
  const text = `[alembic]\nscript_location = m\nprepend_sys_path = .\n${ini}\n${LOGGING}`;
  Deno.writeTextFileSync(`${cwd}/alembic.ini`, text);
  Deno.writeTextFileSync(`${cwd}/m/env.py`, ENV.replace("#BEFORE", before));
  Deno.writeTextFileSync(`${cwd}/m/versions/a1_first.py`, REVISION);
}

/** The ways to give a URL: makes the project and gives the arguments and the environment. */
type Way = (url: string, cwd: string) => { args?: string[]; env?: Record<string, string> };
const setting = (name: string, url: string) => `${name} = ${url.replaceAll("%", "%%")}`;
const main = (value: string) =>
  `config.set_main_option("sqlalchemy.url", ${value}.replace("%", "%%"))`;
const json = JSON.stringify;
const nowhere = ["--url", `postgresql://${AT}/db`];

const WAYS: Readonly<Record<string, Way>> = {
  "--url": (url) => ({ args: ["--url", url] }),
  "a wrong option": (url) => ({ args: ["--urll", url] }),
  "two URLs": (url) => ({ args: ["--url", url, "--url", `postgresql://u:${ENCODED}@${AT}/two`] }),
  "--urls-file": (url, cwd) => {
    Deno.writeTextFileSync(`${cwd}/urls`, `${url}\npostgresql://u:${ENCODED}@${AT}/two\n`);
    return { args: ["--urls-file", "urls", "--json"] };
  },
  "--direct-url": (url) => ({ args: [...nowhere, "--direct-url", url] }),
  "DATABASE_URL": (url) => ({ env: { DATABASE_URL: url } }),
  "the ini": (url, cwd) => (makeProject(cwd, { ini: setting("sqlalchemy.url", url) }), {}),
  "the ini with single percent signs": (url, cwd) => {
    makeProject(cwd, { ini: `sqlalchemy.url = ${url}` });
    return {};
  },
  "the ini's direct URL": (url, cwd) => {
    makeProject(cwd, { ini: setting("migrator.direct_url", url) });
    return { args: nowhere };
  },
  "env.py": (url, cwd) => (makeProject(cwd, { before: main(json(url)) }), {}),
  "a module of the application": (url, cwd) => {
    makeProject(cwd, { before: `import settings\n${main("settings.URL")}` });
    Deno.writeTextFileSync(`${cwd}/settings.py`, `import os\nURL = os.environ["APP_URL"]\n`);
    return { env: { APP_URL: url } };
  },
  "objects that env.py prints": (url, cwd) => {
    const before =
      `from sqlalchemy import create_engine, make_url\nurl = make_url(${json(url)})\n` +
      `print(url, repr(url))\nengine = create_engine(url)\nprint(engine)\nengine.connect()`;
    makeProject(cwd, { before });
    return {};
  },
  "an exception of env.py": (url, cwd) => {
    makeProject(cwd, { before: `raise RuntimeError("cannot connect to " + ${json(url)})` });
    return {};
  },
  "the exit of env.py": (url, cwd) => {
    makeProject(cwd, { before: `import sys\nsys.exit("cannot connect to " + ${json(url)})` });
    return {};
  },
};

/** What takes a URL, or tells of one. */
const COMMANDS: readonly (readonly string[])[] = [
  ["upgrade", "head"],
  ["upgrade", "head", "--json"],
  ["upgrade", "head", "--sql"],
  ["--raiseerr", "upgrade", "head"],
  ["downgrade", "base"],
  ["stamp", "head"],
  ["ensure_version"],
  ["current", "-v"],
  ["history", "-i"],
  ["show", "current"],
  ["graph", "-i"],
  ["plan"],
  ["plan", "--json"],
  ["status"],
  ["status", "--json"],
  ["check"],
  ["inspect"],
  ["verify"],
  ["doctor"],
  ["doctor", "--json"],
  ["lint"],
  ["import", "--dry-run"],
  ["resolve", "a1"],
  ["revision", "--autogenerate"],
];

async function assertSilent(
  args: readonly string[],
  surroundings: Surroundings,
  title: string,
): Promise<void> {
  const { out, err } = await migrate(args, surroundings);
  for (const text of [out, err]) {
    // Some ways to be wrong are wrong before a URL is seen; what has no mark of a URL or option is only a text.
    const part = PARTS.find((each) => text.includes(each));
    assert(
      part === undefined,
      `${title}: ${text.split("\n").find((line) => line.includes(part!))}`,
    );
    assert(!text.includes("internal error"), `${title}: ${text}`);
  }
}

Deno.test("a password is not shown, however its URL is given and whatever is wrong with it", async () => {
  await inDirectory(async (cwd) => {
    for (const [place, url] of Object.entries(URLS)) {
      for (const [way, give] of Object.entries(WAYS)) {
        // Without its scheme nothing tells a URL from other words of a program.
        if (place === "without a scheme" && /wrong option|exception|exit/.test(way)) continue;
        makeProject(cwd);
        const { args = [], env } = give(url, cwd);
        await assertSilent(["upgrade", "head", ...args], { cwd, env }, `${place}, ${way}`);
      }
    }
  });
});

Deno.test("a password is shown by no command", async () => {
  await inDirectory(async (cwd) => {
    makeProject(cwd);
    for (const command of COMMANDS) {
      for (const place of ["encoded", "with an option that nobody knows"]) {
        const args = [...command, "--url", URLS[place]!];
        await assertSilent(args, { cwd }, `${place}: ${command.join(" ")}`);
      }
    }
    Deno.writeTextFileSync(`${cwd}/pass`, `127.0.0.1:1:*:*:${PASSWORD}\n`);
    const services =
      `[good]\nhost=127.0.0.1\nport=1\npassword=${PASSWORD}\n[bad]\npassword ${PASSWORD}\n`;
    Deno.writeTextFileSync(`${cwd}/services`, services);
    const host = { DATABASE_URL: "postgresql://", PGHOST: "127.0.0.1", PGPORT: "1" };
    const service = { DATABASE_URL: "postgresql://", PGSERVICEFILE: `${cwd}/services` };
    const environments: readonly Readonly<Record<string, string>>[] = [
      { ...host, PGPASSWORD: PASSWORD },
      { ...host, PGPASSFILE: `${cwd}/pass` },
      { ...service, PGSERVICE: "good" },
      { ...service, PGSERVICE: "bad" },
    ];
    for (const mode of [0o644, 0o600]) {
      Deno.chmodSync(`${cwd}/pass`, mode);
      for (const env of environments) {
        await assertSilent(["upgrade", "head"], { cwd, env }, json(env));
      }
    }
  });
});

Deno.test("a password is left neither in the database nor in files", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  const role = `canary_${Deno.pid}`;
  const literal = PASSWORD.replaceAll("'", "''");
  await runOn(
    database.url,
    `CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD E'${literal.replaceAll("\\", "\\\\")}'`,
  );
  try {
    await inDirectory(async (cwd) => {
      const url = new URL(database.url);
      const given = `postgresql://${role}:${ENCODED}@${url.host}${url.pathname}`;
      makeProject(cwd, { ini: setting("sqlalchemy.url", given) });
      const before = Deno.readTextFileSync(`${cwd}/alembic.ini`);
      for (
        const args of [
          ["upgrade", "head"],
          ["status", "--json"],
          ["plan", "--down", "base"],
          ["doctor"],
          ["revision", "--autogenerate", "-m", "second"],
          ["upgrade", "head", "--sql"],
          ["import", "--dry-run", "--report", "report.json"],
        ]
      ) await assertSilent(args, { cwd }, args.join(" "));
      const left = await runOn(
        database.url,
        `SELECT (SELECT pg_catalog.string_agg(text, ' ') FROM seen),
           (SELECT pg_catalog.string_agg(h::text, ' ') FROM migrator_history h)`,
      );
      const files = [...Deno.readDirSync(cwd), ...Deno.readDirSync(`${cwd}/m/versions`)]
        .flatMap(({ name, isFile }) => isFile && name !== "alembic.ini" ? [name] : []);
      const texts = files.flatMap((name) =>
        [`${cwd}/${name}`, `${cwd}/m/versions/${name}`].flatMap((path) => {
          try {
            return [Deno.readTextFileSync(path)];
          } catch {
            return [];
          }
        })
      );
      assert(left[0]!.every((text) => text !== null));
      for (const part of PARTS.slice(0, 3)) {
        assert(![...left.flat(), ...texts].join().includes(part), part);
      }
      assertEquals(Deno.readTextFileSync(`${cwd}/alembic.ini`), before);
    });
  } finally {
    await runOn(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

Deno.test("hidePasswords() hides what stands between the user and the host, and no ports", () => {
  const cases: readonly (readonly [text: string, shown: string])[] = [
    ["no postgresql://u:p@h/db here", "no postgresql://u:***@h/db here"],
    [`x postgresql://u:${PASSWORD}@h/db`, "x postgresql://u:***@h/db"],
    [
      "postgresql://u:c4n ry@h/a and postgresql://v:q@h/b",
      "postgresql://u:***@h/a and postgresql://v:***@h/b",
    ],
    ["postgresql://u:secret", "postgresql://u:***"],
    ["postgresql://u:12/3@h", "postgresql://u:***@h"],
    ["see http://localhost:8080/x, a@b", "see http://localhost:8080/x, a@b"],
    ["https://example.org/a:b", "https://example.org/a:b"],
    ["host=h password=a'b user=u", "host=h password=*** user=u"],
    ["/db?sslpassword=x&sslmode=require", "/db?sslpassword=***&sslmode=require"],
  ];
  for (const [text, shown] of cases) assertEquals(hidePasswords(text), shown);
  // As long as it may be: what evaluated code raises.
  for (const text of ["a", "a://", "a://b:", "a://b:1 ", "a@", " password"]) {
    hidePasswords(text.repeat(200_000));
  }
});
