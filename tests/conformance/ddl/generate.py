"""Records the SQL that Alembic writes for each call of calls.py, as a line of tests/dialect/cases/<group>.jsonl.

Run with a Python that has Alembic 1.20 and SQLAlchemy 2.0:

    python tests/conformance/ddl/generate.py [--target DIR] [postgresql+psycopg2://…]

With the URL of a server (any will do: nothing is run there, and it must have standard_conforming_strings on)
each case also gets `"server"`: what psycopg2 would send.

Each case is `{"name", "python", "naming"?, "operations", "sql": [...]}` or, where the call fails,
`{..., "sql": [what came before], "error": "first line"}`. `python` is evaluated with the names of
`prelude()` in scope. `operations` is the same call as migrator's values (see encode.py), or null
where it has no plain form.
"""

import argparse
import contextlib
import datetime
import decimal
import enum
import io
import json
import pathlib
import sys
import uuid
import warnings

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.operations import base as alembic_base
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql as pg

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import calls  # noqa: E402
import encode  # noqa: E402

TARGET = HERE.parent.parent / "dialect"


class Color(enum.Enum):
    red = "r"
    blue = "b"


def prelude():
    """The names that a call may use; the evaluator's test makes the same ones from this source."""
    scope = {}
    exec(PRELUDE, scope)
    return scope


PRELUDE = '''\
import datetime, decimal, enum, uuid
import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy import quoted_name, table, column
from sqlalchemy.dialects import postgresql as pg

class Color(enum.Enum):
    red = "r"
    blue = "b"

t = sa.table(
    "t", column("id", Integer), column("name", String), column("flag", Boolean),
    column("amount", Numeric), column("ratio", Float), column("created", DateTime),
    column("day", Date), column("at", Time), column("span", Interval), column("uid", Uuid),
    column("mood", Enum("happy", name="mood")), column("tags", pg.ARRAY(String)),
    column("jsn", pg.JSONB), column("doc", pg.ARRAY(Text)),
)
u = sa.table("u", column("id", Integer), column("name", String))
st = sa.table("t", column("id", Integer), schema="s")
full = Table(
    "full_table", MetaData(), Column("id", Integer, primary_key=True),
    Column("name", String(20), default="dflt"),
)
'''


class Recorder:
    """Collects the statements that one call writes, and the operations that it asks for."""

    def __init__(self, naming):
        options = dict(as_sql=True, output_buffer=io.StringIO(), literal_binds=True)
        if naming:
            options["target_metadata"] = sa.MetaData(naming_convention=naming)
        self.statements = []
        self.operations = []
        self.encodable = True
        context = MigrationContext.configure(
            dialect_name="postgresql", dialect_opts={"paramstyle": "named"}, opts=options
        )
        context.impl.static_output = self.statements.append
        self.op = Operations(context)
        self.batch = None

    def record(self, make):
        try:
            operation = make()
        except Exception:
            # The call itself goes on: what it does is Alembic's to say.
            self.encodable = False
        else:
            (self.operations if self.batch is None else self.batch).append(operation)

    def run(self, source):
        recorder = self
        invoke = alembic_base.AbstractOperations.invoke
        enter_batch = Operations.batch_alter_table
        creates = {cls: (cls.create, cls.drop) for cls in (pg.ENUM, pg.DOMAIN, sa.Enum, sa.Table)}
        depth = 0

        def patched_invoke(self, operation):
            outside = recorder.batch if isinstance(operation, encode.ops.ExecuteSQLOp) else None
            if outside is not None:
                recorder.batch = None
            recorder.record(lambda: encode.operation(operation))
            if outside is not None:
                recorder.batch = outside
            return invoke(self, operation)

        @contextlib.contextmanager
        def patched_batch(self, table_name, schema=None, recreate="auto", **keywords):
            inner = recorder.batch = []

            def leave():
                if recorder.batch is inner:
                    recorder.batch = None
                    recorder.operations.append(encode.clean(
                        kind="batchAlterTable", tableName=encode.name(table_name),
                        schema=encode.name(schema), recreate=recreate, operations=inner,
                    ))

            try:
                with enter_batch(self, table_name, schema, recreate, **keywords) as batch_op:
                    yield batch_op
                    leave()
            finally:
                leave()

        def patched(original, kind):
            def call(self, bind, checkfirst=True):
                nonlocal depth
                if depth == 0:
                    recorder.record(lambda: bound(self, kind, checkfirst))
                depth += 1
                try:
                    return original(self, bind, checkfirst)
                finally:
                    depth -= 1
            return call

        def patched_create_table(operations):
            original = operations.impl.create_table

            def create_table(table, **keywords):
                nonlocal depth
                depth += 1
                try:
                    return original(table, **keywords)
                finally:
                    depth -= 1
            operations.impl.create_table = create_table

        patched_create_table(self.op)
        alembic_base.AbstractOperations.invoke = patched_invoke
        Operations.batch_alter_table = patched_batch
        for cls, (create, drop) in creates.items():
            cls.create, cls.drop = patched(create, "create"), patched(drop, "drop")
        try:
            scope = prelude()
            scope["op"] = self.op
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(source, scope)
        finally:
            alembic_base.AbstractOperations.invoke = invoke
            Operations.batch_alter_table = enter_batch
            for cls, (create, drop) in creates.items():
                cls.create, cls.drop = create, drop


