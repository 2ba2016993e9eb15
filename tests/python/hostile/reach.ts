/** Revisions that reach for what lies behind the values that they are given. */
import { type Hostile, refused, same } from "./hostile.ts";

export const reach: readonly Hostile[] = [
  // Names that JavaScript gives a meaning to are names like others.
  same(
    "dictionary keys of JavaScript's own",
    `
d = {}
for key in ("__proto__", "constructor", "toString", "hasOwnProperty", "__defineGetter__"):
    assert key not in d
    assert d.get(key) is None
    d[key] = key
    assert d[key] == key
assert list(d)[0] == "__proto__"
assert dict(**d) == d
assert {}.get("__proto__") is None`,
  ),
  same(
    "attributes of JavaScript's own",
    `
class A:
    pass
a = A()
for name in ("__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty"):
    for value in (a, A, 1, 1.5, "text", b"bytes", [], (), {}, set(), None, len, op, sa, print):
        assert not hasattr(value, name), (value, name)
    setattr(a, name, 1)
    assert getattr(a, name) == 1
    assert name in a.__dict__
    delattr(a, name)`,
  ),
  same(
    "names of JavaScript's own as variables, parameters, methods and imports",
    `
def f(__proto__, constructor=2, **toString):
    return __proto__, constructor, toString
assert f(1) == (1, 2, {})
assert f(__proto__=1, valueOf=3) == (1, 2, {"valueOf": 3})
class A:
    constructor = 1
    def toString(self):
        return "mine"
    def __init__(self):
        self.__dict__["__proto__"] = 5
assert A().constructor == 1 and A().toString() == "mine" and A().__dict__ == {"__proto__": 5}
__proto__ = {"polluted": 1}
assert "polluted" not in {} and not hasattr(object(), "polluted")
import collections, json, enum
P = collections.namedtuple("P", "constructor toString")
assert P(1, 2).constructor == 1
assert json.loads('{"__proto__": {"a": 1}, "constructor": 2}') == {"__proto__": {"a": 1}, "constructor": 2}
assert json.dumps({"__proto__": 1}) == '{"__proto__": 1}'
assert "%(__proto__)s" % {"__proto__": 1} == "1"
assert "{constructor}".format(constructor=1) == "1"
E = enum.Enum("E", ["constructor", "toString"])
assert E.constructor.name == "constructor" and E["toString"] is E.toString
assert collections.Counter(["__proto__"])["__proto__"] == 1
assert collections.defaultdict(list)["constructor"] == []`,
  ),
  same(
    "names of JavaScript's own in what looks things up by name",
    `
import collections.abc, importlib.metadata, enum
import pydantic
from alembic import context
for name in ("constructor", "toString", "valueOf", "__proto__"):
    assert not hasattr(context, name)
    Sized = type(name, (collections.abc.Sized,), {"__module__": "collections.abc", "__len__": len})
    assert not isinstance(1, Sized) and not issubclass(int, Sized)
    assert type(getattr(sa.func, name.strip("_"))(1).type) is sa.types.NullType
class A(pydantic.BaseModel):
    url: pydantic.AnyUrl
assert A(url="constructor://x/y").url.port is None`,
  ),
  refused(
    "a function of a naming convention that is not there",
    `
m = sa.MetaData(naming_convention={"uq": "uq_%(constructor)s", "x": lambda c, t: "x"})
op.execute(sa.schema.CreateTable(sa.Table("t", m, sa.Column("a", sa.Integer), sa.UniqueConstraint("a"))))`,
    "Unknown token 'constructor'",
  ),
  ...["constructor", "__proto__"].flatMap((name) =>
    ["psycopg2", "sqlmodel", "alembic_utils", "pydantic", "sqlalchemy.dialects.mysql"].map((
      module,
    ) => refused(`${name} from ${module}`, `from ${module} import ${name} as x\nx()`, name))
  ),
  ...["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"].flatMap((name) => [
    refused(`the undefined name ${name}`, name, "NameError"),
    refused(`the module ${name}`, `import ${name}\n${name}.x`, new RegExp(name)),
    refused(`${name} of alembic.op`, `op.${name}("x")`, new RegExp(name)),
    refused(`${name} of sqlalchemy`, `sa.${name}("x")`, new RegExp(name)),
    refused(
      `${name} as an argument of a directive`,
      `op.create_table("t", ${name}=1)`,
      new RegExp(name),
    ),
    refused(`${name} from a module`, `from sqlalchemy import ${name}\n${name}()`, new RegExp(name)),
    refused(`${name} in a format string`, `"{0.${name}}".format("x")`, "AttributeError"),
  ]),
  // The ways that are known from escapes out of other sandboxes.
  refused("the globals of a function of a module", "op.execute.__globals__", /__globals__/),
  refused("the globals of a method", "sa.Column.__init__.__globals__", /__globals__/),
  refused("the code of a function", "(lambda: 1).__code__.co_consts", /__code__/),
  refused("the subclasses of object", "().__class__.__base__.__subclasses__()", /__subclasses__/),
  refused("the subclasses by mro", `"".__class__.__mro__[1].__subclasses__()`, /__subclasses__/),
  refused("the loader of a module", "op.__loader__.load_module('os')", /__loader__/),
  refused("the spec of a module", "sa.__spec__.loader", /__spec__/),
  refused("built-ins of a module", "sa.__builtins__['open']", /__builtins__/),
  refused("built-ins through globals()", `globals()["__builtins__"]["open"]("/etc/passwd")`, /./),
  refused(
    "a frame through a traceback",
    `
try:
    1 / 0
except ZeroDivisionError as error:
    error.__traceback__.tb_frame.f_globals`,
    /tb_frame|__traceback__/,
  ),
  refused("a frame through a generator", "(x for x in [1]).gi_frame.f_back", /gi_frame/),
  refused("the frame of sys", "import sys\nsys._getframe(0)", /_getframe/),
  refused("sys.modules", `import sys\nsys.modules["os"].system("id")`, /KeyError|modules|system/),
  refused("__import__ of subprocess", `__import__("subprocess").run(["id"])`, /subprocess|run/),
  refused(
    "importlib of subprocess",
    `import importlib\nimportlib.import_module("subprocess").run(["id"])`,
    /subprocess|run/,
  ),
  refused("os.system", `import os\nos.system("id")`, /system/),
  refused("os.popen by getattr", `import os\ngetattr(os, "po" + "pen")("id").read()`, /popen/),
  refused("posix", `import posix\nposix.system("id")`, /posix/),
  refused("ctypes", `import ctypes\nctypes.CDLL(None)`, /ctypes/),
  refused("a socket", `import socket\nsocket.socket()`, /socket/),
  refused(
    "a download",
    `import urllib.request\nurllib.request.urlopen("http://127.0.0.1/")`,
    /urllib\.request/,
  ),
  refused("eval", `eval("1 + 1")`, /eval/),
  refused("exec", `exec("import os")`, /exec/),
  refused("compile", `compile("1", "a", "eval")`, /compile/),
  refused("eval through built-ins", `import builtins\nbuiltins.eval("1")`, /eval/),
  refused("breakpoint", "breakpoint()", /breakpoint/),
  refused("input", "input()", /input/),
  refused("pickle", `import pickle\npickle.loads(b"cos\\nsystem\\n(S'id'\\ntR.")`, /pickle/),
  refused("marshal", `import marshal\nmarshal.loads(b"")`, /marshal/),
  refused(
    "types.FunctionType",
    `import types\ntypes.FunctionType(None, {})`,
    /FunctionType|function/,
  ),
  refused("types.CodeType", `import types\ntypes.CodeType(0)`, /CodeType|code/),
  refused(
    "a walk over attributes by str.format",
    `"{0.__class__.__init__.__globals__}".format(op)`,
    /./,
  ),
  refused(
    "a walk over attributes by format_map",
    `"{x.__globals__}".format_map({"x": len})`,
    /__globals__/,
  ),
  refused(
    "a walk over attributes by string.Formatter",
    `import string\nstring.Formatter().format("{0.__globals__}", op.execute)`,
    /__globals__/,
  ),
  same(
    "a class of a metaclass of its own",
    "assert type('X', (type,), {})('Y', (), {}).__subclasses__() == []",
  ),
  refused("a change of a built-in class", `str.upper = lambda self: "x"`, "TypeError"),
  refused("a change of a native function", "len.x = 1", /./),
  refused("a change of object", "object.__eq__ = None", "TypeError"),
  refused("a change by setattr", `setattr(int, "__add__", None)`, "TypeError"),
  refused("type.__setattr__ on a built-in class", `type.__setattr__(str, "x", 1)`, /./),
  refused("__dict__ of a built-in class", `str.__dict__["upper"] = None`, /./),
  refused(
    "__class__ assigned",
    `
class A: pass
a = A()
a.__class__ = int`,
    /./,
  ),
  refused(
    "operator.attrgetter",
    `import operator\noperator.attrgetter("__init__.__globals__")(sa.Column)`,
    /__globals__/,
  ),
  refused("codecs", `import codecs\ncodecs.open("/etc/passwd")`, /codecs/),
  refused("linecache", `import linecache\nlinecache.getlines("/etc/passwd")`, /linecache/),
];
