"""What the real Alembic writes for single revision files: python oracle.py VERSIONS_DIRECTORY

Runs upgrade() and downgrade() of every revision file alone, offline, on the PostgreSQL dialect, and prints one
JSON object a file: its header, "up" and "down" (SQL, or null where there is none), "error" and the "seconds" of
processor time that importing and running it took. All is done twice, with different hash seeds: where the second run says something
else (the time, random ids, the order of a set), "again" has that. The files are EXECUTED: run it as a user who
may do nothing.
"""

import importlib.util
import io
import json
import os
import signal
import subprocess
import sys
import time
import warnings

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext

SECONDS_A_FILE = 5


class TooLong(Exception):
    pass


def give_up(*_):
    raise TooLong(f"over {SECONDS_A_FILE} s")


def script_of(function):
    script = io.StringIO()
    # What alembic.context answers without an env.py: there is no script directory to ask for.
    with EnvironmentContext(Config(), script=None, as_sql=True) as environment:
        environment.configure(dialect_name="postgresql", literal_binds=True, output_buffer=script)
        with Operations.context(environment.get_context()):
            function()
    return script.getvalue()


def links(value):
    return list(value) if isinstance(value, (tuple, list, set)) else value


def load(path, name):
    spec = importlib.util.spec_from_file_location("rev_" + name[:-3].replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(path, name):
    row = {"file": name, "up": None, "down": None, "error": None}
    started = time.process_time()
    signal.alarm(SECONDS_A_FILE)
    try:
        module = load(path, name)
        row["revision"] = module.revision
        row["down_revision"] = links(module.down_revision)
        row["depends_on"] = links(getattr(module, "depends_on", None))
        for key, function in (("up", "upgrade"), ("down", "downgrade")):
            try:
                row[key] = script_of(getattr(module, function)) if hasattr(module, function) else ""
            except BaseException as error:
                row["error"] = f"{function}: {type(error).__name__}: {str(error)[:200]}"
    except BaseException as error:
        row["error"] = f"import: {type(error).__name__}: {str(error)[:200]}"
    finally:
        signal.alarm(0)
    row["seconds"] = time.process_time() - started
    return row


def write_rows(directory):
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, give_up)
    # What the files print must not get among the rows.
    rows = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for name in sorted(os.listdir(directory)):
        if name.endswith(".py") and name != "__init__.py":
            rows.write(json.dumps(measure(os.path.join(directory, name), name)) + "\n")
    rows.close()


def rows_with(seed, directory):
    command = [sys.executable, __file__, directory, "--rows"]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in finished.stdout.splitlines()]


def main(directory):
    for row, second in zip(rows_with(1, directory), rows_with(2, directory)):
        again = {key: second[key] for key in ("up", "down") if second[key] != row[key]}
        print(json.dumps({**row, "again": again} if again else row))


if sys.argv[2:] == ["--rows"]:
    write_rows(sys.argv[1])
else:
    main(sys.argv[1])
