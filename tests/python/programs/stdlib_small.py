# --- json dumps
import json
print(json.dumps({"a": [1, 2.5, None, True, "x\"\n\té😀"], "b": {}, "c": [], 1: 2, None: 3, True: 4, 1.5: 5}), json.dumps("é", ensure_ascii=False), json.dumps([1, [2, {"k": "v"}]], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps([1, 2], separators=(",", ":")), json.dumps({}, indent=2), json.dumps([], indent=1), json.dumps((1, 2)), json.dumps(float("inf")), json.dumps("\x7f\u2028/"), json.dumps(1e20), json.dumps(10**20), json.dumps({"a": {"b": [1]}}, indent="\t"))
class X: pass
for f in (lambda: json.dumps(X()), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps({1}), lambda: json.dumps(float("nan"), allow_nan=False)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(json.dumps(X(), default=lambda o: "dflt"), json.dumps({(1,): 2, "k": 1}, skipkeys=True))
a = []; a.append(a)
try: json.dumps(a)
except ValueError as e: print(e)
# --- json loads
import json
print(json.loads('{"a": [1, 2.0, -3e2, null, true, false, "\\u00e9\\ud83d\\ude00\\n"], "b": {"c": {}}}'), json.loads(" [1 , 2] "), json.loads("123456789012345678901234567890"), json.loads('"x"'), json.loads("NaN"), json.loads('{"a":1,"a":2}'), json.loads(b'[1]'), json.loads("1.0"), json.loads("-0"), json.loads("[]"), json.loads('{"k": "v"}', object_hook=lambda d: list(d.items())), json.loads("1.5", parse_float=str))
for s in ["", "{", "[1,]", "{'a':1}", '{"a" 1}', "tru", "[1 2]", '"abc', '"\\x"', "1 2", '{"a":1,}', "\n\n x"]:
    try: json.loads(s)
    except json.JSONDecodeError as e: print(e, e.pos, e.lineno, e.colno)
try: json.loads(5)
except TypeError as e: print(e)
# --- re basics
import re
print(re.match(r"(\w+)\s(\w+)", "hello world!").groups(), re.search(r"\d+", "ab12cd").group(), re.findall(r"\d", "a1b2"), re.findall(r"(\w)=(\d)", "a=1,b=2"), re.sub(r"\s+", "-", "a  b c"), re.split(r"[,;]", "a,b;c"), re.split(r"(,)", "a,b"), re.fullmatch("a+", "aaa") is not None, re.match("b", "ab"), re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "x", "banana"), re.escape("a.b*c[d]"), re.compile("x", re.I).search("AXB").span())
m = re.match(r"(?P<y>\d{4})-(?P<m>\d\d)(-(?P<d>\d\d))?", "2024-02")
print(m.group("y"), m["m"], m.groupdict(), m.group(0, 1), m.start("m"), m.end(), m.span(1), m.group("d"), m.groups("z"), m.lastindex, m.string, m)
# --- re details
import re
print(re.findall(r"^\w+$", "ab\ncd", re.M), re.findall(r"a.b", "a\nb axb"), re.findall(r"a.b", "a\nb", re.S), re.search(r"b$", "ab\n"), re.search(r"b\Z", "ab\n"), re.findall(r"\bfoo\b", "foo food foo"), re.findall(r"(?i)ABC", "abcABC"), re.sub(r"x*", "-", "abxd"), re.split(r"x*", "axbc"), re.findall(r"[^\W\d_]+", "ab1_cé"), re.findall(r"(?<=a)b", "ab cb"), re.findall(r"a(?!b)", "ab ac"), re.match(r"(a)|b", "b").groups(), re.findall(r"\w+", "é_1 ß"), re.findall("[a\\-z]", "a-z"), re.findall(r"[]x]", "]x"), re.findall(r"\$\{(\w+)\}", "${a} ${b}"), re.findall(r"(?:ab)+", "ababx"), re.match(r"a{2,3}", "aaaa").group(), re.findall("a{,2}b", "aab b"), re.findall("x{y}", "x{y}"), re.sub("(?P<n>a)", r"[\g<n>]", "ba"), re.findall(r"""
    \d+  # number
    \s*
""", "1 2", re.X), re.compile("a").pattern, bool(re.match("", "")), [m.start() for m in re.finditer("a", "banana")], re.findall("😀.", "x😀y"), re.search("y", "😀y").span(), re.compile("a|b", re.I | re.M))
for p in ["(", "[a", "*a", "a**", "(?P<n>a)(?P<n>b)", "(?P=zz)", r"\q", "a{2,1}", r"(?z)"]:
    try: re.compile(p)
    except re.error as e: print("error")
# --- collections
from collections import defaultdict, Counter, OrderedDict, namedtuple, deque, ChainMap
d = defaultdict(list); d["a"].append(1); d["b"]; print(d, dict(d), "z" in d, d.get("z"), len(d)); n = defaultdict(int); n["x"] += 1; print(n["x"], defaultdict(lambda: defaultdict(int))["p"]["q"])
try: defaultdict(None)["x"]
except KeyError as e: print(e)
c = Counter("abracadabra"); c.update("aa"); print(c, c.most_common(2), c["zz"], sum(c.values()), Counter(a=1) + Counter(a=2, b=1), Counter([1, 1, 2]) - Counter([1]), sorted(Counter(a=2).elements()), c.total())
o = OrderedDict([("a", 1), ("b", 2)]); o.move_to_end("a"); print(o, list(o), o.popitem(last=False), OrderedDict(a=1) == {"a": 1})
P = namedtuple("P", "x y"); p = P(1, y=2); print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, p == (1, 2), P._make([3, 4]), *p, isinstance(p, tuple), namedtuple("Q", ["a", "b"], defaults=[5])(1), hash(p) == hash((1, 2)))
for f in (lambda: P(1), lambda: P(1, 2, 3), lambda: p.z, lambda: namedtuple("X", "a a"), lambda: namedtuple("X", "1a")):
    try: f()
    except Exception as e: print(type(e).__name__)
