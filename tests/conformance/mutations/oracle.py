"""The real Alembic's `revision --autogenerate` for many states of a project, in one process.

Reads JSON lines and answers each with a JSON line:
{"command": "create", "directory", "url", "before"}: empties the database, runs the SQL `before` and makes the tables of
the models: {"made": statements}.
{"command": "creatable", "directory", "url", "before"}: whether a server takes the models at all, which changes nothing:
{"why": text or null}.
{"command": "revision", "directory", "url"}: writes a revision and runs it without a database:
{"upgrade": statements, "downgrade": statements, "log": text, "file": text}; `null` instead where none was written.
What goes wrong is {"error": text}.
"""
import io
import json
import logging
import os
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import missing_libraries  # noqa: E402,F401
import sqlalchemy as sa  # noqa: E402
import sqlalchemy.orm  # noqa: E402
import sqlmodel  # noqa: E402
from alembic import command  # noqa: E402
from alembic.config import Config  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402
from alembic.operations import Operations  # noqa: E402

answers = os.fdopen(os.dup(1), "w")
warnings.simplefilter("ignore")
engines = {}
own_path = list(sys.path)
own_modules = set(sys.modules)
empty_convention = sa.MetaData().naming_convention


def connect(url):
    if url not in engines:
        engines[url] = sa.create_engine(url)
    return engines[url].connect()


def forget():
    """What the models of the last request left behind."""
    sa.orm.clear_mappers()
    base = sqlmodel.SQLModel
    base._sa_registry = sa.orm.registry()
    base.metadata = base._sa_registry.metadata
    sys.path[:] = own_path
    for name in [each for each in sys.modules if each not in own_modules]:
        module = sys.modules[name]
        if (getattr(module, "__file__", None) or "").startswith(directory):
            del sys.modules[name]
    # Its loggers hold streams of files that are gone.
    for logger in [logging.root, *logging.root.manager.loggerDict.values()]:
        if isinstance(logger, logging.Logger):
            logger.handlers[:] = []
            logger.disabled = False


def empty(connection):
    schemas = connection.scalars(sa.text(
        "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'"
    )).all()
    for schema in schemas:
        connection.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')
    connection.exec_driver_sql("CREATE SCHEMA public")


def make_all(connection, before):
    sys.path.insert(0, directory)
    import models

    target = models.target_metadata
    empty(connection)
    connection.exec_driver_sql(before)
    for metadata in target if isinstance(target, (list, tuple)) else [target]:
        metadata.create_all(connection)


def create(url, before):
    with connect(url) as connection:
        make_all(connection, before)
        connection.commit()
    return {"made": True}


def creatable(url, before):
    with connect(url) as connection:
        try:
            make_all(connection, before)
            return {"why": None}
        except sa.exc.SQLAlchemyError as error:
            return {"why": str(error)}
        finally:
            connection.rollback()


def statements_of(path, name, target):
    """What a function of a revision sends, in offline mode; constraints to drop that have no name are `nameless`."""
    statements = []
    context = MigrationContext.configure(
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "output_buffer": io.StringIO(), "target_metadata": target},
    )
    context.impl.static_output = statements.append
    with open(path) as file:
        source = file.read().replace("drop_constraint(None,", "drop_constraint('nameless',")
    with Operations.context(context):
        # What people add to the imports of such a file, so that it runs.
        names = {**vars(sa), "sqlmodel": sqlmodel, **{n: m for n, m in sys.modules.items() if n == "models"}}
        exec(compile(source, path, "exec"), names)
        names[name]()
    return statements


def revision(url):
    config = Config(f"{directory}/alembic.ini", stdout=io.StringIO())
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    with connect(url) as connection:
        try:
            config.attributes["connection"] = connection
            script = command.revision(config, message="theirs", autogenerate=True, rev_id="theirs")
        finally:
            connection.rollback()
    log = sys.stderr.getvalue()
    if not script:
        return {"upgrade": None, "downgrade": None, "log": log, "file": ""}
    target = sys.modules["models"].target_metadata
    path = script.path
    with open(path) as file:
        text = file.read()
    try:
        return {
            "upgrade": statements_of(path, "upgrade", target),
            "downgrade": statements_of(path, "downgrade", target),
            "log": log,
            "file": text,
        }
    except Exception as error:
        return {"error": f"its revision does not run: {type(error).__name__}: {error}", "file": text, "log": log}
    finally:
        os.remove(path)


def answer(command, directory, **rest):
    return {"create": create, "creatable": creatable, "revision": revision}[command](**rest)


for line in sys.stdin:
    request = json.loads(line)
    directory = request["directory"]
    try:
        result = answer(**request)
    except BaseException as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    finally:
        forget()
    print(json.dumps(result), file=answers, flush=True)
