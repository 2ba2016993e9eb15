import contextlib, asyncio
from contextlib import *

log = []
@contextmanager
def tag(name, swallow=False):
    "doc"
    log.append(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        log.append(f"!{e}")
        if not swallow:
            raise
    finally:
        log.append(f"</{name}>")

def flush(label):
    print(label, log)
    log.clear()

with tag("a") as t:
    log.append(t)
flush("plain")
with tag("a") as a, tag("b") as b:
    log.append(a + b)
flush("two")
with tag("s", swallow=True):
    raise ValueError("boom")
flush("swallowed")
try:
    with tag("s"):
        raise ValueError("boom")
except ValueError as e:
    log.append(f"out {e}")
flush("raised")
try:
    with tag("k"):
        raise KeyError("k")
except KeyError as e:
    log.append(f"out {e}")
flush("other")
def early():
    with tag("r"):
        return "returned"
print(early())
flush("return")
for i in range(3):
    with tag(str(i)):
        if i == 0:
            continue
        break
flush("loop")
@tag("deco")
def work(x):
    log.append(f"work {x}")
    return x * 2
print(work(2), work(3), work.__name__)
flush("decorator")
print(tag.__name__, tag.__doc__)
@contextmanager
def never():
    if False:
        yield
@contextmanager
def twice():
    yield 1
    yield 2
@contextmanager
def twice_on_error():
    try:
        yield
    except Exception:
        yield
@contextmanager
def replace():
    try:
        yield
    except ValueError as e:
        raise KeyError("replaced") from e
@contextmanager
def stop():
    yield
for make in (never, twice):
    try:
        with make():
            pass
    except RuntimeError as e:
        print(type(e).__name__, e)
try:
    with twice_on_error():
        raise ValueError
except RuntimeError as e:
    print(e)
try:
    with replace():
        raise ValueError("v")
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
try:
    with stop():
        raise StopIteration("s")
except StopIteration as e:
    print("stop", e)
try:
    with stop():
        raise RuntimeError("r")
except RuntimeError as e:
    print("runtime", e)
with suppress(KeyError, IndexError):
    {}["x"]
    print("not here")
with suppress(LookupError):
    [][1]
with suppress():
    pass
try:
    with suppress(KeyError):
        1 / 0
except ZeroDivisionError:
    print("zero")
class Door:
    def __init__(self, name):
        self.name = name
    def close(self):
        log.append(f"closed {self.name}")
    def __enter__(self):
        log.append(f"enter {self.name}")
        return self
    def __exit__(self, *exc):
        log.append(f"exit {self.name} {exc[0].__name__ if exc[0] else None}")
        return self.name == "swallow"
with closing(Door("front")) as d:
    log.append(d.name)
flush("closing")
try:
    with closing(Door("e")):
        raise ValueError
except ValueError:
    pass
flush("closing error")
with nullcontext(5) as n:
    print(n)
with nullcontext() as n:
    print(n)
with ExitStack() as stack:
    d1 = stack.enter_context(Door("one"))
    stack.callback(lambda *a, **k: log.append(("callback", a, k)), 1, x=2)
    @stack.callback
    def decorated():
        log.append("decorated")
    stack.push(Door("pushed"))
    stack.push(lambda *exc: log.append("fn"))
    d2 = stack.enter_context(Door("two"))
    log.append("body")
flush("stack")
with ExitStack() as stack:
    stack.enter_context(Door("outer"))
    stack.enter_context(Door("swallow"))
    stack.enter_context(Door("inner"))
    raise ValueError("x")
flush("stack swallow")
try:
    with ExitStack() as stack:
        stack.enter_context(Door("outer"))
        stack.callback(lambda: 1 / 0)
        raise ValueError("x")
except ZeroDivisionError as e:
    print("zero", repr(e.__context__))
flush("stack replaced")
with ExitStack() as stack:
    for i in range(3):
        stack.enter_context(Door(i))
    kept = stack.pop_all()
flush("popped")
kept.close()
flush("closed")
try:
    with ExitStack() as s:
        s.enter_context(5)
except TypeError as e:
    print(e)
class Tracer(ContextDecorator):
    def __enter__(self):
        log.append("in")
        return self
    def __exit__(self, *exc):
        log.append("out")
        return False
@Tracer()
def traced():
    log.append("body")
    return 7
print(traced())
flush("ContextDecorator")
class Abstract(AbstractContextManager):
    def __exit__(self, *exc):
        log.append("exit")
with Abstract() as a:
    print(type(a).__name__)
flush("abstract")
class Service:
    def __init__(self, name):
        self.name = name
    @contextmanager
    def session(self, x):
        log.append(f"open {self.name} {x}")
        yield self
        log.append("close")
    @staticmethod
    @contextmanager
    def static():
        yield "static"
    @classmethod
    @contextmanager
    def cls(cls):
        yield cls.__name__
with Service("db").session(5) as sess, Service.static() as st, Service.cls() as c:
    log.append((sess.name, st, c))
flush("methods")
try:
    AbstractContextManager()
except TypeError as e:
    print(e)
@asynccontextmanager
async def atag(name):
    log.append(f"<{name}>")
    try:
        yield name
    except ValueError as e:
        log.append(f"!{e}")
    finally:
        log.append(f"</{name}>")
async def main():
    async with atag("x") as v:
        log.append(v)
    async with atag("y"):
        raise ValueError("async")
    async with AsyncExitStack() as st:
        await st.enter_async_context(atag("z"))
        st.callback(log.append, "cb")
        st.enter_context(Door("sync"))
    async with nullcontext(3) as n:
        log.append(n)
    async with aclosing(agen()) as g:
        async for i in g:
            log.append(i)
    return "done"
async def agen():
    for i in range(2):
        yield i
print(asyncio.run(main()))
flush("async")
with contextlib.chdir("/") if False else nullcontext():
    pass
@contextmanager
def nested():
    with tag("inner1"):
        with tag("inner2") as t:
            yield t
with nested() as t:
    log.append(t)
flush("nested")
g = tag("manual")
print(type(g).__name__, g.__enter__())
print(g.__exit__(None, None, None))
flush("manual")
