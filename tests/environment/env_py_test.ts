import { assertEquals, assertStringIncludes } from "@std/assert";
import { LOGGING_SECTIONS, runProject } from "./env_run.ts";

/** An env.py that says what the stock ones say. */
const GENERIC = `
from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool

from alembic import context

config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name)

target_metadata = None


def write_script():
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_database():
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    write_script()
else:
    run_on_database()
`;

/** The same with an asynchronous engine. */
const ASYNC = GENERIC
  .replace("import engine_from_config, pool", "import pool")
  .replace(
    "from logging.config",
    "import asyncio\nfrom sqlalchemy.engine import Connection\n" +
      "from sqlalchemy.ext.asyncio import async_engine_from_config\nfrom logging.config",
  )
  .replace(
    /def run_on_database[^]*?\n\n\nif /,
    `def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_migrate() -> None:
    connectable = async_engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    async with connectable.connect() as connection:
        await connection.run_sync(migrate)
    await connectable.dispose()


def run_on_database() -> None:
    asyncio.run(connect_and_migrate())


if `,
  );

const INI = "sqlalchemy.url = postgresql://ini:p@ini/d";
const RUN = ["migrate", "BEGIN", "CREATE TABLE t ()", "COMMIT"];

/** GENERIC with lines after `config = context.config`. */
function generic(lines: string): string {
  return GENERIC.replace("config = context.config\n", `config = context.config\n${lines}\n`);
}

/** GENERIC with other lines instead of the connection's block. */
function online(block: string, lines = ""): string {
  const indented = block.trimEnd().split("\n").map((line) => `    ${line}`).join("\n");
  return generic(lines).replace(
    / {4}with connectable\.connect\(\)[^]*?\n\n\n/,
    `${indented}\n\n\n`,
  );
}

Deno.test("env.py that says what the generic template says does what it does", async () => {
  const run = await runProject({ envPy: GENERIC, ini: INI });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"]);
  assertEquals(run.stderr, "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n");
  const [environment] = run.environments;
  assertEquals(environment?.fromEnvPy, true);
  assertEquals(environment?.transactionOwner, "engine");
  assertEquals(environment?.url?.origin, "env.py (/work/m/env.py:28)");
});

Deno.test("env.py with an asynchronous engine is run from beginning to end", async () => {
  for (const more of ["", ", loop_factory=asyncio.new_event_loop"]) {
    const run = await runProject({
      envPy: ASYNC.replace("asyncio.run(connect_and_migrate()", `$&${more}`),
      ini: "sqlalchemy.url = postgresql+asyncpg://a:p@h/d",
    });
    assertEquals(run.error, null);
    assertEquals(run.warnings, []);
    assertEquals(run.events, ["connect a:p@h/d", ...RUN, "close"]);
  }
});

Deno.test("env.py writes SQL out when asked to", async () => {
  for (const envPy of [GENERIC, ASYNC]) {
    const run = await runProject({ envPy, ini: INI, command: { offline: true } });
    assertEquals(run.error, null);
    assertEquals(run.events, ["migrate"]);
    const [environment] = run.environments;
    assertEquals(environment?.connection, null);
    assertEquals(environment?.options.literalBinds, true);
    assertEquals(environment?.options.paramstyle, "named");
    assertEquals(environment?.url?.url, "postgresql://ini:p@ini/d");
  }
});

