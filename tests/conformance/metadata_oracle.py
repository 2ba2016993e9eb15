"""Writes the DDL of the metadata of model packages, as SQLAlchemy compiles it.

Reads one JSON object a line, {"path": directory to import from, "module": module, "attribute": expression}; answers each
with one line: {"tables": [...]} or {"error": text}. Every package is imported in a process forked for it.
"""
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
import missing_libraries  # noqa: E402,F401
import sqlalchemy  # noqa: E402,F401
import sqlalchemy.orm  # noqa: E402,F401
from sqlalchemy.dialects import postgresql  # noqa: E402
from sqlalchemy.dialects.postgresql import named_types  # noqa: E402
from sqlalchemy.schema import (  # noqa: E402
    CreateIndex, CreateSequence, CreateTable, SetColumnComment, SetTableComment,
)

try:
    import sqlmodel  # noqa: F401
except ImportError:
    pass

DIALECT = postgresql.dialect(paramstyle="named")


def text(element):
    return str(element.compile(dialect=DIALECT)).strip()


def named(type_):
    """The types that creating a table with a column of this type makes."""
    impl = type_
    if not isinstance(type_, named_types.NamedType):
        impl = type_.dialect_impl(DIALECT)
        if hasattr(impl, "impl") and not isinstance(impl, named_types.NamedType):
            impl = impl.impl
    item = getattr(impl, "item_type", None)
    if item is not None:
        return named(item)
    if not isinstance(impl, named_types.NamedType) or not impl.create_type or impl.metadata:
        return []
    if isinstance(impl, named_types.DOMAIN):
        return [text(named_types.CreateDomainType(impl))]
    return [text(named_types.CreateEnumType(impl))] if impl.native_enum else []


def describe(metadata):
    tables = []
    for table in metadata.sorted_tables:
        tables.append({
            "name": table.key,
            "create": text(CreateTable(table)),
            "indexes": sorted(text(CreateIndex(index)) for index in table.indexes),
            "comments": ([text(SetTableComment(table))] if table.comment else [])
            + [text(SetColumnComment(c)) for c in table.columns if c.comment],
            "types": sorted({t for c in table.columns for t in named(c.type)}),
        })
    return {
        "tables": tables,
        "sequences": sorted(text(CreateSequence(s)) for s in metadata._sequences.values() if not s.optional),
    }


def answer(request):
    sys.path.insert(0, request["path"])
    namespace = {}
    exec(f"import {request['module']}", namespace)
    exec(f"from {request['module']} import *", namespace)
    metadata = eval(request["attribute"], vars(sys.modules[request["module"]]))
    several = metadata if isinstance(metadata, (list, tuple)) else [metadata]
    return [describe(each) for each in several]


for line in sys.stdin:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with open(os.devnull, "w") as sink:
                sys.stdout = sink
                result = {"metadata": answer(json.loads(line))}
        except BaseException as error:  # noqa: BLE001
            result = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(writing, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    print(data or '{"error": "no answer"}', flush=True)
