"""The real Alembic's command line in one process that runs many commands.

Reads JSON lines {"arguments": [...], "directory": "..."} from standard input and answers each with a
JSON line {"code": exit code, "stdout": text, "stderr": text}: what a process of its own would have
left. Starting Python and importing Alembic is paid once.
"""
import io
import json
import logging
import os
import sys
import traceback
import warnings

answers = os.fdopen(os.dup(1), "w")


class Stream:
    """Stands for a standard stream; what is behind it is new for each command."""

    encoding = "utf-8"

    def __init__(self):
        self.text = io.StringIO()

    def renew(self):
        self.text = io.StringIO()

    def __getattr__(self, name):
        return getattr(self.text, name)


# Alembic keeps the streams that it finds when it is imported.
out = sys.stdout = Stream()
err = sys.stderr = Stream()

import alembic.config  # noqa: E402
from alembic.util import messaging  # noqa: E402

# No terminal, as for a process whose output is read.
messaging.TERMWIDTH = None
warnings.simplefilter("always")


def loggers():
    named = logging.root.manager.loggerDict.values()
    return [logging.root] + [one for one in named if isinstance(one, logging.Logger)]


# What a new process finds before env.py sets logging up.
fresh = {one: (list(one.handlers), one.level) for one in loggers()}

# Making the parser is most of what a command that reads no database costs.
command_line = alembic.config.CommandLine(prog="alembic")


def run(arguments, directory):
    os.chdir(directory)
    out.renew()
    err.renew()
    for logger in loggers():
        handlers, level = fresh.get(logger, ((), logging.NOTSET))
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.disabled = False
    try:
        command_line.main(argv=arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except Exception:
        traceback.print_exc(file=err)
        code = 1
    return {"code": code % 256, "stdout": out.getvalue(), "stderr": err.getvalue()}


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), file=answers, flush=True)