Deno.test("env.py decides the URL in each of the usual ways", async () => {
  const cases: [name: string, project: Parameters<typeof runProject>[0], url: string][] = [
    ["os.environ", {
      envPy: generic(
        'import os\nconfig.set_main_option("sqlalchemy.url", os.environ["MY_URL"])',
      ),
      env: { MY_URL: "postgresql://env:p@h/d" },
    }, "env:p@h/d"],
    ["os.getenv with a default", {
      envPy: generic(
        'from os import getenv\nconfig.set_main_option("sqlalchemy.url", getenv("MY_URL", "postgresql://default@h/d"))',
      ),
    }, "default:@h/d"],
    ["an f-string", {
      envPy: generic(
        `import os
user = os.environ.get("DB_USER", "u")
config.set_main_option(
    "sqlalchemy.url", f"postgresql+psycopg2://{user}:{os.environ['DB_PASS']}@db:{5433}/app"
)`,
      ),
      env: { DB_PASS: "secret" },
    }, "u:secret@db/app"],
    ["a percent sign that is doubled", {
      envPy: generic(
        'config.set_main_option("sqlalchemy.url", "postgresql://u:p%40ss@h/d".replace("%", "%%"))',
      ),
    }, "u:p@ss@h/d"],
    ["-x", {
      envPy: generic(
        'config.set_main_option("sqlalchemy.url", context.get_x_argument(as_dictionary=True).get("url"))',
      ),
      xArguments: ["flag", "url=postgresql://x:p=q@h/d"],
    }, "x:p=q@h/d"],
    ["an edited section", {
      envPy: GENERIC.replace(
        "    connectable = engine_from_config(\n        config.get_section(config.config_ini_section, {}),",
        '    section = config.get_section(config.config_ini_section)\n    section["sqlalchemy.url"] = "postgresql://section:p@h/d"\n    connectable = engine_from_config(\n        section,',
      ),
    }, "section:p@h/d"],
    ["create_engine", {
      envPy: GENERIC.replace(
        /connectable = engine_from_config\([^]*?\n {4}\)/,
        'connectable = create_engine("postgresql://created:p@h/d", poolclass=pool.NullPool)',
      )
        .replace("import engine_from_config, pool", "import create_engine, pool"),
    }, "created:p@h/d"],
    ["URL.create", {
      envPy: GENERIC.replace(
        /connectable = engine_from_config\([^]*?\n {4}\)/,
        'connectable = create_engine(URL.create("postgresql", username="made", password="a/b", host="h", database="d"))',
      )
        .replace(
          "import engine_from_config",
          "import create_engine\nfrom sqlalchemy.engine import URL",
        ),
    }, "made:a/b@h/d"],
    ["make_url().set()", {
      envPy: generic(
        `from sqlalchemy.engine.url import make_url
url = make_url(config.get_main_option("sqlalchemy.url")).set(username="set", database="other")
config.set_main_option("sqlalchemy.url", url.render_as_string(hide_password=False))`,
      ),
    }, "set:p@ini/other"],
    [".env", {
      envPy: generic(
        'import os\nfrom dotenv import load_dotenv\nload_dotenv()\nconfig.set_main_option("sqlalchemy.url", os.environ["DB"])',
      ),
      files: { "/work/.env": "DB=postgresql://dotenv:p@h/d\n" },
    }, "dotenv:p@h/d"],
    ["another section", {
      envPy: GENERIC.replace("config.config_ini_section", '"other"'),
      sections: `${LOGGING_SECTIONS}[other]\nsqlalchemy.url = postgresql://other:p@h/d\n`,
    }, "other:p@h/d"],
    ["--url comes first", {
      envPy: generic('config.set_main_option("sqlalchemy.url", "postgresql://env@h/d")'),
      url: "postgresql://flag:p@h/d",
    }, "flag:p@h/d"],
    ["the placeholder is none", {
      envPy: GENERIC,
      ini: "sqlalchemy.url = driver://user:pass@localhost/dbname",
      env: { DATABASE_URL: "postgresql://variable:p@h/d" },
    }, "variable:p@h/d"],
  ];
  for (const [name, project, url] of cases) {
    const run = await runProject({ ini: INI, ...project });
    assertEquals(run.error, null, name);
    assertEquals(run.warnings, [], name);
    assertEquals(run.events, [`connect ${url}`, ...RUN, "close"], name);
  }
});

Deno.test("env.py's connect_args reach the connection", async () => {
  const run = await runProject({
    ini: INI,
    envPy: GENERIC.replace(
      "poolclass=pool.NullPool,",
      'connect_args={"options": "-csearch_path=app", "connect_timeout": 5, "sslmode": "require"},',
    ),
  });
  assertEquals(run.error, null);
  const parameters = run.environments[0]?.parameters;
  if (parameters?.kind !== "postgresql") throw new Error("expected PostgreSQL");
  assertEquals(
    [parameters.options, parameters.connectTimeout, parameters.ssl.mode],
    ["-csearch_path=app", 5, "require"],
  );
});

