"""Runs the scripts of this directory with Alembic and SQLAlchemy and keeps what they print.

    python record.py postgresql://user@host/empty_database [name …]
    python record.py postgresql://user@host/empty_database --json    (prints them instead)

Each script runs behind prelude.py, in a schema of its own and a transaction that is rolled back. The texts beside the
scripts are what sessions_test.ts expects of migrator.
"""

import contextlib
import io
import json
import pathlib
import sys
import warnings

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

here = pathlib.Path(__file__).parent
prelude = (here / "prelude.py").read_text()


def printed_by(engine, path):
    printed = io.StringIO()
    with engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(sa.text("CREATE SCHEMA s"))
        connection.execute(sa.text("SET LOCAL search_path TO s"))
        names = {"__name__": path.stem}
        with Operations.context(MigrationContext.configure(connection)):
            with contextlib.redirect_stdout(printed):
                exec(compile(prelude + path.read_text(), str(path), "exec"), names)
                names["upgrade"]()
        transaction.rollback()
    return printed.getvalue()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    engine = sa.create_engine(sys.argv[1])
    paths = [path for path in sorted(here.glob("*.py")) if path.stem not in ("prelude", "record")]
    if sys.argv[2:] == ["--json"]:
        json.dump({path.stem: printed_by(engine, path) for path in paths}, sys.stdout)
    else:
        for path in paths:
            if len(sys.argv) < 3 or path.stem in sys.argv[2:]:
                path.with_suffix(".txt").write_text(printed_by(engine, path))