q = deque([1, 2, 3], maxlen=3); q.append(4); q.appendleft(0); q.rotate(1); print(q, q.pop(), q.popleft(), list(q), len(q), 2 in deque([1, 2]), deque("ab"), ChainMap({"a": 1}, {"a": 2, "b": 3})["b"])
chain = ChainMap({"a": None}, {"a": 2}); print(chain.get("a", 3), chain.get("c", 3))
# --- itertools
from itertools import *
print(list(chain([1], "ab")), list(chain.from_iterable([[1], [2]])), list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(combinations("abc", 2)), list(permutations([1, 2, 3], 2)), list(islice(count(5, 2), 3)), list(islice("abcdef", 1, 5, 2)), list(zip_longest("ab", "c", fillvalue="-")), [(k, list(g)) for k, g in groupby("aabbc")], list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(repeat("x", 2)), list(starmap(pow, [(2, 3)])), list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(filterfalse(None, [0, 1])), list(compress("abc", [1, 0, 1])), list(pairwise("abc")), list(islice(cycle("ab"), 5)), [list(t) for t in tee([1, 2])], list(combinations_with_replacement("ab", 2)))
# --- functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), partial(lambda a, b, c: (a, b, c), 1, c=3)(2))
@lru_cache(maxsize=None)
def f(n):
    print("call", n)
    return n if n < 2 else f(n - 1) + f(n - 2)
print(f(5), f(5), f.cache_info(), f.__name__)
def deco(fn):
    @wraps(fn)
    def w(*a): return fn(*a)
    return w
