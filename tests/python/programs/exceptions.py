# --- the flow of try
def run(x):
    try:
        print("try")
        if x == 1: raise ValueError("v")
        if x == 2: raise KeyError("k")
        if x == 3: return "ret"
    except ValueError as e:
        print("ve", e, repr(e), e.args)
    except (KeyError, IndexError) as e:
        print("ke", e, repr(e))
    else:
        print("else")
    finally:
        print("finally")
    return "end"
for i in range(4): print(run(i))
# --- raise from and context
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("outer") from e
except ValueError as e:
    print(e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("x")
except KeyError as e:
    print(repr(e.__cause__), repr(e.__context__))
try:
    raise ValueError("n") from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)
# --- bare raise
def f():
    try:
        raise ValueError("again")
    except ValueError:
        try:
            raise
        except ValueError as e:
            print("inner", e)
            raise
try:
    f()
except ValueError as e:
    print("outer", e)
try:
    raise
except RuntimeError as e:
    print(e)
# --- own exception classes
class AppError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
class Sub(AppError): pass
class Str(Exception):
    def __str__(self): return "custom " + str(self.args)
try:
    raise Sub(5, "bad")
except AppError as e:
    print(e.code, e, e.args, type(e).__name__, repr(e))
try:
    raise Str(1, 2)
except Exception as e:
    print(e, repr(e))
# --- the name is unbound after the handler
try:
    raise ValueError
except ValueError as e:
    print(repr(e), str(e) == "", e.args)
try:
    e
except NameError as err:
    print(err)
# --- hierarchy
for c in (KeyError, IndexError, FileNotFoundError, ModuleNotFoundError, NotImplementedError, RecursionError, UnicodeDecodeError, ZeroDivisionError, StopIteration, KeyboardInterrupt, SystemExit, ConnectionResetError, UnboundLocalError, DeprecationWarning):
    print([k.__name__ for k in c.__mro__])
print(IOError is OSError, EnvironmentError is OSError, issubclass(TimeoutError, OSError))
# --- str of exceptions
for e in (ValueError(), ValueError("a"), ValueError("a", 1), KeyError("k"), KeyError(), OSError(2, "No such file"), OSError("x"), Exception(None), StopIteration(5), SystemExit(3), AssertionError("msg"), Exception(["l"])):
    print(str(e), "|", repr(e))
print(StopIteration(5).value, SystemExit(3).code, OSError(2, "x").errno)
# --- raising what is no exception
for f in ("raise 5", "raise int", "raise 'x'"):
    try:
        if f == "raise 5": raise 5
        elif f == "raise int": raise int
        else: raise "x"
    except TypeError as e:
        print(e)
try:
    try: raise ValueError("q")
    except 5: pass
except TypeError as e:
    print(e)
# --- assert
try:
    assert 1 == 2, "one is not two"
except AssertionError as e:
    print(e)
try:
    assert []
except AssertionError as e:
    print(repr(e))
assert True, print("not evaluated")
# --- nested finally order
def f():
    try:
        try:
            raise ValueError("1")
        finally:
            print("inner finally")
    except ValueError as e:
        print("handler", e)
        return "r"
    finally:
        print("outer finally")
print(f())
# --- exceptions in loops
out = []
for x in ["1", "a", "3"]:
    try:
        v = int(x)
    except ValueError:
        out.append(None)
        continue
    else:
        out.append(v)
    finally:
        out.append("f")
print(out)
# --- uncaught
def inner(): return {}["missing"]
def outer(): return inner()
print("before")
outer()
print("never")
# --- uncaught custom
class MyErr(Exception): pass
raise MyErr("boom", 2)
# --- system exit
import sys
try:
    sys.exit(3)
except SystemExit as e:
    print("exit", e.code)
try:
    exit("msg")
except SystemExit as e:
    print(e.code)
# --- catching everything
try:
    raise KeyboardInterrupt
except BaseException as e:
    print(type(e).__name__)
try:
    undefined
except:
    print("bare")
# --- notes and with_traceback
e = ValueError("x"); e.add_note("n"); print(e.__notes__, e.with_traceback(None) is e, e.__traceback__)
# --- exception in __exit__ and generators
from contextlib import suppress
with suppress(KeyError, ValueError): {}["a"]
print("suppressed")
# --- recursion is an error
def r(n): return r(n + 1)
try:
    r(0)
except RecursionError as e:
    print(str(e)[:32])
# --- error in the middle of an expression
def boom(): raise RuntimeError("mid")
try:
    print([1, boom(), 2])
except RuntimeError as e: print(e)
try:
    x = {"a": boom()}
except RuntimeError as e: print(e)
try:
    f"{boom()}"
except RuntimeError as e: print(e)
# --- KeyError message of string keys
try:
    {}["a'b"]
except KeyError as e:
    print(e, "missing: %s" % e, f"{e}")
