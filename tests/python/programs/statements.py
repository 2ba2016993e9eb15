# --- loops with else, break, continue
for i in range(5):
    if i == 1: continue
    if i == 3: break
    print(i)
else:
    print("no")
for i in []: pass
else: print("empty else")
n = 3
while n:
    n -= 1
    if n == 1: continue
    print("w", n)
else:
    print("while else")
# --- loop targets
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]: print(a, b, c)
d = {}
for d["k"] in range(3): pass
print(d)
for i in range(3): i = 10
print(i)
# --- augmented assignment of every operator
x = 10
x += 5; x -= 3; x *= 2; x //= 5; x **= 3; x %= 50; x <<= 2; x >>= 1; x |= 1; x ^= 3; x &= 0xFF
print(x); x /= 4; print(x)
class A: v = 1
a = A(); a.v += 1; l = [1, 2]; l[0] *= 5; l += (3,); print(a.v, A.v, l)
s = "a"; s += "b"; s *= 2; print(s)
try:
    t = (1, [2]); t[1] += [3]
except TypeError as e: print(e, t)
# --- chained and annotated assignment
a = b = c = []; a.append(1); print(b is c, c)
x: int = 5; y: "str"; print(x)
(p, q), r = [1, 2], 3; print(p, q, r); m, = [7]; print(m); [u, v] = 1, 2; print(u, v)
i, l = 0, [0, 0]; i, l[i] = 1, 9; print(i, l)
a, b = 1, 2; a, b = b, a; print(a, b)
# --- del
a = 1; l = [1, 2, 3]; d = {"k": 1}
del a, l[0], d["k"]; print(l, d)
try:
    a
except NameError as e: print(e)
try:
    del zzz
except NameError as e: print(e)
# --- match literals, captures, or, guards
def f(v):
    match v:
        case 0 | 1: return "small"
        case -1: return "neg"
        case "a" | "b" as s: return ("str", s)
        case None: return "none"
        case True: return "true"
        case int(n) if n > 100: return ("big", n)
        case int() | float(): return "num"
        case []: return "empty"
        case [x]: return ("one", x)
        case [x, y]: return ("two", x, y)
        case [x, *rest]: return ("many", x, rest)
        case {"type": "a", **rest}: return ("map", rest)
        case {"k": [1, v2]}: return ("nested", v2)
        case str(): return "other str"
        case _: return "default"
for v in [0, 1, -1, "a", "zz", None, True, 500, 50, 1.5, [], [1], (1, 2), [1, 2, 3], {"type": "a", "b": 1}, {"k": [1, 9]}, {"z": 1}, {1}]: print(f(v))
# --- match classes
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Color:
    RED = 1
def g(p):
    match p:
        case P(0, 0): return "origin"
        case P(x=0, y=yy): return ("x0", yy)
        case P(x, y) if x == y: return "diag"
        case P(): return "point"
        case Color.RED: return "red"
        case (P(x, _), *_): return ("list of", x)
        case [[a, b], [c, *d]]: return (a, b, c, d)
for v in [P(0, 0), P(0, 5), P(2, 2), P(1, 2), 1, [P(7, 8), 1], [[1, 2], [3, 4, 5]], "none"]: print(g(v))
# --- global statements and conditional definitions
if True:
    def f(): return "A"
else:
    def f(): return "B"
print(f())
try:
    import json as j
except ImportError:
    j = None
print(j is not None, j.dumps([1]))
# --- conditional expressions and boolean operators
print("a" if 0 else "b", 1 and 2 and 3, 0 and x1, 1 or x2, not 0, not [] and "t", (1 if True else 2) if False else 3, None or "d")
# --- semicolons, continuation, nesting
a = 1; b = 2; print(a + \
    b)
if a: print("one line"); print("same")
x = [
    1,
    2,  # comment
]
print(x)
# --- empty statements and docstrings
def f():
    """doc"""
class C: "doc"
def g(): ...
print(f(), f.__doc__, C.__doc__, g())
pass
# --- name lookup order
x = "global"
def f():
    x = "enclosing"
    def g():
        return x
    class K:
        x = "class"
        y = x
        def m(self): return x
    return g(), K.y, K().m()
print(f(), len([1]), [len for len in [3]], len([1, 2]))
# --- shadowing builtins
list = [1]; print(list); del list; print(list("ab"))
def id(x): return "mine"
print(id(1))
# --- star expressions in return, subscript and index
def f(): return 1, *[2, 3]
print(f()); d = {(1, 2): "t"}; print(d[1, 2]); x = [1, 2, 3]; print(x[-1:], x[:-1][0])
# --- numbers of while loops
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print([collatz(n) for n in range(1, 15)])
# --- sieve and other small algorithms
def primes(n):
    s = [True] * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if s[i]:
            s[i * i::i] = [False] * len(s[i * i::i])
    return [i for i in range(2, n + 1) if s[i]]
print(primes(50))
def perm(xs): return [[x] + p for i, x in enumerate(xs) for p in perm(xs[:i] + xs[i + 1:])] if xs else [[]]
print(perm([1, 2, 3]))
def hanoi(n, a="A", b="B", c="C"): return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(hanoi(3))
memo = {}
def fib(n):
    if n not in memo: memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(90))
# --- print options
print(); print(1, 2, sep="-"); print("a", end="|"); print("b", "c", sep="", end="!\n"); print(*[1, 2, 3], sep=", "); print(None, True, [None], sep="\n")
# --- truth of values
for v in [0, 1, 0.0, "", "0", [], [0], {}, {0: 0}, (), (0,), None, set(), range(0), b"", b"0", object()]: print(bool(v), end=" ")
print()
# --- any, all, sum, min, max, sorted with keys and defaults
print(any([]), all([]), sum([], 5), min([], default=None), max("ab", "c", key=len), min(3, 1), max([1, 5], key=lambda v: -v), max({"a": 1, "b": 0}), sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]))
for f in (lambda: min([]), lambda: max(), lambda: min(1), lambda: sum(["a"]), lambda: sum("ab", ""), lambda: max(1, "a")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
