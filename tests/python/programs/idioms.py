# --- batches with while True
rows = list(range(23)); done = []; offset = 0
while True:
    batch = rows[offset:offset + 10]
    if not batch:
        break
    done.append(len(batch)); offset += len(batch)
print(done, offset)
# --- SQL built by loops
tables = ("users", "items")
cols = {"users": ["id", "name"], "items": ["id"]}
for t in tables:
    print("CREATE TABLE %s (%s);" % (t, ", ".join(f"{c} TEXT" for c in cols[t])))
# --- enum values for a type
import enum
class Status(str, enum.Enum):
    ACTIVE = "active"
    GONE = "gone"
values = [s.value for s in Status]
print(values, "', '".join(values), tuple(Status.__members__), ", ".join(f"'{s.name}'" for s in Status), Status("gone") is Status.GONE, max(len(s) for s in Status))
# --- old and new enum options
old = ("a", "b"); new = sorted(old + ("c",))
print(new, "ENUM(%s)" % ",".join("'%s'" % v for v in new), set(new) - set(old))
# --- a helper with defaults
def add_audit(cols, prefix="", *, nullable=True, **extra):
    return [dict(name=prefix + c, nullable=nullable, **extra) for c in cols]
print(add_audit(["created", "updated"], "x_", comment="c"))
# --- multi-database dispatch
def upgrade_engine1(): return "one"
def upgrade_engine2(): return "two"
def upgrade(engine_name): return globals()["upgrade_%s" % engine_name]()
print(upgrade("engine1"), upgrade("engine2"), globals().get(f"upgrade_{'zz'}", lambda: None)())
# --- conditional on environment
import os
print(os.environ.get("NOPE"), os.getenv("NOPE", "dflt"), "NOPE" in os.environ, os.environ.get("HOME") is not None)
try:
    os.environ["NOPE"]
except KeyError as e:
    print("missing", e)
# --- rows as tuples
rows = [(1, "a", None), (2, "b", {"k": [1]})]
for id_, name, data in rows:
    print(id_, name, (data or {}).get("k", "none"))
by_id = {r[0]: r for r in rows}; print(by_id[2][1], sorted(by_id, reverse=True), [r for r in rows if r[2] is not None])
# --- json column rewriting
import json
raw = '{"settings": {"theme": "dark", "n": 1}, "tags": ["x"]}'
doc = json.loads(raw); doc["settings"].pop("theme"); doc["tags"].append("y"); doc.setdefault("v", 2)
print(json.dumps(doc, sort_keys=True), json.dumps(doc["settings"]))
# --- slugs and names
import re
def slug(s): return re.sub(r"[^a-z0-9]+", "-", s.lower()).strip("-")
print(slug("  Hello, World! "), slug("Ünïcode Näme"), "_".join(w for w in "CamelCaseName".replace("C", " C").replace("N", " N").lower().split()))
print(re.sub(r"(?<!^)(?=[A-Z])", "_", "CamelCaseName").lower())
# --- grouping
from collections import defaultdict
groups = defaultdict(list)
for k, v in [("a", 1), ("b", 2), ("a", 3)]: groups[k].append(v)
print(dict(groups), {k: sum(v) for k, v in groups.items()}, sorted(groups.items(), key=lambda kv: -len(kv[1])))
# --- topological order by hand
deps = {"c": ["b"], "b": ["a"], "a": []}
out, seen = [], set()
def visit(n):
    if n in seen: return
    seen.add(n)
    for d in deps[n]: visit(d)
    out.append(n)
for n in sorted(deps): visit(n)
print(out)
# --- header variables
revision: str = "abc"
down_revision = ("a1", "b2")
branch_labels = None
depends_on: tuple = ()
if not depends_on:
    depends_on = None
print(revision, down_revision, branch_labels, depends_on, isinstance(down_revision, tuple), f"{revision!r}")
# --- raising on downgrade
def downgrade():
    raise NotImplementedError("Downgrade is not supported")
try:
    downgrade()
except NotImplementedError as e:
    print(type(e).__name__, e)
# --- string building with textwrap
from textwrap import dedent
sql = dedent("""\
    SELECT *
      FROM t
     WHERE x = %(x)s
""") % {"x": 5}
print(sql, sql.strip().split("\n")[-1])
# --- itertools product of settings
import itertools
for a, b in itertools.product(["x", "y"], [1, 2]): print(a + str(b), end=" ")
print()
# --- chunk helper
def chunks(seq, n):
    for i in range(0, len(seq), n):
        yield seq[i:i + n]
