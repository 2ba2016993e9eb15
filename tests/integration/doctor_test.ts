/**
 * What `doctor` finds in a database, on a real server; and that its report holds no secret, wherever one comes up.
 * What it says of files and of the embedded database is in tests/cli/scripts/doctor.txt.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { ROOT } from "../support/command.ts";
import { runOn, testDatabase, testServer } from "../support/postgres.ts";
import { ALEMBIC_KEYS, OWN_KEYS } from "../../src/config/known_keys.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";

const REVISION = (id: string, down: string) =>
  `-- revision: ${id}\n-- down_revision: ${down}\n-- migrate:up\nCREATE TABLE ${id}_t (id int);\n`;

async function makeProject(directory: string, ini: string, env?: string): Promise<void> {
  const versions = join(directory, "migrations/versions");
  await Deno.mkdir(versions, { recursive: true });
  await Deno.writeTextFile(join(directory, "alembic.ini"), ini);
  if (env !== undefined) await Deno.writeTextFile(join(directory, "migrations/env.py"), env);
  await Deno.writeTextFile(join(versions, "a1.sql"), REVISION("a1", ""));
  await Deno.writeTextFile(join(versions, "b2.sql"), REVISION("b2", "a1"));
}

const INI = "[alembic]\nscript_location = migrations\n";

interface Report {
  readonly problems: number;
  readonly warnings: number;
  readonly sections: readonly {
    readonly title: string;
    readonly findings: readonly {
      readonly status: string;
      readonly message: string;
      readonly hint: string | null;
      readonly place: { readonly path: string; readonly line: number | null } | null;
    }[];
  }[];
}

/** What a report has besides what is well. */
function amiss({ sections }: Report): string[] {
  const found = sections.flatMap(({ findings }) =>
    findings.filter(({ status }) => status !== "ok")
  );
  // Each says what to do.
  assertEquals(found.filter(({ hint }) => hint === null), []);
  return found.map(({ status, message }) => `${status}: ${message}`);
}

interface Case {
  readonly title: string;
  /** Statements that make the database so; `ROLE` stands for one that the report is made as. */
  readonly sql: string;
  /** Whether the project is migrated first. */
  readonly migrated?: boolean;
  readonly expected: readonly RegExp[];
}

const HISTORY = postgresql.history(
  { name: "migrator_history", schema: null },
  postgresql.versionTable({ name: "alembic_version", primaryKey: true }),
);

const ROLE = "migrator_doctor_role";