def bound(item, kind, checkfirst):
    if isinstance(item, sa.Table):
        parts = [*item.columns, *(each for each in item.indexes if not each._column_flag)]
        written = encode.table(item.name, parts, encode.clean(schema=item.schema))
        if kind == "create":
            return {"kind": "createTable", "table": written, "checkFirst": bool(checkfirst)}
        return encode.clean(
            kind="dropTable", tableName=encode.name(item.name), schema=encode.name(item.schema),
            checkFirst=bool(checkfirst), table=written,
        )
    return {
        "kind": "createType" if kind == "create" else "dropType",
        "type": encode.type_(item),
        "checkFirst": bool(checkfirst),
    }


def case(group, number, source, naming):
    recorder = Recorder(naming)
    result = {"name": f"{group} {number}", "python": source}
    if naming:
        result["naming"] = naming
    try:
        recorder.run(source)
        error = None
    except Exception as exc:
        error = f"{str(exc).splitlines()[0] if str(exc) else type(exc).__name__}"
        result["raises"] = type(exc).__name__
    result["operations"] = recorder.operations if recorder.encodable else None
    result["sql"] = recorder.statements
    if error is not None:
        result["error"] = error
    return result


VALUES = [
    None, True, False, 0, 5, -5, 10**20, 1.5, -1.5, 0.0, 1e20, 1e16, 123456789012345.6, 1e-5, 1e-7,
    float("nan"), float("inf"), float("-inf"), decimal.Decimal("1.50"), decimal.Decimal("-1.50"),
    decimal.Decimal("NaN"), decimal.Decimal("1E+5"), "", "it's", "back\\slash", "100%", "a:b", "12",
    "é\"q", b"ab", b"ab\x00\xff", datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5, 6),
    datetime.datetime(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
    datetime.time(1, 2, 3), datetime.time(1, 2, 3, 4), datetime.timedelta(days=1, seconds=5, microseconds=7),
    datetime.timedelta(seconds=-5), uuid.UUID(int=1), [1, 2], ["a", "b'c"], [], [None, 1], [[1, 2], [3, 4]],
    {"a": 1, "b": [None, True, 1.5, 'é"x\n']}, Color.red,
]

