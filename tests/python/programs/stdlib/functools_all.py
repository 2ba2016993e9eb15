import functools
from functools import *

def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)

def add(a, b=0, *rest, c=0):
    "adds"
    return (a, b, rest, c)

p = partial(add, 1, c=5)
print(p(2), p(2, 3), p(c=6), p.func is add, p.args, p.keywords, partial(p, 9)(8), partial(p, 9).args)
attempt(partial)
attempt(partial, 5)
print(partial(int, base=2)("101"), list(map(partial(pow, 2), range(4))))
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + [b], "abc", []), reduce(max, [], 7), reduce(max, [3]))
attempt(reduce, max, [])
calls = []
@lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x
print(square(1), square(2), square(1), square(3), square(2), calls, square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5))
@lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60), fib.cache_info())
@cache
def f(*a, **k):
    return len(a), len(k)
print(f(1, x=2), f(1, x=2), f(x=2), f.cache_info())
attempt(f, [])
@lru_cache(maxsize=None, typed=True)
def kind(x):
    return type(x).__name__
print(kind(1), kind(1.0), kind(True), kind.cache_info())
@lru_cache(maxsize=0)
def none(x):
    return x
print(none(1), none(1), none.cache_info())
def deco(fn):
    @wraps(fn)
    def inner(*a, **k):
        "inner doc"
        return ("wrapped", fn(*a, **k))
    return inner
@deco
def target(x: int) -> str:
    "target doc"
    return x
target.extra = 1
print(target(3), target.__name__, target.__doc__, target.__wrapped__(4), target.__qualname__, target.__annotations__, target.__module__)
print(WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)
class Box:
    made = 0
    def __init__(self, n):
        self.n = n
    @cached_property
    def twice(self):
        "doc of twice"
        Box.made += 1
        return self.n * 2
    @lru_cache
    def method(self, x):
        return self.n + x
b = Box(4)
print(b.twice, b.twice, Box.made, b.__dict__, Box.twice.__doc__)
b.twice = 9
print(b.twice)
del b.twice
print(b.twice, Box.made, b.method(1), b.method(1), Box.method.cache_info())
@total_ordering
class V:
    def __init__(self, v):
        self.v = v
    def __eq__(self, o):
        return self.v == o.v
    def __lt__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return self.v < o.v
print(V(1) < V(2), V(1) <= V(1), V(2) > V(1), V(2) >= V(3), V(1) != V(2), sorted([V(3), V(1)])[0].v, max(V(1), V(5)).v)
attempt(lambda: V(1) <= 5)
attempt(lambda: total_ordering(type("X", (), {})))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(lambda a, b: a - b)(1) < cmp_to_key(lambda a, b: a - b)(2) if False else "", max(["aa", "b"], key=cmp_to_key(lambda a, b: len(a) - len(b))))
K = cmp_to_key(lambda a, b: a - b)
print(K(1) < K(2), K(1) == K(1), K(3) >= K(4), K(1).obj)
@singledispatch
def show(x):
    return "object"
@show.register
def _(x: int):
    return "int"
@show.register(list)
def _(x):
    return "list"
@show.register(str)
@show.register(bytes)
def _(x):
    return "text"
print(show(1), show([]), show(1.5), show("a"), show(b"b"), show(True), show.dispatch(int)(3), sorted(c.__name__ for c in show.registry))
class Cell:
    @singledispatchmethod
    def neg(self, arg):
        return "?"
    @neg.register
    def _(self, arg: int):
        return -arg
    def _set(self, a, b):
        return (a, b)
    set5 = partialmethod(_set, 5)
print(Cell().neg(5), Cell().neg("x"), Cell().set5(6))
print(type(p).__name__, callable(p), repr(partial(int, "5", base=10)))
print(reduce(lambda acc, kv: {**acc, kv[0]: kv[1]}, [("a", 1), ("b", 2)], {}))
compose = lambda *fs: reduce(lambda f, g: lambda x: f(g(x)), fs)
print(compose(str, abs, int)("-5"))
@cache
def gen_key(t):
    return sum(t)
print(gen_key((1, 2)), gen_key((1, 2)), gen_key.cache_info())
@lru_cache(128)
def bad(x):
    raise ValueError(x)
attempt(bad, 1); attempt(bad, 1); print(bad.cache_info())
