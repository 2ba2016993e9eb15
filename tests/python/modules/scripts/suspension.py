import functools, contextlib, itertools
import sqlalchemy as sa
from alembic import op
def t(label, f):
    try: print(label, f())
    except Exception as x: print(label, type(x).__name__, str(x).splitlines()[0])
class H:
    def __init__(self, b): self.v = b.scalar(sa.text("select 7"))
    @property
    def p(self): return op.get_bind().scalar(sa.text("select 8"))
    def __getitem__(self, k): return op.get_bind().scalar(sa.text("select %d" % k))
    def __contains__(self, k): return op.get_bind().scalar(sa.text("select %d" % k)) == 3
    def __iter__(self):
        for r in op.get_bind().execute(sa.text("select generate_series(1,3)")): yield r[0]
    def __len__(self): return op.get_bind().scalar(sa.text("select 4"))
    def __eq__(self, o): return op.get_bind().scalar(sa.text("select 1")) == o
    def __call__(self, n): return op.get_bind().scalar(sa.text("select %d" % n))
    def __enter__(self): return op.get_bind().scalar(sa.text("select 9"))
    def __exit__(self, *a): op.get_bind().scalar(sa.text("select 1")); return False
    def __str__(self): return str(op.get_bind().scalar(sa.text("select 11")))
    def __bool__(self): return bool(op.get_bind().scalar(sa.text("select false")))
@functools.lru_cache(maxsize=None)
def cached(n): return op.get_bind().scalar(sa.text("select %d" % n))
@contextlib.contextmanager
def cm(n):
    yield op.get_bind().scalar(sa.text("select %d" % n))
    op.get_bind().scalar(sa.text("select 1"))
def gen(n):
    for i in range(n): yield op.get_bind().scalar(sa.text("select %d" % i))
def upgrade():
    b = op.get_bind()
    s = lambda n: b.scalar(sa.text("select %d" % n))
    t("comp", lambda: [s(i) for i in range(3)])
    t("dictcomp", lambda: {i: s(i) for i in range(3)})
    t("setcomp", lambda: sorted({s(i) for i in range(3)}))
    t("nested comp", lambda: [s(i) + j for i in range(2) for j in [s(1), s(2)] if s(1)])
    t("genexp any", lambda: any(s(i) == 2 for i in range(3)))
    t("genexp sum", lambda: sum(s(i) for i in range(3)))
    t("genexp list", lambda: list(s(i) for i in range(3)))
    t("genexp join", lambda: ",".join(str(s(i)) for i in range(3)))
    t("genexp dict", lambda: dict((i, s(i)) for i in range(2)))
    t("genexp next", lambda: next(s(i) for i in range(3) if i))
    t("map", lambda: list(map(s, [1, 2])))
    t("filter", lambda: list(filter(lambda x: s(x) > 1, [1, 2])))
    t("sorted key", lambda: sorted([2, 1], key=s))
    t("max key", lambda: max([2, 1], key=s))
    t("fstring", lambda: f"{s(5)} {s(6):>3}")
    t("format", lambda: "{} {}".format(s(5), s(6)))
    t("and or", lambda: s(0) or s(2) and s(3))
    t("ternary", lambda: 1 if s(1) else 2)
    t("chain", lambda: 0 < s(1) < s(2))
    t("init", lambda: H(b).v)
    t("property", lambda: H(b).p)
    t("getitem", lambda: H(b)[5])
    t("contains", lambda: 3 in H(b))
    t("iter", lambda: [x for x in H(b)])
    t("len", lambda: len(H(b)))
    t("call", lambda: H(b)(6))
    t("list iter", lambda: list(H(b)))
    t("cached", lambda: cached(3) + cached(3))
    with cm(4) as v: print("cm", v)
    with H(b) as v: print("with", v)
    t("gen", lambda: list(gen(3)))
    t("partial", lambda: functools.partial(s, 3)())
    t("reduce", lambda: functools.reduce(lambda a, x: a + s(x), [1, 2], 0))
    t("starargs", lambda: (lambda *a: a)(*(s(i) for i in range(2))))
    t("unpack", lambda: [*(s(i) for i in range(2))])
    t("zip", lambda: list(zip([1, 2], (s(i) for i in range(2)))))
    t("enumerate", lambda: list(enumerate(s(i) for i in range(2))))
    t("getattr", lambda: getattr(H(b), "p"))
    t("chain it", lambda: list(itertools.chain(gen(2), gen(1))))
    t("isinstance", lambda: isinstance(s(1), int))
    x = [3, 1]; x.sort(key=lambda v: s(v)); print(x)
    d = {}; d[s(1)] = s(2); d.setdefault(s(3), s(4)); print(d)
    while (n := s(0)): pass
    print("walrus", n)
    del x[s(0)]; print(x)
    a, *rest = (s(i) for i in range(3)); print(a, rest)