TYPES = [
    sa.Integer(), sa.BigInteger(), sa.String(), sa.Text(), sa.Unicode(5), sa.Boolean(), sa.Float(),
    sa.Numeric(), sa.Date(), sa.DateTime(), sa.DateTime(timezone=True), sa.Time(), sa.Interval(),
    pg.INTERVAL(), sa.LargeBinary(), sa.Uuid(), pg.UUID(), pg.UUID(as_uuid=False),
    sa.Enum("a", "it's", name="e"), sa.Enum(Color), sa.JSON(), pg.JSONB(), pg.JSON(none_as_null=True),
    pg.ARRAY(sa.Integer), pg.ARRAY(sa.String), pg.ARRAY(pg.JSONB), pg.INET(), pg.TSVECTOR(), pg.INT4RANGE(),
    pg.CITEXT(), pg.MONEY(), sa.types.NullType(), pg.BIT(3), pg.OID(),
]


def literals(server):
    """Every value with every type: as text of a script, and as it is sent."""
    dialect = pg.dialect(paramstyle="named")
    cases = []
    for type_ in TYPES:
        for value in VALUES:
            expression = sa.literal(value, type_=type_)
            try:
                text = str(expression.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
                script = {"script": text}
            except Exception as exc:
                script = {"fails": "type" if "No literal value" in str(exc) else "value"}
            sent = None if server is None else server.literal(expression)
            sent = {} if sent is None else {"server": sent}
            cases.append({
                "type": encode.type_(type_), "value": encode.value(value), **script, **sent,
            })
    return cases


class Server:
    """Collects what would be sent to a server, without sending it."""

    def __init__(self, url):
        self.engine = sa.create_engine(url)
        self.sent = []

        @sa.event.listens_for(self.engine, "do_execute")
        def do_execute(cursor, statement, parameters, context):
            return self.keep(cursor, statement, parameters)

        @sa.event.listens_for(self.engine, "do_execute_no_params")
        def do_execute_no_params(cursor, statement, context):
            return self.keep(cursor, statement, None)

        self.connection = self.engine.connect()
        self.connection.exec_driver_sql("select 1")
        self.listening = True

    listening = False

    def keep(self, cursor, statement, parameters):
        if not self.listening:
            return False
        self.sent.append(cursor.mogrify(statement, parameters).decode().strip())
        return True

    def literal(self, expression):
        self.sent.clear()
        try:
            self.connection.execute(sa.select(expression.label("x")))
        except Exception:
            return None
        return self.sent[-1].removeprefix("SELECT ").removesuffix(" AS x")

    def statements(self, source, naming):
        self.sent.clear()
        options = dict(as_sql=False)
        if naming:
            options["target_metadata"] = sa.MetaData(naming_convention=naming)
        context = MigrationContext.configure(connection=self.connection, opts=options)
        scope = prelude()
        scope["op"] = Operations(context)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                exec(source, scope)
            except Exception:
                # Also what waits for an answer, such as a look for an existing type.
                return None
        return list(self.sent)


def write(path, cases):
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in cases))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", type=pathlib.Path, default=TARGET)
    parser.add_argument("server", nargs="?")
    arguments = parser.parse_args()
    target = arguments.target
    server = None if arguments.server is None else Server(arguments.server)
    (target / "cases").mkdir(parents=True, exist_ok=True)
    (target / "cases" / "prelude.py").write_text(PRELUDE)
    total = plain = 0
    for group, lines in calls.GROUPS.items():
        naming, cases = None, []
        for line in lines.strip().splitlines():
            if line.startswith("@naming"):
                naming = json.loads(line.removeprefix("@naming").strip() or "null")
                continue
            cases.append(case(group, len(cases) + 1, line, naming))
            if server is not None:
                cases[-1]["server"] = server.statements(line, naming)
        total += len(cases)
        plain += sum(each["operations"] is not None for each in cases)
        write(target / "cases" / f"{group}.jsonl", cases)
    write(target / "literals.jsonl", literals(server))
    print(f"{total} cases, {plain} with operations")


if __name__ == "__main__":
    main()