Deno.test("env.py's options of context.configure() are passed on", async () => {
  const run = await runProject({
    ini: INI,
    envPy: GENERIC.replace(
      "connection=connection, target_metadata=target_metadata",
      `connection=connection,
            target_metadata=MetaData(naming_convention={"pk": "pk_%(table_name)s"}),
            version_table="my_version",
            version_table_schema="app",
            version_table_pk=False,
            include_schemas=True,
            compare_type=True,
            render_as_batch=False,
            include_object=lambda *args: True,
            transaction_per_migration=True,
            user_module_prefix=None`,
    ).replace("import engine_from_config", "import MetaData, engine_from_config"),
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  const options = run.environments[0]?.options;
  assertEquals(
    [options?.versionTable, options?.versionTableSchema, options?.versionTablePrimaryKey],
    ["my_version", "app", false],
  );
  assertEquals([options?.transactionPerMigration, options?.includeSchemas], [true, true]);
  assertEquals(options?.namingConvention?.templates, { pk: "pk_%(table_name)s" });
});

Deno.test("env.py's naming convention is that of one metadata, and none where there are several", async () => {
  const conventionOf = async (target: string) => {
    const run = await runProject({
      ini: INI,
      envPy: generic("from sqlalchemy import MetaData").replace(
        "target_metadata = None",
        `named = MetaData(naming_convention={"pk": "pk_%(table_name)s"})\ntarget_metadata = ${target}`,
      ),
    });
    assertEquals(run.error, null);
    return run.environments[0]?.options.namingConvention?.templates;
  };
  assertEquals(await conventionOf("named"), { pk: "pk_%(table_name)s" });
  assertEquals(await conventionOf("[named, MetaData()]"), undefined);
});

Deno.test("env.py's own statements run on the same connection, in order", async () => {
  const cases: [name: string, block: string, events: string[]][] = [
    [
      "a schema before, committed",
      `with connectable.connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
    connection.commit()
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()`,
      ["BEGIN", "CREATE SCHEMA IF NOT EXISTS app", "COMMIT", ...RUN, "close"],
    ],
    [
      "inside the block of begin_transaction()",
      `with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.execute("SET search_path TO app")
        context.run_migrations()`,
      ["BEGIN", "SET search_path TO app", "migrate", "CREATE TABLE t ()", "COMMIT", "close"],
    ],
    [
      "a lock on the version table",
      `with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 42})
        context.run_migrations()`,
      [
        "BEGIN",
        "SELECT pg_advisory_xact_lock(42)",
        "migrate",
        "CREATE TABLE t ()",
        "COMMIT",
        "close",
      ],
    ],
    [
      "engine.begin()",
      `with connectable.begin() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()`,
      ["BEGIN", "migrate", "CREATE TABLE t ()", "COMMIT", "close"],
    ],
    [
      "AUTOCOMMIT",
      `with connectable.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
    connection.execute(text("CREATE SCHEMA app"))
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()`,
      ["CREATE SCHEMA app", "migrate", "CREATE TABLE t ()", "close"],
    ],
    [
      "without a with block",
      `connection = connectable.connect()
context.configure(connection=connection)
try:
    with context.begin_transaction():
        context.run_migrations()
finally:
    connection.close()`,
      [...RUN, "close"],
    ],
    [
      "a statement afterwards",
      `with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("SELECT 1"))
    connection.commit()`,
      [...RUN, "BEGIN", "SELECT 1", "COMMIT", "close"],
    ],
  ];
  for (const [name, block, events] of cases) {
    const run = await runProject({ ini: INI, envPy: online(block, "from sqlalchemy import text") });
    assertEquals(run.error, null, `${name}: ${run.error}`);
    assertEquals(run.warnings, [], name);
    assertEquals(run.events, ["connect ini:p@ini/d", ...events], name);
  }
});

Deno.test("env.py reads results of its statements", async () => {
  const block = `with connectable.connect() as connection:
    if connection.execute(text("SELECT tenant FROM tenants")).scalar() == "acme":
        context.configure(connection=connection, version_table="acme_version")
    with context.begin_transaction():
        context.run_migrations()`;
  const run = await runProject({
    ini: INI,
    envPy: online(block, "from sqlalchemy import text"),
    answer: (sql) => sql.startsWith("SELECT tenant") ? [["acme"]] : [],
  });
  assertEquals(run.error, null);
  assertEquals(run.environments[0]?.options.versionTable, "acme_version");
  // The SELECT began a transaction before configure(), so it is env.py's to commit, and it does not.
  assertEquals(run.environments[0]?.transactionOwner, "env.py");
  assertEquals(run.events.slice(-2), ["ROLLBACK", "close"]);
  assertEquals(run.warnings.length, 1);
  assertStringIncludes(run.warnings[0]!, "did not commit");
});

Deno.test("env.py's imports of the application do no harm where nothing depends on them", async () => {
  const lines = `import os, sys
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from myapp.database import Base
from myapp import models  # noqa
import myapp.settings as settings
target = Base.metadata
models.load_all(settings.DEBUG)

def include_object(object, name, type_, reflected, compare_to):
    return not (type_ == "table" and name in settings.EXCLUDED)
`;
  const run = await runProject({
    ini: INI,
    envPy: generic(lines).replace("target_metadata = None", "target_metadata = target")
      .replace("connection=connection,", "connection=connection, include_object=include_object,"),
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"]);
});

Deno.test("env.py's URL from the application is replaced with one warning", async () => {
  const settings = "from myapp.config import settings";
  const cases: [name: string, envPy: string, line: number][] = [
    [
      "set_main_option",
      generic(`${settings}\nconfig.set_main_option("sqlalchemy.url", settings.URL)`),
      37,
    ],
    [
      "str() and replace()",
      generic(
        `${settings}\nconfig.set_main_option("sqlalchemy.url", str(settings.URL).replace("%", "%%"))`,
      ),
      37,
    ],
    [
      "an f-string",
      generic(
        `${settings}\nconfig.set_main_option("sqlalchemy.url", f"postgresql://{settings.USER}@{settings.HOST}/d")`,
      ),
      37,
    ],
    [
      "create_engine",
      generic(settings).replace(
        /connectable = engine_from_config\([^]*?\n {4}\)/,
        "connectable = create_engine(settings.URL)",
      ).replace("import engine_from_config, pool", "import create_engine, pool"),
      36,
    ],
    [
      "the application's engine",
      generic("from myapp.database import engine").replace(
        /connectable = engine_from_config\([^]*?\n {4}\)/,
        "connectable = engine",
      ),
      39,
    ],
  ];
  for (const [name, envPy] of cases) {
    const run = await runProject({
      ini: INI,
      envPy: envPy.replace("connection=connection,", 'connection=connection, version_table="v",'),
    });
    assertEquals(run.error, null, `${name}: ${run.error}`);
    assertEquals(run.warnings.length, 1, `${name}: ${run.warnings.join("\n")}`);
    assertStringIncludes(run.warnings[0]!, "/work/m/env.py:");
    assertStringIncludes(run.warnings[0]!, "sqlalchemy.url (alembic.ini:3) is used instead");
    assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"], name);
    // What env.py says besides is heeded.
    assertEquals(run.environments[0]?.options.versionTable, "v", name);
  }
});

Deno.test("env.py that branches on the application is left with one warning", async () => {
  const run = await runProject({
    ini: INI,
    envPy: generic("from myapp.config import settings\nif settings.TESTING:\n    raise SystemExit"),
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings.length, 1);
  assertStringIncludes(
    run.warnings[0]!,
    "/work/m/env.py:10: env.py cannot be evaluated as a whole",
  );
  assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"]);
  assertEquals(run.environments[0]?.fromEnvPy, false);
});

Deno.test("env.py's exceptions are errors, as with Alembic", async () => {
  const missing = await runProject({
    ini: INI,
    envPy: generic('import os\nconfig.set_main_option("sqlalchemy.url", os.environ["NOPE"])'),
  });
  assertEquals(missing.error, "KeyError: 'NOPE'");
  assertEquals(missing.events, []);
  const percent = await runProject({
    ini: INI,
    envPy: generic('config.set_main_option("sqlalchemy.url", "postgresql://u:p%40@h/d")'),
  });
  assertStringIncludes(percent.error ?? "", "invalid interpolation syntax");
  const syntax = await runProject({ ini: INI, envPy: "def broken(:\n" });
  assertStringIncludes(syntax.error ?? "", "invalid syntax");
});

Deno.test("an error of the revisions passes through env.py, which cleans up", async () => {
  const block = `with connectable.begin() as connection:
    context.configure(connection=connection)
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        print("cleaned up")`;
  const run = await runProject({
    ini: INI,
    envPy: online(block),
    migrate: () => Promise.reject(new Error("failed")),
  });
  assertEquals(run.error, "failed");
  assertEquals(
    run.events,
    ["connect ini:p@ini/d", "BEGIN", "migrate", "ROLLBACK", "close"].filter(
      (event) => run.events.includes(event),
    ),
  );
  assertEquals(run.events.slice(-2), ["ROLLBACK", "close"]);
});

Deno.test("env.py that never runs the revisions is warned of", async () => {
  const run = await runProject({ ini: INI, envPy: "from alembic import context\n" });
  assertEquals(run.error, null);
  assertEquals(run.events, []);
  assertEquals(run.warnings, [
    "/work/m/env.py: env.py did not call context.run_migrations(), so nothing was run",
  ]);
});

Deno.test("env.py that leaves all to the application goes by the ini, with one warning", async () => {
  const run = await runProject({ ini: INI, envPy: "from myapp.migrations import run\nrun()\n" });
  assertEquals(run.error, null);
  assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"]);
  assertEquals(run.warnings, [
    "/work/m/env.py:1: env.py did not call context.run_migrations() itself, and what it calls comes " +
    "from 'from myapp.migrations import run', which cannot be evaluated",
  ]);
});

Deno.test("env.py that exits ends the run", async () => {
  const quiet = await runProject({ ini: INI, envPy: "import sys\nsys.exit(0)\n" });
  assertEquals([quiet.error, quiet.events, quiet.warnings], [null, [], []]);
  const loud = await runProject({ ini: INI, envPy: "import sys\nsys.exit('no way')\n" });
  assertEquals(loud.error, "SystemExit: no way");
});

Deno.test("env.py's keyword arguments of run_migrations() are passed on", async () => {
  const run = await runProject({
    ini: INI,
    envPy: GENERIC.replace(
      /run_migrations\(\)\n\n\n/g,
      'run_migrations(tenant="acme", count=2)\n\n\n',
    ),
  });
  assertEquals(run.error, null);
  assertEquals([...run.environments[0]!.arguments], [["tenant", "acme"], ["count", 2]]);
});

Deno.test("env.py's statements offline go into the script before the revisions", async () => {
  const run = await runProject({
    ini: INI,
    envPy: GENERIC.replace(
      "    with context.begin_transaction():\n",
      '    with context.begin_transaction():\n        context.execute("SET search_path TO app")\n        context.static_output("-- hello")\n',
    ),
    command: { offline: true },
  });
  assertEquals(run.error, null);
  assertEquals(run.environments[0]?.preamble, [
    { kind: "statement", statement: { sql: "SET search_path TO app" } },
    { kind: "text", text: "-- hello" },
  ]);
});

Deno.test("env.py is refused offline when it executes something after the revisions", async () => {
  const run = await runProject({
    ini: INI,
    envPy: GENERIC.replace(
      "        context.run_migrations()\n",
      '        context.run_migrations()\n        context.execute("GRANT SELECT ON t TO r")\n',
    ),
    command: { offline: true },
  });
  assertEquals(
    run.error,
    "env.py executed statements after context.run_migrations(), which are missing in the script",
  );
});

for (const path of ["versions/x_evil.ts", ".git/hooks/pre-commit", "../x.sql", "/etc/x.sql"]) {
  Deno.test(`env.py is refused when it opens ${path} for the script`, async () => {
    const run = await runProject({
      ini: INI,
      envPy: GENERIC.replace(
        "    with context.begin_transaction():\n",
        `    open("${path}", "w").write("x")\n    with context.begin_transaction():\n`,
      ),
      command: { offline: true },
    });
    assertStringIncludes(run.warnings.join("\n"), "open() is not available");
  });
}

Deno.test("env.py's logger writes as the ini says", async () => {
  const run = await runProject({
    ini: INI,
    envPy: generic("").replace(
      "target_metadata = None",
      'import logging\nlogger = logging.getLogger("alembic.env")\nlogger.info("for %s", "acme")\ntarget_metadata = None',
    ),
  });
  assertEquals(run.error, null);
  assertEquals(
    run.stderr,
    "INFO  [alembic.env] for acme\nINFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n",
  );
});

Deno.test("env.py gets what the project's own modules can say", async () => {
  const run = await runProject({
    ini: INI,
    files: {
      "/work/app/__init__.py": "",
      "/work/app/config.py": `import os
import some_library

DATABASE_URL = os.environ.get("APP_URL", "postgresql://default@h/d")
client = some_library.Client(timeout=5)
`,
      "/work/app/db.py": `from sqlalchemy import MetaData, create_engine
from .config import DATABASE_URL
from . import broken

metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})
engine = create_engine(DATABASE_URL)
`,
      "/work/app/broken.py": "import other_library\nfor item in other_library.items():\n    pass\n",
    },
    env: { APP_URL: "postgresql://app:p@h/d" },
    envPy: generic("from app.db import engine, metadata")
      .replace("target_metadata = None", "target_metadata = metadata")
      .replace(/connectable = engine_from_config\([^]*?\n {4}\)/, "connectable = engine"),
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  assertEquals(run.events, ["connect app:p@h/d", ...RUN, "close"]);
  assertEquals(run.environments[0]?.options.namingConvention?.templates, {
    uq: "uq_%(table_name)s_%(column_0_name)s",
  });
});

Deno.test("env.py's unknown engine is opened on the database that is known", async () => {
  const async_ = await runProject({
    ini: INI,
    envPy: ASYNC.replace(
      /connectable = async_engine_from_config\([^]*?\n {4}\)/,
      "connectable = engine",
    )
      .replace("import asyncio", "import asyncio\nfrom myapp.db import engine"),
  });
  assertEquals(async_.error, null);
  assertEquals(async_.events, ["connect ini:p@ini/d", ...RUN, "close"]);
  assertEquals(async_.warnings.length, 1);
  assertStringIncludes(async_.warnings[0]!, "the database URL comes from 'myapp.db.engine'");

  const begun = await runProject({
    ini: INI,
    envPy: online(
      `with engine.begin() as connection:
    connection.execute(text("SET search_path TO app"))
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()`,
      "from myapp.db import engine\nfrom sqlalchemy import text",
    ),
  });
  assertEquals(begun.error, null);
  assertEquals(begun.events, [
    "connect ini:p@ini/d",
    "BEGIN",
    "SET search_path TO app",
    "migrate",
    "CREATE TABLE t ()",
    "COMMIT",
    "close",
  ]);
});

Deno.test("env.py that asks a running application for everything goes by the ini", async () => {
  const run = await runProject({
    ini: INI,
    envPy: generic(`from flask import current_app

extension = current_app.extensions["migrate"]


def engine():
    try:
        return extension.db.get_engine()
    except (TypeError, AttributeError):
        return extension.db.engine


address = engine().url.render_as_string(hide_password=False).replace("%", "%%")
config.set_main_option("sqlalchemy.url", address)

options = extension.configure_args
if options.get("compare_type") is None:
    options["compare_type"] = True`)
      .replace(
        "target_metadata=target_metadata)",
        "target_metadata=extension.db.metadata, **options)",
      ),
  });
  assertEquals(run.error, null);
  assertEquals(run.events, ["connect ini:p@ini/d", ...RUN, "close"]);
  assertEquals(run.warnings.length, 1);
  assertStringIncludes(run.warnings[0]!, "/work/m/env.py:");
});

Deno.test("env.py for several databases runs the revisions for each", async () => {
  const run = await runProject({
    ini: "databases = first, second",
    sections: `${LOGGING_SECTIONS}
[first]
sqlalchemy.url = postgresql://one:p@h/one
[second]
sqlalchemy.url = postgresql://two:p@h/two
`,
    migrate: async ({ connection, transactionOwner }) => {
      if (transactionOwner !== "env.py") throw new Error(transactionOwner);
      await connection!.execute({ sql: "CREATE TABLE t ()" });
    },
    envPy: `import logging
import re
from sqlalchemy import engine_from_config, pool
from alembic import context

config = context.config
logger = logging.getLogger("alembic.env")
open_ones = {}

for name in re.split(r",\\s*", config.get_main_option("databases", "")):
    engine = engine_from_config(config.get_section(name, {}), poolclass=pool.NullPool)
    connection = engine.connect()
    open_ones[name] = (connection, connection.begin())

try:
    for name, (connection, transaction) in open_ones.items():
        logger.info("database %s", name)
        context.configure(connection=connection, upgrade_token=f"{name}_up", target_metadata=None)
        context.run_migrations(engine_name=name)
    for connection, transaction in open_ones.values():
        transaction.commit()
except:
    for connection, transaction in open_ones.values():
        transaction.rollback()
    raise
finally:
    for connection, transaction in open_ones.values():
        connection.close()
`,
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  assertEquals(run.environments.map((environment) => environment.arguments.get("engine_name")), [
    "first",
    "second",
  ]);
  assertEquals(run.events, [
    "connect one:p@h/one",
    "connect two:p@h/two",
    "BEGIN",
    "migrate",
    "CREATE TABLE t ()",
    "BEGIN",
    "migrate",
    "CREATE TABLE t ()",
    "COMMIT",
    "COMMIT",
    "close",
    "close",
  ]);
});

Deno.test("env.py can ask for the state of the database", async () => {
  const run = await runProject({
    ini: INI,
    envPy: online(
      `with connectable.connect() as connection:
    context.configure(connection=connection, version_table="v")
    with context.begin_transaction():
        context.get_context()._ensure_version_table()
        connection.execute(text("LOCK TABLE v IN ACCESS EXCLUSIVE MODE"))
        print(context.get_context().get_current_revision())
        context.run_migrations()`,
      "from sqlalchemy import text",
    ),
    answer: (sql) =>
      /pg_class|pg_catalog/.test(sql) ? [["v"]] : /SELECT v/.test(sql) ? [["abc"]] : [],
  });
  assertEquals(run.error, null);
  assertEquals(run.stdout, "abc\n");
  assertEquals(run.events.at(1), "BEGIN");
  assertEquals(run.events.slice(-4), ["migrate", "CREATE TABLE t ()", "COMMIT", "close"]);
});

Deno.test("env.py's calls of logging count", async () => {
  const start = "import logging, sys\nfrom alembic import context\nconfig = context.config\n";
  const rest = GENERIC.replace(/if config\.config_file_name[^]*?\n\n/, "");
  const cases: [name: string, lines: string, stdout: string, stderr: string][] = [
    [
      "basicConfig",
      "logging.basicConfig(level=logging.INFO)",
      "",
      "INFO:alembic.runtime.migration:Context impl PostgresqlImpl.\n",
    ],
    [
      "basicConfig with a format and a stream",
      'logging.basicConfig(level="INFO", format="%(name)s %(message)s", stream=sys.stdout)',
      "alembic.runtime.migration Context impl PostgresqlImpl.\n",
      "",
    ],
    ["basicConfig without a level", "logging.basicConfig()", "", ""],
    [
      "setLevel",
      'logging.basicConfig()\nlogging.getLogger("alembic").setLevel(logging.INFO)',
      "",
      "INFO:alembic.runtime.migration:Context impl PostgresqlImpl.\n",
    ],
    ["nothing", "", "", ""],
    [
      "fileConfig that keeps loggers",
      "from logging.config import fileConfig\n" +
      'logging.getLogger("early")\nfileConfig(config.config_file_name, disable_existing_loggers=False)\n' +
      'logging.getLogger("early").warning("kept")',
      "",
      "WARNI [early] kept\nINFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n",
    ],
  ];
  for (const [name, lines, stdout, stderr] of cases) {
    const run = await runProject({ ini: INI, envPy: `${start}${lines}\n${rest}` });
    assertEquals(run.error, null, name);
    assertEquals([run.stdout, run.stderr], [stdout, stderr], name);
  }
});

Deno.test("env.py goes on without the directories that the application makes", async () => {
  const run = await runProject({
    ini: INI,
    files: {
      "/work/app/config.py": `import os
from pathlib import Path

UPLOADS = Path(__file__).parent / "uploads"
UPLOADS.mkdir(parents=True, exist_ok=True)
os.makedirs("/var/lib/app", exist_ok=True)
os.makedirs("/work/app", exist_ok=True)
try:
    os.mkdir("/work/app")
except FileExistsError as e:
    SEEN = str(e)
DATABASE_URL = "postgresql://app:p@h/d"
`,
    },
    envPy: generic("from app.config import DATABASE_URL, SEEN\nprint(SEEN)")
      .replace(
        "target_metadata = None",
        'config.set_main_option("sqlalchemy.url", DATABASE_URL)\ntarget_metadata = None',
      ),
  });
  assertEquals(run.error, null);
  assertEquals(run.warnings, []);
  assertEquals(run.stdout, "[Errno 17] File exists: '/work/app'\n");
  assertEquals(run.events, ["connect app:p@h/d", ...RUN, "close"]);
});
