"""Runs the real Alembic on given projects.

Reads from standard input a JSON list of {"directory", "arguments"} and writes a JSON list of
{"out": standard output, "log": messages of alembic.runtime.migration, "error": text or null}.
"""
import contextlib
import io
import json
import logging
import sys
import warnings

import alembic.config
from sqlalchemy.exc import DBAPIError

warnings.simplefilter("ignore")
lines = []


class Keep(logging.Handler):
    def emit(self, record):
        lines.append(record.getMessage())


logger = logging.getLogger("alembic.runtime.migration")
logger.setLevel(logging.DEBUG)
logger.addHandler(Keep())


def run(case):
    lines.clear()
    out = io.StringIO()
    error = None
    ini = case["directory"] + "/alembic.ini"
    with contextlib.redirect_stdout(out):
        try:
            alembic.config.main(argv=["--raiseerr", "-c", ini, *case["arguments"]])
        except DBAPIError as failure:
            error = str(failure.orig).split("\n")[0]
        except Exception as failure:
            error = str(failure)
    return {"out": out.getvalue(), "log": list(lines), "error": error}


json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
