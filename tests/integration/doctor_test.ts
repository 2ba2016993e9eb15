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
    readonly findings: readonly { status: string; message: string; hint: string | null }[];
  }[];
}

/** What a report has besides what is well. */
function amiss({ sections }: Report): string[] {
  return sections.flatMap(({ findings }) =>
    findings.filter(({ status }) => status !== "ok")
      .map(({ status, message }) => `${status}: ${message}`)
  );
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
