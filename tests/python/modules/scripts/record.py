"""Runs the scripts of this directory with Alembic and SQLAlchemy and keeps what they print.

    python record.py postgresql://user@host/empty_database [name …]

Each script runs in a transaction that is rolled back. The texts beside the scripts are what
scripts_test.ts expects of migrator.
"""

import contextlib
import importlib.util
import io
import pathlib
import sys

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

here = pathlib.Path(__file__).parent


def record(url, path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    printed = io.StringIO()
    with sa.create_engine(url).connect() as connection:
        transaction = connection.begin()
        with Operations.context(MigrationContext.configure(connection)):
            with contextlib.redirect_stdout(printed):
                spec.loader.exec_module(module)
                module.upgrade()
        transaction.rollback()
    path.with_suffix(".txt").write_text(printed.getvalue())


if __name__ == "__main__":
    for path in sorted(here.glob("*.py")):
        if path.name != "record.py" and (len(sys.argv) < 3 or path.stem in sys.argv[2:]):
            record(sys.argv[1], path)
