"""Runs the scripts of this directory with Alembic and SQLAlchemy and keeps what they print.

    python record.py postgresql://user@host/empty_database [name …]
    python record.py postgresql://user@host/empty_database --json    (prints them instead)

Each script runs behind prelude.py, in a process and a schema of its own and a transaction that is rolled back: listeners of
one script are not those of another. The texts beside the scripts are what sessions_test.ts expects of migrator.
"""

import contextlib
import io
import json
import multiprocessing
import pathlib
import sys
import warnings

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

here = pathlib.Path(__file__).parent
prelude = (here / "prelude.py").read_text()


def printed_by(path):
    printed = io.StringIO()
    with sa.create_engine(sys.argv[1]).connect() as connection:
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
    asked = [name for name in sys.argv[2:] if name != "--json"]
    paths = [path for path in sorted(here.glob("*.py")) if path.stem not in ("prelude", "record")]
    paths = [path for path in paths if not asked or path.stem in asked]
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as processes:
        texts = processes.map(printed_by, paths, chunksize=1)
    if "--json" in sys.argv:
        json.dump({path.stem: text for path, text in zip(paths, texts)}, sys.stdout)
    else:
        for path, text in zip(paths, texts):
            path.with_suffix(".txt").write_text(text)