const CASES: readonly Case[] = [
  { title: "nothing where all is well", sql: "", migrated: true, expected: [] },
  {
    title: "rows that no file has, and rows that say the same twice",
    migrated: true,
    sql: "INSERT INTO alembic_version VALUES ('a1'), ('zz')",
    expected: [
      /^problem: zz is applied, and this checkout has no file of it$/,
      /^problem: the row a1 says what another row says already$/,
    ],
  },
  {
    title: "a file that has changed and a step that is unfinished",
    migrated: true,
    sql: `${HISTORY.createProgress};
      UPDATE migrator_history SET checksum = 'other' WHERE revision = 'a1';
      INSERT INTO migrator_history_progress
        (revision, direction, position, statements, hash, excerpt, kind, state)
        VALUES ('b2', 'upgrade', 0, 1, 'h', 'CREATE', 'other', 'failed')`,
    expected: [
      /^warning: a1 has changed since it ran on \S+$/,
      /^problem: the upgrade of b2 is unfinished: a part has been committed$/,
    ],
  },
  {
    title: "a role that may not make tables",
    sql: `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    expected: [
      /^problem: this role may not create tables in schema public, and the version table is not/,
      /^warning: nothing is recorded in migrator_history: it does not exist/,
    ],
  },
  {
    title: "a role that may not write the version table",
    migrated: true,
    sql: `GRANT CREATE ON SCHEMA public TO ${ROLE}; GRANT SELECT ON alembic_version TO ${ROLE}`,
    expected: [
      /^problem: this role may not write alembic_version$/,
      /^warning: nothing is recorded in migrator_history: this role may not read and write it/,
    ],
  },
  {
    title: "a role that may not use the schema",
    sql:
      `REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA pg_catalog TO ${ROLE}`,
    expected: [/^problem: this role may not use the schema public$/],
  },
  {
    title: "a version table whose ids are numbers",
    sql: "CREATE TABLE alembic_version (version_num int); INSERT INTO alembic_version VALUES (1)",
    expected: [/^problem: version_num of alembic_version is integer, expected VARCHAR\(32\)$/],
  },
  {
    title: "a table of another program under the name of the version table",
    sql: "CREATE TABLE alembic_version (version text)",
    expected: [
      /^problem: alembic_version has no column version_num, so it is not a version table$/,
    ],
  },
  {
    title: "a version table that takes no row of ours",
    sql: "CREATE TABLE alembic_version (version_num varchar(1), note text NOT NULL, at date)",
    expected: [
      /^problem: a row of alembic_version needs a value for note, which no run writes$/,
      /^problem: the id a1 does not fit into version_num of alembic_version, which takes 1 character, /,
    ],
  },
  {
    title: "a view in the place of the version table",
    sql: "CREATE VIEW alembic_version AS SELECT 'b2'::varchar(32) AS version_num",
    expected: [/^warning: alembic_version is not a table, and its rows have to be written$/],
  },
  {
    title: "a row that is there twice, and an empty one",
    sql: `CREATE TABLE alembic_version (version_num varchar(32));
      INSERT INTO alembic_version VALUES ('b2'), ('b2'), ('')`,
    expected: [
      /^problem: an empty id is applied, and this checkout has no file of it$/,
      /^problem: the row b2 is there more than once$/,
    ],
  },
  {
    title: "settings of a role that stand in the way",
    sql: `GRANT CREATE ON SCHEMA public TO ${ROLE};
      ALTER ROLE ${ROLE} IN DATABASE CURRENT SET default_transaction_read_only = on;
      ALTER ROLE ${ROLE} IN DATABASE CURRENT SET statement_timeout = '3s'`,
    expected: [
      /^problem: default_transaction_read_only is on: nothing can be changed$/,
      /^warning: statement_timeout is 3s for this role: the server ends what takes longer$/,
    ],
  },
];

Deno.test("doctor finds in a database", { ignore: await testServer() === null }, async (test) => {
  for (const { title, sql, migrated = false, expected } of CASES) {
    await test.step(title, () =>
      inDirectory(async (cwd) => {
        await using database = (await testDatabase())!;
        await makeProject(cwd, INI);
        const url = new URL(database.url);
        if (migrated) {
          const up = await migrate(["upgrade", "head", "--url", url.href], { cwd });
          assertEquals(up.code, 0, up.err);
        }
        const asRole = sql.includes(ROLE) || sql.startsWith("REVOKE");
        await runOn(
          url.href,
          (asRole
            ? `DO $$ BEGIN CREATE ROLE ${ROLE} LOGIN PASSWORD 'geheim';
              EXCEPTION WHEN duplicate_object THEN NULL; END $$; `
            : "") + sql.replaceAll("DATABASE CURRENT", `DATABASE ${database.name}`),
        );
        if (asRole) [url.username, url.password] = [ROLE, "geheim"];
        const { code, out } = await migrate(["doctor", "--json", "--url", url.href], { cwd });
        const report: Report = JSON.parse(out);
        const found = amiss(report);
        assertEquals(found.length, expected.length, JSON.stringify(report, null, 1));
        for (const [at, pattern] of expected.entries()) assertMatch(found[at]!, pattern);
        assertEquals(code, report.problems > 0 ? 1 : 0);
      }));
  }
  await runOn((await testServer())!.url, `DROP ROLE IF EXISTS ${ROLE}`);
});

Deno.test("doctor says who holds the lock, by the means that the project locks with", {
  ignore: await testServer() === null,
}, () =>
  inDirectory(async (cwd) => {
    await using database = (await testDatabase())!;
    const url = database.url;
    const seen = async (ini: string) => {
      await makeProject(cwd, INI + ini);
      return amiss(JSON.parse((await migrate(["doctor", "--json", "--url", url], { cwd })).out));
    };
    await runOn(
      url,
      `CREATE TABLE migrator_lock (version_table text PRIMARY KEY, token text, holder text,
        acquired_at timestamptz, expires_at timestamptz);
      INSERT INTO migrator_lock VALUES
        ('alembic_version', 't', 'deployment', now(), now() + interval '1 minute')`,
    );
    const pg = (await import("pg")).default;
    const other = new pg.Client({ connectionString: url, application_name: "other runner" });
    await other.connect();
    try {
      await other.query(
        `SELECT pg_advisory_lock(('x' || left(encode(sha256('migrator:alembic_version'), 'hex'), 16))
          ::bit(64)::bigint)`,
      );
      const [advisory, ...more] = await seen("");
      assertMatch(advisory!, /^warning: the lock is held by pid \d+ \(other runner, user /);
      assertEquals(more, []);
      assertMatch((await seen("migrator.lock = lease\n"))[0]!, /held by deployment since .*lease/);
    } finally {
      await other.end();
    }
    await runOn(url, "UPDATE migrator_lock SET expires_at = now() - interval '1 second'");
    assertEquals(await seen("migrator.lock = lease\n"), []);
  }));

/** Servers that a project cannot get to, each made of the URL of one that it could. */
const UNREACHABLE: readonly {
  readonly title: string;
  readonly change: (url: URL) => void;
  readonly message: RegExp;
  readonly hint: RegExp;
  /** Whether the server has to ask for passwords. */
  readonly asks?: true;
}[] = [
  {
    title: "a wrong password",
    change: (url) => url.password = "k4n4rienvogel",
    message: /: password authentication failed for user "postgres"$/,
    hint: /^Check the user name and the password$/,
    asks: true,
  },
  {
    title: "no password",
    change: (url) => url.password = "",
    message: /: the server asks for a password and none is given$/,
    hint: /^Put the password into the URL, PGPASSWORD, /,
    asks: true,
  },
  {
    title: "no such database",
    change: (url) => url.pathname = "/migrator_nowhere",
    message: /: database "migrator_nowhere" does not exist$/,
    hint: /^Create the database first, /,
  },
  {
    title: "encryption that is required and not there",
    change: (url) => url.searchParams.set("sslmode", "require"),
    message: /: The server does not support SSL connections$/,
    hint: /^Set ssl = on .* sslmode=prefer$/,
  },
  {
    title: "an authority that is not there",
    change: (url) => url.search = "?sslmode=verify-full&sslrootcert=/nowhere.crt",
    message: /^cannot read the file "\/nowhere.crt" of sslrootcert$/,
    hint: /^Correct the path of sslrootcert, /,
  },
  {
    title: "a port where nobody listens",
    change: (url) => url.port = "1",
    message: /^cannot connect to the server at "127\.0\.0\.1", port 1: connection refused$/,
    hint: /^Is the server running there, /,
  },
  {
    title: "a host name that is unknown",
    change: (url) => url.hostname = "db.invalid",
    message: /"db\.invalid", port \d+: the host name (?:is unknown|could not be looked up)$/,
    hint: /^Check the host name in the URL, /,
  },
];

Deno.test("doctor says what keeps a project from its database", {
  ignore: await testServer() === null,
}, async (test) => {
  await using database = (await testDatabase())!;
  const asks = new URL(database.url).password !== "";
  for (const { title, change, message, hint, asks: needed = false } of UNREACHABLE) {
    if (needed && !asks) console.error(`*** NOT RUN, the server asks for no password: ${title}`);
    await test.step({
      name: title,
      ignore: needed && !asks,
      fn: () =>
        inDirectory(async (cwd) => {
          await makeProject(cwd, INI);
          const url = new URL(database.url);
          change(url);
          const { code, out, err } = await migrate(["doctor", "--json", "--url", url.href], {
            cwd,
          });
          const finding = (JSON.parse(out) as Report).sections.at(-1)!.findings[0]!;
          assertEquals([code, finding.status, /k4n4rienvogel/.test(out + err)], [
            1,
            "problem",
            false,
          ]);
          assertMatch(finding.message, message);
          assertMatch(finding.hint!, hint);
        }),
    });
  }
});

interface ConfigurationCase {
  readonly title: string;
  readonly ini?: string;
  readonly toml?: string;
  /** Each finding that is not well, with its place and what to do. */
  readonly expected: readonly RegExp[];
}

const CONFIGURATIONS: readonly ConfigurationCase[] = [
  {
    title: "keys of the ini that nobody reads",
    ini: "scirpt_location = m\nmigrator.lock_wiat = 1min\nzzz = 1\n",
    expected: [
      /^the key 'scirpt_location' is read neither .*alembic\.ini:3 \| Did you mean 'script_location'\?$/,
      /^the key 'migrator.lock_wiat' .*alembic\.ini:4 \| Did you mean 'migrator.lock_wait'\?$/,
      /^the key 'zzz' .*alembic\.ini:5 \| remove it, unless another program reads it$/,
    ],
  },
  {
    title: "keys of pyproject.toml that nobody reads",
    toml: `scirpt_location = "m"\nmigrator.lock_wiat = "1min"\n"sqlalchemy.url" = "x"\nzzz = 1\n
[tool.alembic.migrator.more]\na = "b"\n[[tool.alembic.post_write_hooks]]\nname = "h"\ntype = "exec"\n`,
    expected: [
      /^the key 'scirpt_location' is read neither .*pyproject\.toml:3 \| Did you mean 'script_location'\?$/,
      /^'sqlalchemy.url' is not read from \[tool.alembic\] .*pyproject\.toml:5 \| databases stand in /,
      /^the key 'zzz' .*pyproject\.toml:6 \| remove it, /,
      /^the key 'migrator.lock_wiat' .*pyproject\.toml:4 \| Did you mean 'migrator.lock_wait'\?$/,
      /^the key 'migrator.more' .*pyproject\.toml \| remove it, /,
    ],
  },
  {
    title: "values of pyproject.toml that cannot be used",
    toml: 'timezone = 1.5\nfile_template = "%(rev)s"\nmigrator.lock = "avisory"\n',
    expected: [
      /^tool.alembic.file_template: unknown name 'rev'.*pyproject\.toml:4 \| write %% for a percent sign/,
      /^unsupported TOML value type for key: 'timezone' .*pyproject\.toml:3 \| write a string, /,
    ],
  },
  {
    title: "a lock that there is not",
    toml: 'migrator.lock = "avisory"\n',
    expected: [
      /^Expected one of advisory, lease and none for migrator.lock, found 'avisory' .*pyproject\.toml:3 \| Did you mean 'advisory'\?$/,
    ],
  },
];

for (const { title, ini, toml, expected } of CONFIGURATIONS) {
  Deno.test(`doctor finds ${title}`, () =>
    inDirectory(async (cwd) => {
      await makeProject(cwd, ini === undefined ? "" : INI + ini);
      if (toml !== undefined) {
        await Deno.remove(join(cwd, "alembic.ini"));
        const text = `[tool.alembic]\nscript_location = "%(here)s/migrations"\n${toml}`;
        await Deno.writeTextFile(join(cwd, "pyproject.toml"), text);
      }
      const { out } = await migrate(["doctor", "--json"], { cwd });
      const { sections: [configuration] } = JSON.parse(out) as Report;
      const found = configuration!.findings.filter(({ status }) => status !== "ok")
        .map(({ message, place, hint }) =>
          `${message} at ${place?.path}${place?.line ? `:${place.line}` : ""} | ${hint}`
        );
      assertEquals(found.length, expected.length, found.join("\n"));
      const missing = expected.filter((pattern) => !found.some((each) => pattern.test(each)));
      assertEquals(missing, [], found.join("\n"));
    }));
}

const CANARY = "k4n4rienvogel%";
const ENCODED = encodeURIComponent(CANARY);
const SECRET_URL = `postgresql://app:${ENCODED}@db.example.test/shop`;

/** Where a password may be, and env.py may tell of it. */
const SECRETS: readonly {
  readonly ini?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
}[] = [
  { ini: `sqlalchemy.url = ${SECRET_URL.replaceAll("%", "%%")}\n` },
  { ini: `sqlalchemy.url = postgresql://app:${ENCODED}@db.example.test/shop\n` },
  { ini: `migrator.direct_url = postgresql://app:${CANARY}:x@db.example.test/shop\n` },
  { env: { DATABASE_URL: SECRET_URL } },
  { env: { DATABASE_URL: `mysql://app:${CANARY}@db.example.test/shop` } },
  { env: { DATABASE_URL: `postgresql://app:${CANARY}@odd@db.example.test:port/shop` } },
  { env: { DATABASE_URL: "postgresql://app@db.example.test/shop", PGPASSWORD: CANARY } },
  {
    env: { DATABASE_URL: SECRET_URL, APP_SECRET: CANARY },
    program: "import os\nraise ValueError('no ' + os.environ['APP_SECRET'])\n",
  },
  {
    env: { DATABASE_URL: SECRET_URL },
    program: "import os\nfrom urllib.parse import urlsplit\n" +
      "raise ValueError('no ' + urlsplit(os.environ['DATABASE_URL']).password)\n",
  },
  {
    env: { DATABASE_URL: SECRET_URL },
    program: "import os\nprint(os.environ['DATABASE_URL'])\nraise RuntimeError(dict(os.environ))\n",
  },
];

Deno.test("doctor tells no secret, and no host with --mask-hosts", async () => {
  for (const [at, { ini = "", env = {}, program }] of SECRETS.entries()) {
    await inDirectory(async (cwd) => {
      await makeProject(cwd, INI + ini, program);
      for (const more of [[], ["--json"], ["--mask-hosts"]]) {
        const { code, out, err } = await migrate(["doctor", ...more], { cwd, env });
        const all = out + err;
        assert(code === 1 || ini.includes("direct"), all);
        assertEquals(/k4n4rienvogel/.test(all), false, `${at}: ${all}`);
        if (more[0] === "--mask-hosts") assertEquals(/db\.example/.test(all), false, all);
      }
    });
  }
});

Deno.test("doctor knows every key of docs/configuration.md", () => {
  const page = Deno.readTextFileSync(`${ROOT}docs/configuration.md`);
  const section = (name: string) => page.split(`## ${name}\n`)[1]!.split("\n## ")[0]!;
  const keys = (name: string) =>
    section(name).split("\n").flatMap((line) =>
      /^\| `/.test(line)
        ? [...line.split("|")[1]!.matchAll(/`([^`]+)`/g)].map(([, key]) => key!)
        : []
    );
  assertEquals(keys("Keys of Alembic").filter((key) => !ALEMBIC_KEYS.includes(key)), []);
  assertEquals(keys("Keys of migrator").toSorted(), OWN_KEYS.toSorted());
});
