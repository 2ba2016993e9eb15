"""What Alembic writes for small revisions: a JSON list of their texts on standard input, one of scripts on output."""

import io
import json
import sys

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext


def script_of(source):
    script = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "literal_binds": True, "output_buffer": script},
    )
    names = {"__name__": "revision"}
    with Operations.context(context):
        exec(compile(source, "revision.py", "exec"), names)
        names["upgrade"]()
    return script.getvalue()


json.dump([script_of(source) for source in json.load(sys.stdin)], sys.stdout)