print(list(chunks([1, 2, 3, 4, 5], 2)), [sum(c) for c in chunks(range(6), 4)], max(chunks("abcde", 2), key=len))
# --- dict of callables
ops = {"add": lambda a, b: a + b, "neg": lambda a: -a}
print(ops["add"](1, 2), ops["neg"](5), {k: f.__name__ for k, f in ops.items()})
# --- class with constants
class Config:
    SIZE = 10
    NAMES = ["a", "b"]
    MAP = {n: i for i, n in enumerate(["x", "y"])}
    @classmethod
    def all(cls): return {k: v for k, v in vars(cls).items() if k.isupper()}
print(Config.all(), Config.SIZE, Config.MAP)
# --- module constants used inside functions
PREFIX = "p_"
NAMES = [PREFIX + n for n in ("a", "b")]
def f(): return [n.upper() for n in NAMES if n.startswith(PREFIX)]
print(f())
# --- uuid and time in data
import uuid, datetime
row = {"id": str(uuid.UUID(int=1)), "at": datetime.datetime(2020, 1, 1).isoformat(), "d": datetime.date(2020, 2, 3).strftime("%Y/%m")}
print(row, len(str(uuid.uuid4())), datetime.datetime.utcnow() > datetime.datetime(2000, 1, 1), datetime.datetime.now(datetime.timezone.utc).tzinfo)
# --- try as control flow
def to_int(v, default=None):
    try:
        return int(v)
    except (TypeError, ValueError):
        return default
print(to_int("5"), to_int("x"), to_int(None, 0), [to_int(v, -1) for v in ["1", "", "3.0"]])
# --- sets of columns
have = {"id", "name"}; want = {"id", "email"}
print(sorted(want - have), sorted(have & want), sorted(have | want), sorted(have ^ want), want >= {"id"}, "email" not in have)
# --- nested helper with nonlocal counter
def run(names):
    n = 0
    def one(name):
        nonlocal n
        n += 1
        return f"{n}:{name}"
    return [one(x) for x in names], n
print(run(["a", "b"]))
# --- unpacking dicts in loops
specs = {"idx_a": {"cols": ["a"], "unique": True}, "idx_b": {"cols": ["b", "c"], "unique": False}}
for name, spec in sorted(specs.items()):
    print(name, *spec["cols"], spec["unique"], {**spec, "name": name})
# --- zip of columns and values
cols = ["id", "name"]; vals = [(1, "a"), (2, "b")]
print([dict(zip(cols, v)) for v in vals], list(zip(*vals)), dict(map(lambda kv: (kv[0], str(kv[1])), zip(cols, vals[0]))))
# --- f-strings in SQL
schema, table, n = "public", "t", 3
print(f'ALTER TABLE "{schema}"."{table}" ADD CONSTRAINT ck_{table}_{n:02d} CHECK (x > {n * 2})', f"{'x' if n > 2 else 'y'}", f"{{literal}} {schema.upper()!r}")
# --- any and all on rows
rows = [{"a": 1}, {"a": None}]
print(any(r["a"] is None for r in rows), all("a" in r for r in rows), next((r for r in rows if r["a"]), None), next((r for r in rows if r["a"] == 9), "none"))
# --- inheritance of helper classes
class Op:
    def __init__(self, name): self.name = name
    def sql(self): raise NotImplementedError
    def __str__(self): return f"{type(self).__name__}({self.name})"
class Drop(Op):
    def sql(self): return f"DROP TABLE {self.name}"
print(Drop("t").sql(), Drop("t"), [str(o) for o in (Drop("a"), Op("b"))])
try:
    Op("x").sql()
except NotImplementedError as e:
    print(repr(e))
# --- sorting of versions
vs = ["1.10.0", "1.2.0", "1.9"]
print(sorted(vs, key=lambda v: [int(p) for p in v.split(".")]), max(vs), sorted(vs))
# --- default dict values and update
base = {"a": 1, "nested": {"x": 1}}
over = {"a": 2, "nested": {"y": 2}}
def merge(a, b):
    out = dict(a)
    for k, v in b.items():
        out[k] = merge(out[k], v) if isinstance(v, dict) and isinstance(out.get(k), dict) else v
    return out
print(merge(base, over), base)
# --- reading a literal table
DATA = """
id|name
1|one
2|two
""".strip().splitlines()
header, *lines = [l.split("|") for l in DATA]
print([dict(zip(header, l)) for l in lines])
# --- hashing rows
import hashlib
print(hashlib.md5("|".join(["a", "1"]).encode()).hexdigest()[:8], hashlib.sha256(b"x").hexdigest()[:8])
# --- decorators for idempotency
import functools
def once(fn):
    @functools.wraps(fn)
    def inner(*a, **k):
        if not inner.done:
            inner.done = True
            return fn(*a, **k)
        return "skipped"
    inner.done = False
    return inner
