import operator
from operator import *
def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
for name in ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lt", "le", "eq", "ne", "gt", "ge", "and_", "or_", "xor", "lshift", "rshift", "is_", "is_not", "iadd", "isub", "imul", "ior", "iand", "ixor", "ifloordiv", "itruediv", "imod", "ipow", "ilshift", "irshift"]:
    attempt(getattr(operator, name), 7, 2)
for name in ["neg", "pos", "invert", "inv", "abs", "not_", "truth", "index"]:
    attempt(getattr(operator, name), 5)
attempt(concat, "a", "b"); attempt(concat, [1], [2]); attempt(concat, 1, 2); attempt(iconcat, [1], [2])
attempt(contains, [1, 2], 2); attempt(countOf, [1, 2, 1], 1); attempt(indexOf, [1, 2], 2); attempt(indexOf, [1], 5)
attempt(getitem, {"a": 1}, "a"); attempt(getitem, [1, 2, 3], slice(1, None)); attempt(length_hint, [1, 2]); attempt(length_hint, object(), 7)
d = {}
setitem(d, "k", 1); print(d); delitem(d, "k"); print(d)
class P:
    def __init__(self, **k):
        self.__dict__.update(k)
    def hello(self, *a, **k):
        return ("hello", a, k)
p = P(a=1, b=P(c=2))
print(itemgetter(1)("abc"), itemgetter(1, 2)("abc"), itemgetter("x")({"x": 5}), itemgetter(slice(0, 2))([1, 2, 3]), itemgetter(-1)([1, 2]))
print(attrgetter("a")(p), attrgetter("b.c")(p), attrgetter("a", "b.c")(p))
print(methodcaller("upper")("abc"), methodcaller("hello", 1, x=2)(p), methodcaller("split", ",", maxsplit=1)("a,b,c"))
attempt(itemgetter(5), "abc"); attempt(attrgetter("zz"), p); attempt(itemgetter); attempt(attrgetter); attempt(attrgetter, 5); attempt(methodcaller)
print(itemgetter(1), itemgetter(1, "a"), attrgetter("a.b", "c"), methodcaller("m", 1, k=2))
print(sorted([(1, "b"), (0, "z"), (1, "a")], key=itemgetter(0, 1)), list(map(itemgetter("n"), [{"n": 1}, {"n": 2}])), max([3, 1], key=neg))
print(matmul.__name__, operator.__add__(1, 2), operator.__getitem__([5], 0), operator.__contains__("ab", "a"))
l = [1]
print(iadd(l, [2]) is l, l)
attempt(add, 1, "a"); attempt(index, 1.5); attempt(call, max, 1, 2) if hasattr(operator, "call") else None
