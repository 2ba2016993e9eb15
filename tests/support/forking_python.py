"""A Python that has imported Alembic and forks for each program that it is asked to run.

    python forking_python.py SOCKET PID

returns as soon as it can be asked at the Unix socket SOCKET, and goes on behind until process PID has
gone. A connection brings one line of JSON
    {"arguments": [what follows `python`: -m and a module, or a file; and its arguments],
     "directory": "...", "environment": {...}, "input": "..."}
and is answered with {"code": ..., "stdout": "...", "stderr": "..."}.

Every program is a process of its own, with its own directory, environment and streams, and runs as
`__main__` to its own end. Only starting Python and importing, which takes longer than most commands do,
is paid once.
"""
import gc
import importlib
import json
import os
import runpy
import shutil
import signal
import socket
import sys
import tempfile
import time

# What commands and the revisions of projects import; nothing here does anything when it is imported.
IMPORTED = (
    "alembic.autogenerate",
    "alembic.command",
    "alembic.config",
    "alembic.context",
    "alembic.ddl.postgresql",
    "alembic.op",
    "alembic.runtime.environment",
    "alembic.runtime.migration",
    "logging.config",
    "mako.template",
    "psycopg2.extras",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "sqlalchemy.orm",
    "sqlmodel",
)


def serve(path, owner):
    for name in IMPORTED:
        importlib.import_module(name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    if os.fork() != 0:
        return
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    # Nobody waits for those who answer; what is imported needs no second look by the collector.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    listener.settimeout(0.5)
    while is_running(owner):
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            request = answer(connection)
            if request is None:
                os._exit(0)
            become(request)
            return
        connection.close()
    shutil.rmtree(os.path.dirname(path))


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def answer(connection):
    """Answers a request; in the process that is forked to be the program, gives the request."""
    connection.setblocking(True)
    with connection, connection.makefile("rw", encoding="utf-8") as lines:
        request = json.loads(lines.readline())
        streams = [tempfile.TemporaryFile() for _ in range(3)]
        streams[0].write(request["input"].encode())
        streams[0].seek(0)
        process = os.fork()
        if process != 0:
            _, status = os.waitpid(process, 0)
            code = os.waitstatus_to_exitcode(status)
            for stream in streams:
                stream.seek(0)
            _, out, err = (stream.read().decode(errors="replace") for stream in streams)
            # As shells say it: a signal is 128 and its number.
            ended = {"code": code if code >= 0 else 128 - code, "stdout": out, "stderr": err}
            json.dump(ended, lines)
            return None
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    return request


def become(request):
    """Runs the program in this process, which has nothing else left to do."""
    os.chdir(request["directory"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    first, *rest = request["arguments"]
    if first == "-m":
        sys.path[0] = os.getcwd()
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(first)
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


serve(sys.argv[1], int(sys.argv[2]))
