# --- every kind of parameter
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{"d": 3, "q": 4}), f(1, c=9, d=0, b=8))
# --- argument errors
def g(a, b, *, c): pass
def h(a, b=1): pass
def p(a, /): pass
def n(): pass
class K:
    def m(self, x): pass
for c in (lambda: g(), lambda: g(1), lambda: g(1, 2), lambda: g(1, 2, 3, c=1), lambda: g(1, 2, c=1, d=2), lambda: h(1, 2, 3), lambda: h(1, a=2), lambda: p(a=1), lambda: n(1), lambda: K().m(), lambda: K().m(1, 2), lambda: K.m(), lambda: h(), lambda: f(), lambda: n(x=1), lambda: g(1, 2, 3, 4)):
    try:
        c()
    except TypeError as e:
        print(e)
# --- defaults are evaluated once
def f(x, acc=[]):
    acc.append(x)
    return acc
print(f(1), f(2), f(3, []), f(4))
i = 5
def g(v=i): return v
i = 6
print(g())
# --- closures and nonlocal
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter(); d = counter()
print(c(), c(), d(), c(5))
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
# --- global
x = 1
def f():
    global x, y
    x += 1
    y = 10
f(); print(x, y)
# --- unbound locals
def f():
    print(z)
    z = 1
def g():
    return undefined_name
def h():
    def inner(): return later
    r = inner()
    later = 1
for fn in (f, g, h):
    try:
        fn()
    except NameError as e:
        print(type(e).__name__, e)
# --- recursion
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
print(fact(30), even(10), odd(7))
# --- decorators
def deco(fn):
    def wrapper(*a, **k):
        print("before", fn.__name__)
        r = fn(*a, **k)
        print("after")
        return r
    return wrapper
def with_arg(p):
    def deco(fn):
        return lambda *a: (p, fn(*a))
    return deco
@deco
def f(x): return x * 2
@with_arg("p1")
@with_arg("p2")
def g(x): return x
print(f(3), g(1))
# --- lambda forms
print((lambda: 1)(), (lambda x, y=2: x + y)(1), (lambda *a, **k: (a, k))(1, b=2), sorted([(1, 2), (0, 3)], key=lambda t: t[1]), list(map(lambda x: x ** 2, [1, 2])), (lambda x: lambda y: x + y)(1)(2))
# --- unpacking in calls
def f(*a, **k): return a, k
print(f(*[1], *(2, 3), x=1, **{"y": 2}), f(*"ab"), f(**{}), f(*range(3), 9), f(*{"k": 1}))
for c in (lambda: f(**{"a": 1}, a=2), lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: f(**{"a": 1}, **{"a": 2})):
    try:
        c()
    except TypeError as e:
        print(e)
# --- functions are objects
def f(a: int, b: str = "x") -> bool:
    "doc string"
    return True
f.attr = 1
print(f.__name__, f.__doc__, f.attr, f.__defaults__, f.__annotations__, callable(f), f.__qualname__, f.__module__, hasattr(f, "zzz"), f.__dict__)
def outer():
    def inner(): pass
    class C:
        def m(self): pass
    return inner, C
print(outer()[0].__qualname__, outer()[1].__qualname__, outer()[1].m.__qualname__)
# --- return in places
def f(x):
    for i in range(10):
        if i == x: return i
    else:
        return "none"
def g():
    try:
        return 1
    finally:
        print("finally")
def h():
    while True:
        try:
            break
        finally:
            print("cleanup")
    return "done"
print(f(3), f(99), g(), h(), (lambda: None)())
# --- finally overrides return
def f():
    try:
        return 1
    finally:
        return 2
def g():
    for i in range(3):
        try:
            continue
        finally:
            print("f", i)
    return i
print(f(), g())
# --- walrus
print((y := 5) + y, [z for x in range(5) if (z := x * 2) > 4], z)
while (n := len([1] * 0)) > 0: pass
if (m := "abc".find("b")) >= 0: print(m, n)
def f():
    if any((hit := v) > 2 for v in [1, 2, 3, 4]): return hit
print(f())
# --- keyword-only and positional-only names may coincide with **kw
def f(a, /, **kw): return a, kw
print(f(1, a=2))
# --- argument evaluation order
def t(x):
    print("eval", x)
    return x
def f(*a, **k): return a, k
print(f(t(1), *[t(2)], t(3), k=t(4), **{"m": t(5)}))
print({t("k1"): t("v1"), t("k2"): t("v2")}, [t(1), t(2)], t(1) + t(2) * t(3), t(0) or t(1), t(1) if t(0) else t(2))
# --- operators module-level names
def f(): return globals()["target"]()
def target(): return "reached"
print(f(), "target" in globals(), globals().get("nope", "dflt"), sorted(k for k in locals() if k in ("f", "target")))
def g(a, b=2):
    c = a + b
    return sorted(locals().items())
print(g(1))
# --- comprehension scopes
x = "outer"
print([x for x in range(3)], x, {x: y for x, y in zip("ab", "cd")}, [(i, j) for i in range(3) for j in range(i)], [[c for c in row] for row in ["ab", "c"]], {len(w) for w in ["a", "bb", "c"]} == {1, 2}, sum(i * i for i in range(4) if i % 2))
class C:
    n = 3
    sq = [i * i for i in range(n)]
print(C.sq)
# --- generators expressions are lazy
def t(x):
    print("t", x)
    return x
g = (t(x) for x in [1, 2, 3])
print(next(g)); print(list(g)); print(next(g, "end"))
# --- star in list, tuple, set displays
a = [1, 2]; print([*a, 3, *a], (*a,), {*a, *a} == {1, 2}, [*"ab", *range(2)])
# --- annotations that name what is not there yet, copied by decorators
from __future__ import annotations
from functools import lru_cache, wraps
def plain(fn):
    @wraps(fn)
    def wrapper(*args):
        return fn(*args)
    return wrapper
class Settings:
    @classmethod
    @lru_cache(maxsize=1)
    def read(cls, path: Path = "x") -> Settings:
        return path
    @plain
    def of(self, other: Missing) -> Missing:
        return other
print(Settings.read(), Settings().of(2), Settings.read.__name__, sorted(Settings.of.__annotations__))
# --- variables that are None where there is a built-in of that name
type = id = None
def read():
    return type, id
class Body:
    seen = id
    hash = None
    own = hash
print(type, id, read(), Body.seen, Body.own)
del id
print(id is None)
