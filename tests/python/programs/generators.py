# --- yield, send, throw, close
def g():
    try:
        x = yield 1
        print("got", x)
        try:
            y = yield 2
        except ValueError as e:
            print("thrown", e)
            y = yield 3
        print("y", y)
        yield 4
    finally:
        print("cleanup")
i = g(); print(next(i), i.send("a"), i.throw(ValueError("t")), i.send("b")); i.close()
try:
    next(i)
except StopIteration as e:
    print("done", e.value)
# --- return value and yield from
def sub():
    r = yield "s1"
    yield ("r", r)
    return "ret"
def main():
    v = yield from sub()
    yield v
    yield from [10, 20]
    yield from (c for c in "ab")
m = main(); print(next(m), m.send(5), list(m))
# --- infinite generators and laziness
def nat():
    n = 0
    while True:
        yield n
        n += 1
from itertools import islice, takewhile, count
print(list(islice(nat(), 5)), list(takewhile(lambda x: x < 3, nat())), next(x for x in nat() if x > 10), list(zip(nat(), "abc")))
# --- errors
def g(): yield 1
i = g()
try:
    i.send(5)
except TypeError as e:
    print(e)
def bad():
    yield 1
    raise StopIteration
try:
    list(bad())
except RuntimeError as e:
    print(e)
def err():
    yield 1
    raise ValueError("in gen")
it = err(); print(next(it))
try:
    next(it)
except ValueError as e:
    print(e)
print(list(it))
# --- generator consumed once
g = (x * x for x in range(3)); print(sum(g), sum(g), list(g))
# --- close runs finally; GeneratorExit
def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
i = g(); next(i); i.close(); i.close(); print(list(i))
# --- recursion in generators
def walk(t):
    if isinstance(t, list):
        for x in t: yield from walk(x)
    else:
        yield t
print(list(walk([1, [2, [3, 4], 5], [[6]]])))
# --- built-ins over generators
def g():
    yield 3; yield 1; yield 2
print(sorted(g()), max(g()), min(g()), sum(g()), any(x > 2 for x in g()), all(g()), list(map(str, g())), list(filter(lambda x: x > 1, g())), list(enumerate(g())), list(reversed(list(g()))), dict(zip("abc", g())), set(g()) == {1, 2, 3}, tuple(g()), ",".join(str(x) for x in g()), 3 in g(), [*g()], len(list(g())))
a, *b = g(); print(a, b)
# --- any and all stop early
def t():
    for x in [0, 1, 2]:
        print("t", x); yield x
print(any(t())); print(all(t()))
# --- map, filter, zip are lazy iterators
m = map(lambda x: x * 2, [1, 2, 3]); print(next(m), list(m), list(m))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(zip([1], [2], strict=True)))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as e:
    print(e)
# --- iter with sentinel, next with default
vals = iter([1, 2, 0, 3]); print(list(iter(lambda: next(vals), 0)), next(iter([]), "d"), next(vals))
try:
    next(iter([]))
except StopIteration as e:
    print("stop", e.args)
for f in (lambda: iter(5), lambda: next([]), lambda: next(5)):
    try: f()
    except TypeError as e: print(e)
# --- list changes while iterated
a = [1, 2, 3]
for x in a:
    if x < 3: a.append(x + 10)
    if len(a) > 6: break
print(a)
# --- generator methods in classes
class T:
    def __init__(self): self.items = [1, 2]
    def __iter__(self):
        for i in self.items: yield i * 10
print(list(T()), [x for x in T()], sum(T()))
# --- async functions run where they are awaited
import asyncio
async def add(a, b):
    await asyncio.sleep(0)
    return a + b
class AC:
    async def __aenter__(self): print("ae"); return "res"
    async def __aexit__(self, *a): print("ax", a[0]); return True
class AI:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 2: raise StopAsyncIteration
        self.n += 1
        return self.n
async def agen():
    yield 1
    yield 2
async def main():
    print(await add(1, 2))
    async with AC() as r: print(r)
    async with AC(): raise ValueError("x")
    async for x in AI(): print("ai", x)
    async for x in agen(): print("ag", x)
    print([x async for x in agen()], await asyncio.gather(add(1, 1), add(2, 2)))
    try:
        await add("a", 1)
    except TypeError as e: print(e)
    return "end"
print(asyncio.run(main()))
# --- awaiting what cannot be awaited
async def m():
    try:
        await 5
    except TypeError as e:
        print(e)
asyncio_run = __import__("asyncio").run
import asyncio
asyncio.run(m())
