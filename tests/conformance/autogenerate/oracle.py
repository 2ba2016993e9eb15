"""What the real Alembic finds between a database and models, for many cases in one process.

Reads JSON lines {"url", "state", "ddl", "models", "options"}: empties the database, makes the tables of
the module `state` and runs `ddl` in it, compares it with the module `models` (each names its MetaData
`metadata`). Answers each with a JSON line {"upgrade", "downgrade", "log"} or {"error"}.
"""
import json
import logging
import sys
import warnings

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

warnings.simplefilter("ignore")
engines = {}


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        # What a run says before it compares.
        if record.name.startswith("alembic.runtime"):
            return
        self.lines.append(f"{record.levelname} [{record.name}] {record.getMessage()}")


def metadata_of(source):
    names = {}
    exec(compile(source, "<models>", "exec"), names)
    return names["metadata"]


def empty(connection):
    schemas = connection.scalars(
        sa.text("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' "
                "AND nspname <> 'information_schema'")).all()
    for schema in schemas:
        connection.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')
    connection.exec_driver_sql("CREATE SCHEMA public")
    connection.exec_driver_sql("CREATE SCHEMA other")


def answer(url, state, ddl, models, options):
    if url not in engines:
        engines[url] = sa.create_engine(url)
    with engines[url].connect() as connection:
        empty(connection)
        if state:
            metadata_of(state).create_all(connection)
        if ddl:
            connection.exec_driver_sql(ddl)
        connection.commit()
        lines = Lines()
        logger = logging.getLogger("alembic")
        logger.handlers[:] = [lines]
        logger.setLevel(logging.INFO)
        try:
            context = MigrationContext.configure(connection, opts=options)
            script = produce_migrations(context, metadata_of(models))
            return {
                "upgrade": render_python_code(script.upgrade_ops, migration_context=context),
                "downgrade": render_python_code(script.downgrade_ops, migration_context=context),
                "log": lines.lines,
            }
        finally:
            connection.rollback()


for line in sys.stdin:
    try:
        result = answer(**json.loads(line))
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}".split("\n")[0]}
    print(json.dumps(result), flush=True)
