/** Scripts env.py in the manner of real projects; each defines how the revisions run. */

/** One env.py and how it is run. */
export interface EnvCase {
  /** The body of the file, after {@link HEAD}; `URL` is the environment variable with the database. */
  readonly body: string;
  readonly ini?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the file leaves logging as it is. */
  readonly skipFileConfig?: boolean;
  /** The commands to run, `upgrade head` by default. */
  readonly commands?: readonly (readonly string[])[];
}

/** What most of them begin with. */
export const HEAD = `import os
import sys
from logging.config import fileConfig

from sqlalchemy import create_engine, engine_from_config, pool, text

from alembic import context

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
target_metadata = None
`;

const FROM_ENVIRONMENT = `config.set_main_option("sqlalchemy.url", os.environ["URL"])
connectable = engine_from_config(
    config.get_section(config.config_ini_section, {}),
    prefix="sqlalchemy.",
    poolclass=pool.NullPool,
)
`;

function online(block: string): string {
  return FROM_ENVIRONMENT + block;
}

const PLAIN = `with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
`;

/** The cases by what is special about them. */
export const ENV_CASES: Readonly<Record<string, EnvCase>> = {
  "the URL from the environment": { body: online(PLAIN) },
  "the URL from -x": {
    body:
      `url = context.get_x_argument(as_dictionary=True).get("url") or "postgresql://nowhere.invalid/x"
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
    args: ["-x", "url=URL"],
  },
  "options that the revisions read": {
    body: 'config.set_main_option("extra", "one")\nconfig.attributes["extra"] = "two"\n' +
      online(PLAIN),
  },
  "the URL in another section": {
    body: `connectable = engine_from_config(config.get_section("tenant"), prefix="db.")
${PLAIN}`,
    ini: "\n[tenant]\ndb.url = URL\n",
  },
  "the -n section": {
    body: `connectable = engine_from_config(config.get_section(config.config_ini_section))
${PLAIN}`,
    ini: "\n[tenant]\nscript_location = %(here)s/migrations\nsqlalchemy.url = URL\n",
    args: ["-n", "tenant"],
  },
  "listeners for new connections": {
    body: `from sqlite3 import Connection as SQLiteConnection
from sqlalchemy import event
from sqlalchemy.engine import Engine
` + FROM_ENVIRONMENT + `@event.listens_for(connectable, "connect")
def make_schema(dbapi_connection, record):
    before = dbapi_connection.autocommit
    dbapi_connection.autocommit = True
    with dbapi_connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS tenant")
        cursor.execute("SET SESSION search_path = tenant")
    dbapi_connection.autocommit = before
    record.info["done"] = True

@event.listens_for(Engine, "connect")
def make_foreign_keys_count(dbapi_connection, record):
    if isinstance(dbapi_connection, SQLiteConnection):
        dbapi_connection.cursor().execute("PRAGMA foreign_keys = ON")

with connectable.connect() as connection:
    print(connection.in_transaction(), connection.execute(text("SHOW search_path")).scalar())
    connection.commit()
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
`,
  },
  "no fileConfig": { body: online(PLAIN), skipFileConfig: true },
  "a version table of its own": {
    body: online(PLAIN.replace("target_metadata=target_metadata", 'version_table="my_version"')),
    commands: [["upgrade", "a1"], ["current"], ["upgrade", "head"], ["downgrade", "-1"]],
  },
  "a version table in a schema that env.py makes": {
    body: online(`with connectable.connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
    connection.commit()
    context.configure(connection=connection, version_table_schema="app", include_schemas=True)
    with context.begin_transaction():
        context.run_migrations()
`),
  },
  "a version table without a primary key": {
    body: online(PLAIN.replace("target_metadata=target_metadata", "version_table_pk=False")),
  },
  "a search_path inside the transaction": {
    body: online(`with connectable.connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
    connection.commit()
    context.configure(connection=connection)
    with context.begin_transaction():
        context.execute("SET LOCAL search_path TO app")
        context.run_migrations()
`),
  },
  "a search_path before, committed": {
    body: online(`with connectable.connect() as connection:
    connection.execute(text('CREATE SCHEMA IF NOT EXISTS "Tenant"'))
    connection.execute(text('set search_path to "%s"' % "Tenant"))
    connection.commit()
    connection.dialect.default_schema_name = "Tenant"
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`),
  },
  "engine.begin()": {
    body: online(`with connectable.begin() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`),
  },
  "engine.begin() without begin_transaction()": {
    body: online(`with connectable.begin() as connection:
    context.configure(connection=connection)
    context.run_migrations()
`),
  },
  "no begin_transaction() at all, so nothing is kept": {
    body: online(`with connectable.connect() as connection:
    context.configure(connection=connection)
    context.run_migrations()
`),
  },
  "no begin_transaction(), but a commit": {
    body: online(`with connectable.connect() as connection:
    context.configure(connection=connection)
    context.run_migrations()
    connection.commit()
`),
  },
  "a statement before configure() that is not committed": {
    body: online(`with connectable.connect() as connection:
    connection.execute(text("SELECT 1"))
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`),
  },
  "AUTOCOMMIT": {
    body: online(
      `with connectable.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
    ),
  },
  "a transaction for each revision": {
    body: online(
      PLAIN.replace("target_metadata=target_metadata", "transaction_per_migration=True"),
    ),
    commands: [["upgrade", "head"], ["downgrade", "base"]],
  },
  "no transactional DDL": {
    body: online(PLAIN.replace("target_metadata=target_metadata", "transactional_ddl=False")),
  },
  "a lock on the version table": {
    body: online(`with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.get_context()._ensure_version_table()
        connection.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        context.run_migrations()
`),
  },
  "an advisory lock": {
    body: online(`with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 4711})
        context.run_migrations()
`),
  },
  "a timeout in connect_args": {
    body: `connectable = create_engine(
    os.environ["URL"],
    connect_args={"options": "-c lock_timeout=4000 -c search_path=public", "application_name": "x"},
)
${PLAIN}`,
  },
  "an engine in a function of the project": {
    body: `sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from app.database import Base, make_engine

target_metadata = Base.metadata
connectable = make_engine()
${PLAIN}`,
    files: {
      "app/__init__.py": "",
      "app/database.py": `import os
from sqlalchemy import MetaData, create_engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})


def make_engine():
    return create_engine(os.environ["URL"])
`,
    },
  },
  "a check of the database's state": {
    body: online(`with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        print("before:", context.get_context().get_current_revision())
        context.run_migrations()
`),
    commands: [["upgrade", "a1"], ["upgrade", "head"]],
  },
  "two runs in two schemas": {
    body: online(`for schema in ("one", "two"):
    with connectable.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        connection.execute(text(f"SET search_path TO {schema}"))
        connection.commit()
        context.configure(connection=connection, version_table_schema=schema)
        with context.begin_transaction():
            context.run_migrations()
`),
  },
  "an exception of env.py's own": {
    body: `if "NOPE" not in os.environ:
    raise RuntimeError("NOPE is not set")
`,
  },
  "a revision that fails": {
    body: online(PLAIN),
    env: { FAIL: "1" },
  },
  "a script with statements of its own": {
    body: `context.configure(
    url=os.environ["URL"],
    literal_binds=True,
    dialect_opts={"paramstyle": "named"},
)
with context.begin_transaction():
    context.execute("SET search_path TO app")
    context.execute(text("SELECT set_config('a.b', :v, false)").bindparams(v="it's"))
    context.run_migrations()
`,
    commands: [["upgrade", "head", "--sql"]],
  },
  "a script without begin_transaction()": {
    body: `context.configure(url=os.environ["URL"], literal_binds=True)
context.run_migrations()
`,
    commands: [["upgrade", "head", "--sql"]],
  },
  "a script with a transaction for each revision": {
    body:
      `context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
`,
    commands: [["upgrade", "head", "--sql"]],
  },
  "an error of the database that env.py catches": {
    body: online(`from sqlalchemy.exc import ProgrammingError

with connectable.connect() as connection:
    try:
        connection.execute(text("SELECT * FROM nowhere"))
    except ProgrammingError:
        connection.rollback()
        print("not there yet")
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`),
  },
  "basicConfig instead of fileConfig": {
    body: `import logging
logging.basicConfig(level=logging.INFO, format="%(levelname)-5.5s [%(name)s] basic: %(message)s")
${online(PLAIN)}`,
    skipFileConfig: true,
  },
};