@once
def f(x): return x
print(f(1), f(2), f.__name__)
# --- comprehension with conditions and nested calls
m = [[1, 2, 3], [4, 5, 6]]
print([[r[i] for r in m] for i in range(3)], [x for r in m for x in r if x % 2], {k: v for k, v in {"a": 1, "b": None}.items() if v is not None}, [y for x in m if (y := sum(x)) > 6])
# --- boolean tests of results
row = None
print((row or {}).get("x"), row and row[0], not row, "yes" if row is None else "no", bool([None]), [] or None)
# --- while with else and pagination
last = 0; pages = []
while last < 5:
    page = [i for i in range(10) if last < i <= last + 2]
    if not page: break
    pages.append(page); last = page[-1]
else:
    pages.append("end")
print(pages)
# --- printing progress
for i, name in enumerate(["a", "b"], start=1): print(f"[{i}/{2}] {name:<5}|{i / 2:.0%}")
# --- global flags
verbose = False
def set_verbose(v):
    global verbose
    verbose = v
set_verbose(True); print(verbose)
# --- lambda in sorted, map and filter
people = [{"n": "Bo", "a": 5}, {"n": "Al", "a": 5}, {"n": "Cy", "a": 1}]
print([p["n"] for p in sorted(people, key=lambda p: (p["a"], p["n"]))], list(map(lambda p: p["n"].upper(), filter(lambda p: p["a"] > 1, people))), min(people, key=lambda p: p["a"])["n"])
# --- decimal money
from decimal import Decimal
total = sum((Decimal(v) for v in ["1.10", "2.20"]), Decimal(0)); print(total, total.quantize(Decimal("0.1")), str(total * 100), int(total * 100))
# --- timedelta steps
from datetime import date, timedelta
d = date(2024, 1, 30); print([(d + timedelta(days=i)).isoformat() for i in range(3)], (date(2024, 3, 1) - date(2024, 2, 1)).days)
# --- named tuples as rows
from collections import namedtuple
Row = namedtuple("Row", "id name")
rows = [Row(1, "a"), Row(*(2, "b"))]
print([r.name for r in rows], rows[0]._asdict(), rows[1][0], {r.id: r for r in rows}[2], [(i, n) for i, n in rows])
# --- dataclass settings
from dataclasses import dataclass, field
@dataclass
class Opt:
    name: str
    size: int = 10
    tags: list = field(default_factory=list)
print(Opt("a"), Opt("b", tags=["t"]).tags, Opt("c", 5) == Opt("c", 5))
# --- context manager for settings
from contextlib import contextmanager
state = []
@contextmanager
def setting(name):
    state.append(name)
    try:
        yield name.upper()
    finally:
        state.pop()
with setting("a") as a, setting("b") as b: print(a, b, state)
print(state)
# --- exceptions with data
class MigrationError(RuntimeError):
    def __init__(self, table, rows):
        self.table, self.rows = table, rows
        super().__init__(f"{table}: {len(rows)} bad rows")
try:
    raise MigrationError("t", [1, 2])
except RuntimeError as e:
    print(e, e.table, e.rows, isinstance(e, MigrationError))
# --- string tests on dialect names
dialect = "postgresql"
print(dialect == "postgresql", dialect.startswith("postgres"), dialect in ("mysql", "postgresql"), {"postgresql": "jsonb"}.get(dialect, "json"), dialect != "sqlite")
# --- isinstance checks on values
for v in (None, "s", 1, 1.5, True, [1], {"k": 1}, b"x", (1,)):
    print("null" if v is None else "bool" if isinstance(v, bool) else "num" if isinstance(v, (int, float)) else "seq" if isinstance(v, (list, tuple)) else type(v).__name__, end=" ")
print()
# --- percent signs in SQL
print("LIKE '%%%s%%'" % "x", "50%%" % (), "a %% b", "{}%".format(5), f"{5}%")
# --- star args through two helpers
def inner(*a, **k): return a, k
def outer(first, *rest, **kw): return inner(first, *rest, extra=1, **kw)
print(outer(1, 2, 3, z=4))
# --- unicode names and texts
naïve = "é"; print(naïve, "日本語"[1], len("日本語"), "ß".upper(), "İ".lower() == "i̇", sorted(["é", "e", "z"]), "naïve".encode("utf-8"), "\N{SNOWMAN}")
# --- mutable default trap avoided
def f(x, acc=None):
    acc = [] if acc is None else acc
    acc.append(x)
    return acc
print(f(1), f(2), f(3, [0]))
# --- numeric formatting of ids
print(["%03d" % i for i in (1, 22, 333)], [f"{i:>4}" for i in (1, 22)], "{:,}".format(1234567), f"{0.1 + 0.2:.1f}", f"{1e6:.0f}", round(2.5), round(3.5), 7 // 2, -7 // 2, 7 % -3)
