# --- try, with and loops that pause inside a generator
from contextlib import contextmanager
@contextmanager
def cm(n):
    print("in", n)
    yield n
    print("out", n)
def g():
    for i in range(2):
        with cm(i) as c:
            try:
                x = yield c
                print("x", x)
                if x == "raise": raise ValueError(x)
            except ValueError as e:
                print("caught", e)
                yield "recovered"
            else:
                yield "else"
            finally:
                print("finally", i)
    while True:
        y = yield "loop"
        if y: break
    else:
        print("never")
    return (yield from (v for v in [1]))
i = g()
print(next(i)); print(i.send("a")); print(next(i)); print(i.send("raise")); print(next(i)); print(i.send(None))
try:
    print(i.send(True)); next(i)
except StopIteration as e:
    print("end", e.value)
# --- yields in every place of an expression
def g():
    a = [(yield 1), (yield 2)]
    b = {"k": (yield 3), (yield 4): 5}
    c = f"{(yield 5)}-{(yield 6):>3}"
    d = (yield 7) + (yield 8)
    e = (yield 9) if (yield 10) else 0
    h = (yield 11) and (yield 12) or (yield 13)
    j = max((yield 14), (yield 15), key=(yield 16))
    k = (yield 17)[(yield 18):]
    l = 1 < (yield 19) < (yield 20)
    m, (n, *o) = (yield 21)
    p = not (yield 22)
    assert (yield 23), (yield 24)
    return a, b, c, d, e, h, j, k, l, m, n, o, p
i = g(); v = next(i); out = None
answers = {14: 3, 15: 9, 16: None, 17: [1, 2, 3], 18: 1, 21: (1, "xyz"), 10: 1, 20: 99}
try:
    while True: v = i.send(answers.get(v, v))
except StopIteration as e: print(e.value)
# --- yield in conditions, loops and returns
def g(n):
    if (yield "if"): print("yes")
    elif (yield "elif"): print("maybe")
    else: print("no")
    while (yield "while"):
        n += 1
        if (yield "cont"): continue
        if (yield "brk"): break
    else:
        print("while-else")
    for x in (yield "iter"): print("item", x)
    del (yield "del")[0]
    return (yield "ret")
def drive(gen, answers):
    try:
        v = next(gen)
        for a in answers:
            print("<", v); v = gen.send(a)
    except StopIteration as e: print("ret", e.value)
drive(g(0), [False, True, True, False, True, [1, 2], [5], "R"])
drive(g(0), [True, False, "ab", [5], "S"])
# --- assignments that pause
class O: pass
def g():
    o = O(); d = {}
    o.a = yield 1
    d[(yield 2)] = yield 3
    o.a += yield 4
    d["k"] += yield 5
    x = y = yield 6
    x += yield 7
    z: int = yield 8
    (p, q), r = (yield 9), (yield 10)
    return o.a, d, x, y, z, p, q, r
i = g(); next(i)
try:
    for a in [10, "k", 20, 1, 2, 6, 7, 8, (1, 2), 3]: i.send(a)
except StopIteration as e: print(e.value)
# --- decorators, defaults, classes and lambdas that pause
def g():
    @(yield 1)
    def f(x=(yield 2)): return x
    class C((yield 3)):
        pass
    h = lambda v=(yield 4): v
    return f(), issubclass(C, dict), h()
i = g(); next(i)
try:
    for a in [lambda fn: fn, "d", dict, "l"]: i.send(a)
except StopIteration as e: print(e.value)
# --- calls with stars that pause
def f(*a, **k): return a, k
def g():
    return f((yield 1), *(yield 2), (yield 3), x=(yield 4), **(yield 5))
i = g(); next(i)
try:
    for a in [1, [2, 3], 4, "X", {"y": 5}]: i.send(a)
except StopIteration as e: print(e.value)
# --- match that pauses
def g():
    match (yield 1):
        case [a, b] if (yield 2): return ("pair", a, b)
        case _: return (yield 3)
for answers in ([[1, 2], True], [[1, 2], False, "z"], [5, "w"]):
    i = g(); next(i)
    try:
        for a in answers: i.send(a)
    except StopIteration as e: print(e.value)
# --- raise from inside a paused expression
def g():
    try:
        raise (yield 1) from (yield 2)
    except Exception as e:
        return repr(e), repr(e.__cause__)
i = g(); next(i); i.send(ValueError("a"))
try: i.send(KeyError("c"))
except StopIteration as e: print(e.value)
# --- generators that call generators deep down
def leaf(n):
    got = yield n
    return got * 2
def mid(n):
    a = yield from leaf(n)
    b = yield from leaf(n + 1)
    return a + b
def top(): return [(yield from mid(1)), (yield from mid(10))]
i = top(); v = next(i); log = []
try:
    while True: log.append(v); v = i.send(v)
except StopIteration as e: print(log, e.value)
# --- throw into nested generators
def inner():
    try: yield 1
    except KeyError as e:
        print("inner", e); yield "handled"
    yield 2
def outer(): yield from inner()
i = outer(); next(i); print(i.throw(KeyError("k")), next(i))
try: i.throw(ValueError("out"))
except ValueError as e: print("escaped", e)
# --- close through yield from
def inner():
    try: yield 1
    finally: print("inner closed")
def outer():
    try: yield from inner()
    finally: print("outer closed")
i = outer(); next(i); i.close()
# --- exceptions keep their own frames
def g():
    try: yield 1
    except ValueError: yield "v"
def f():
    i = g(); next(i)
    try: raise KeyError("k")
    except KeyError:
        print(i.throw(ValueError()))
        try: raise
        except KeyError as e: print("still", e)
f()
# --- map and filter with generators as functions' results
print(list(map(list, [(x for x in "ab"), iter([1])])), [list(g) for g in ((i * j for i in range(2)) for j in range(3))], sum((x for x in range(4)), 10), sorted((c for c in "hello"), reverse=True), "".join(reversed(list(c for c in "abc"))))
# --- generator as context of zip and enumerate
def counter():
    n = 0
    while True:
        n += 1
        yield n
c = counter(); print(list(zip("abc", c)), next(c), [next(c) for _ in range(3)], dict(zip(c, "xy")))
# --- comprehension evaluation order
def t(n, v):
    print(n, end=" ")
    return v
print([t("e", x) for x in t("it", [1, 2]) if t("if", x > 1)]); print({t("k", k): t("v", v) for k, v in t("d", {"a": 1}).items()})
# --- async inside functions and classes
import asyncio
class Repo:
    async def get(self, k):
        await asyncio.sleep(0)
        return {"a": 1}[k]
    async def __aenter__(self): return self
    async def __aexit__(self, t, v, tb): print("exit", t.__name__ if t else None)
    async def items(self):
        for i in range(2):
            await asyncio.sleep(0)
            yield i
async def main():
    async with Repo() as r:
        print(await r.get("a"), [i async for i in r.items()], {i: await r.get("a") async for i in r.items()}, [await r.get("a") for _ in range(2)])
        try: await r.get("z")
        except KeyError as e: print("no", e)
    try:
        async with Repo(): raise ValueError("v")
    except ValueError as e: print(e)
    return sum([x async for x in r.items()])
print(asyncio.run(main()))