@deco
def named(): "doc"
print(named.__name__, named.__doc__, sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
class C:
    @cached_property
    def v(self): print("computed"); return 5
c = C(); print(c.v, c.v)
@total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
@singledispatch
def g(x): return "obj"
@g.register(int)
def _(x): return "int"
@g.register
def _(x: str): return "str"
print(g(1), g("a"), g([]))
try: reduce(lambda a, b: a, [])
except TypeError as e: print("empty")
# --- contextlib
from contextlib import *
@contextmanager
def cm(x):
    print("enter", x)
    try:
        yield x * 2
    except ValueError as e:
        print("handled", e)
    finally:
        print("exit")
with cm(2) as v: print(v)
with cm(3): raise ValueError("q")
try:
    with cm(4): raise KeyError("k")
except KeyError as e: print("through", e)
class R:
    def close(self): print("closed")
with closing(R()) as r: pass
with suppress(ZeroDivisionError): 1 / 0
with nullcontext(5) as n: print(n)
with ExitStack() as st:
    st.enter_context(cm("s")); st.callback(print, "cb", 1)
    print("in")
@cm("deco")
def fn(): print("body")
fn()
# --- dataclasses
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    hidden: str = field(default="h", repr=False, compare=False)
    def total(self): return self.x + self.y
@dataclass(frozen=True, order=True)
class Q:
    a: int
    b: str = "b"
@dataclass
class R(P):
    z: int = 0
    def __post_init__(self): self.z = self.x * 10
p = P(1); p.tags.append(5)
print(p, P(1) == P(1), P(1) == P(2), p.total(), asdict(p), astuple(P(3)), replace(p, x=9), [f.name for f in fields(P)], is_dataclass(P), R(2), Q(1) < Q(2), {Q(1): "k"}[Q(1)], P.__match_args__, asdict(P(1, tags=[Q(1)])))
for f in (lambda: P(), lambda: P(1, 2, [], "h", 5), lambda: setattr(Q(1), "a", 5), lambda: hash(P(1)), lambda: P(1) < P(2), lambda: P(q=1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# --- enum
import enum
class S(str, enum.Enum):
    A = "a"; B = "b"; C = "a"
class I(enum.IntEnum):
    X = 1
    Y = enum.auto()
class T(enum.StrEnum):
    ONE = enum.auto()
class P(enum.Enum):
    M = (1, 2)
    def __init__(self, a, b): self.a = a; self.b = b
    @property
    def s(self): return self.a + self.b
class F(enum.Flag):
    R = enum.auto(); W = enum.auto(); RW = R | W
print({S.A: 1}.get("a"), S.C is S.A, list(S), S.__members__, str(S.A), f"{S.A}", "%s" % S.A, repr(S.A), S("b"), S["B"].name, S.A.value, S.A == "a")
print(str(I.X), f"{I.X}", repr(I.Y), I.Y + 1, I(2), T.ONE, repr(T.ONE), f"{T.ONE}", str(I), repr(I), P.M.s, P.M)
for f in (lambda: S("zz"), lambda: S["zz"]):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(F.R | F.W, F.R in F.RW, F.RW, repr(F.R | F.W), F(0), ~F.R, list(F.RW), len(S), S.A in S, isinstance(S.A, S), "-".join([S.A, S.B]), S.A.upper(), [e.value for e in S])
E = enum.Enum("E", "a b c"); print(list(E)); E2 = enum.Enum("E2", {"x": 5}); print(E2.x)
print(S.A < S.B, type(S.A), S.A.__class__.__name__, hash(S.A) == hash("a"), sorted(S), S.A.name + "!", {s.name: s.value for s in S})
class D(enum.Enum):
    x = 1
    y = 2
    def f(self): return self.name + str(self.value)
    @classmethod
    def g(cls): return cls.x
print(D.x.f(), D.g(), D.x != D.y, D.x == 1, {D.x: 1}, bool(D.x), D.x is D(1), D.x in (D.x, D.y))
for f in ((lambda: setattr(D.x, "value", 3)), (lambda: D.x < D.y)):
    try: f()
    except Exception as e: print(type(e).__name__)
try:
    class G(D): pass
except TypeError as e: print("cannot extend")
# --- uuid and hashlib
import uuid, hashlib
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.version, u == uuid.UUID(hex="12345678123456781234567812345678"), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), len(str(uuid.uuid4())), uuid.uuid4().version, {u: 1}[uuid.UUID(int=u.int)], str(u)[:8], u.bytes, sorted([uuid.UUID(int=2), uuid.UUID(int=1)])[0], u.urn)
for v in ["x", "1234"]:
    try: uuid.UUID(v)
    except ValueError as e: print(e)
for n in ("md5", "sha1", "sha256", "sha512"): print(hashlib.new(n, b"abc").hexdigest()); print(getattr(hashlib, n)(b"x" * 200).hexdigest())
h = hashlib.sha256(); h.update(b"a"); h.update(b"bc"); print(h.hexdigest() == hashlib.sha256(b"abc").hexdigest(), h.digest()[:4], h.digest_size, h.name, hashlib.blake2b(b"abc", digest_size=8).hexdigest(), hashlib.blake2b(b"").hexdigest()[:16], hashlib.blake2b(b"z" * 300, digest_size=16, key=b"k").hexdigest())
try: hashlib.md5("str")
except TypeError as e: print(e)
# --- base64 and binascii
import base64, binascii
print(base64.b64encode(b"hello\xff"), base64.b64decode("aGVsbG//"), base64.urlsafe_b64encode(b"\xfb\xff"), base64.urlsafe_b64decode(b"-_8="), binascii.hexlify(b"ab"), binascii.unhexlify("6162"), base64.b64encode(b""))
try: base64.b64decode("abc")
except binascii.Error as e: print(e)
# --- decimal
from decimal import Decimal, ROUND_HALF_UP, ROUND_DOWN, InvalidOperation, getcontext
D = Decimal
print(D("1.10") + D("2.205"), D("1") / D("3"), D("10") / 4, D("2") * D("3.50"), D("7") // 2, D("-7") % 3, D("2") ** 10, -D("1.5"), abs(D("-2")), D("1.0") == 1, D("0.1") + D("0.2") == D("0.3"), D(0.1), D(5), D("1E+3"), D("1e-10"), repr(D("1.50")), D("NaN"), D("-Infinity"), str(D("0.000001")), str(D("0.0000001")), D("123456789.123456789") * D("987654321.987654321"), 2 + D("1.5"), D("1.5") > 1, D("1.5") < 1.6, max(D(1), D(2)), sum([D("0.1")] * 3), int(D("3.9")), float(D("1.5")), round(D("2.675"), 2), round(D("2.5")), D("2.675").quantize(D("0.01")), D("2.675").quantize(D("0.01"), rounding=ROUND_DOWN), D("2.5").quantize(D(1), rounding=ROUND_HALF_UP), D("1.500").normalize(), D("100").normalize(), D(2).sqrt(), D("4").sqrt(), D("1.23").as_tuple(), f"{D('1234.567'):.2f} {D('1234.5'):,.2f} {D('0.5'):%} {D('5'):>5} {D('1.5')}", hash(D(1)) == hash(1), {D("1"): "k"}[1], D("1.1").adjusted(), bool(D(0)), D("3.14").to_integral_value(), D("-0"), D("12.34e5"))
for f in (lambda: D("x"), lambda: D(1) / 0, lambda: D(1) + 1.5, lambda: D(None)):
    try: f()
    except Exception as e: print(type(e).__name__)
# --- textwrap and string
import textwrap, string
print(repr(textwrap.dedent("""
    a
      b

    c
""")), repr(textwrap.dedent("  x\n \ty")), textwrap.indent("a\n\nb", "> "), textwrap.wrap("the quick brown fox jumps over", 10), textwrap.fill("aaa bbb ccc", 7), textwrap.shorten("hello big world", 11), repr(textwrap.dedent("\tSELECT 1;\n\tSELECT 2;\n")))
print(string.ascii_letters, string.digits, string.punctuation, string.Template("$a ${b} $$").substitute(a=1, b=2), string.Template("$x $y").safe_substitute(x=1), string.capwords("hello big world"), string.hexdigits)
try: string.Template("$x").substitute()
except KeyError as e: print(e)
# --- math and operator
import math, operator
print(math.pi, math.ceil(1.2), math.floor(-1.2), math.sqrt(16), math.log(8, 2), math.log10(1000), math.factorial(20), math.gcd(12, 18), math.isnan(float("nan")), math.inf, math.trunc(-1.7), math.pow(2, 3), math.hypot(3, 4), math.comb(5, 2), math.isqrt(17), math.prod([2, 3]), math.fsum([0.1] * 10), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.degrees(math.pi), math.lcm(4, 6), math.e, math.perm(5, 2))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.ceil(float("inf")), lambda: math.sqrt("x")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(operator.itemgetter(1)([5, 6]), operator.itemgetter("a", "b")({"a": 1, "b": 2}), operator.attrgetter("real")(5), operator.add(1, 2), operator.mul("a", 3), operator.methodcaller("upper")("x"), sorted([(1, "b"), (0, "c")], key=operator.itemgetter(0)), operator.contains([1], 1), operator.not_(0))
# --- os.path, pathlib and urllib.parse
import os, os.path
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse, quote, unquote, urlencode, quote_plus, parse_qs, urlunparse
print(os.path.join("a", "b", "c.txt"), os.path.join("a", "/b"), os.path.basename("/x/y.z"), os.path.dirname("/x/y.z"), os.path.splitext("a/b.tar.gz"), os.path.normpath("a//b/../c/./d"), os.path.isabs("/a"), os.path.split("/a/b"), os.sep, os.path.splitext(".bashrc"), os.path.dirname(os.path.dirname("/a/b/c")))
p = Path("/a/b") / "c.tar.gz"; print(p, p.name, p.stem, p.suffix, p.parent, p.parts, p.suffixes, p.with_suffix(".x"), p.with_name("z"), str(p), p.is_absolute(), Path("a//b/./c"), Path("x") == Path("x"), p.parents[1], p.relative_to("/a"), Path("a").joinpath("b", "c"), repr(PurePosixPath("q")), Path("."), Path("a/.."), sorted([Path("b"), Path("a")])[0])
u = urlparse("postgresql://us%40er:p:w@Host.com:5432/db?sslmode=x&a=1#f"); print(u.scheme, u.netloc, u.path, u.query, u.fragment, u.username, u.password, u.hostname, u.port, u.geturl() == "postgresql://us%40er:p:w@Host.com:5432/db?sslmode=x&a=1#f", quote("a b/é&"), quote("a/b", safe=""), unquote("a%20b%C3%A9"), urlencode({"a": 1, "b": "x y"}), quote_plus("a b&c"), parse_qs("a=1&a=2&b="), urlunparse(u._replace(query="")))
# --- copy
import copy
a = [1, [2, 3], {"k": [4]}]; b = copy.copy(a); c = copy.deepcopy(a); a[1].append(9); a[2]["k"].append(8); print(b, c)
class N:
    def __init__(self): self.l = [1]
n = N(); m = copy.deepcopy(n); n.l.append(2); print(m.l, copy.copy(n).l is n.l, copy.deepcopy((1, [2])), copy.deepcopy(None))
s = [1]; s.append(s); t = copy.deepcopy(s); print(t[1] is t)
# --- typing leaves no trace
from __future__ import annotations
from typing import Any, Optional, Union, List, Dict, NamedTuple, TypedDict, Generic, TypeVar, Callable, Sequence, cast, TYPE_CHECKING, ClassVar, Literal, Iterable
T = TypeVar("T")
if TYPE_CHECKING: from nowhere import Nothing
def f(a: Optional[int], b: "Nothing" = None, *c: Union[int, str]) -> List[Dict[str, Any]]: return [a]
class G(Generic[T]):
    x: ClassVar[int] = 1
    def m(self) -> Callable[[int], str]: return cast(str, 5)
class P(NamedTuple):
    a: int
    b: str = "d"
class TD(TypedDict, total=False):
    k: int
print(f(1), G().m(), G[int]().x, P(1), P(2, b="z").b, TD(k=1), isinstance(P(1), tuple), P._fields, Optional[int] is not None)
x: list[int] = [1]; y: dict[str, list[int]] = {}; print(x, list[int], dict[str, int], int | None, isinstance(5, Union[int, str]), Optional[int], List[int], Union[int, None] is not None)
# --- logging does not print
import logging
log = logging.getLogger(__name__); log.info("x %s", 1); log.warning("w"); logging.getLogger("a.b").setLevel(logging.ERROR)
print(log.name, logging.getLogger("a.b") is logging.getLogger("a.b"), logging.INFO, log.isEnabledFor(50), logging.getLevelName(20))
# --- io, secrets, random
import io, secrets, random
f = io.StringIO(); f.write("a\n"); print("b", file=f); print(f.getvalue(), [l for l in io.StringIO("x\ny\n")], io.BytesIO(b"abc").read(2), len(secrets.token_hex(4)), len(secrets.token_urlsafe(16)) > 10, 0 <= random.random() < 1, random.choice([5]), 1 <= random.randint(1, 3) <= 3, sorted(random.sample([1, 2, 3], 3)), secrets.choice("a"))
# --- types and inspect
import types, inspect
ns = types.SimpleNamespace(a=1); ns.b = 2; print(ns, ns.a)
def f(): yield 1
class C: pass
print(isinstance(f, types.FunctionType), inspect.isclass(C), inspect.isfunction(f), isinstance(f(), types.GeneratorType), types.NoneType, inspect.cleandoc("a\n  b\n  c"), types.MappingProxyType({"a": 1})["a"])
# --- importlib and sys
import importlib, sys
m = importlib.import_module("json"); print(m.dumps(1), sys.version_info >= (3, 10), sys.version_info[0], sys.maxsize, sys.byteorder, isinstance(sys.path, list))
# --- time
import time
print(isinstance(time.time(), float), time.sleep(0), time.strftime("%Y", time.gmtime(0)), time.gmtime(0).tm_year)
