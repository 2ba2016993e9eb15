"""What SQLAlchemy gives for programs that read and write.

    python oracle.py postgresql://user@host/empty_database CASES.json models.py

The file is a list of programs, each the body of upgrade(); each runs in a transaction that is rolled back. Prints for each what it
printed, in a list.
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

warnings.simplefilter("ignore")
models = compile((pathlib.Path(__file__).parent / sys.argv[3]).read_text(), "models.py", "exec")
engine = sa.create_engine(sys.argv[1])
with engine.begin() as connection:
    names = {"__name__": "models"}
    exec(models, names)
    names["Base"].metadata.create_all(connection)
    for statement in names["ROWS"]:
        connection.execute(sa.text(statement))

answers = []
with engine.connect() as connection:
    with Operations.context(MigrationContext.configure(connection)):
        for case in json.loads(pathlib.Path(sys.argv[2]).read_text()):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                try:
                    exec(compile(case, "case.py", "exec"), names)
                    names["upgrade"]()
                except Exception as error:
                    print("!", type(error).__name__)
            answers.append(printed.getvalue())
            connection.rollback()
json.dump(answers, sys.stdout)
