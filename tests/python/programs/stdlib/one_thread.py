# --- locks
import threading
from threading import Lock, RLock, local
def attempt(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)
lock = Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
print(lock.release(), lock.locked()); attempt(lock.release)
with lock as taken:
    print(taken, lock.locked())
try:
    with lock:
        raise ValueError("x")
except ValueError as error:
    print(error, lock.locked())
again = RLock()
with again, again:
    print(again.acquire(), again.release())
attempt(again.release)
class Counter:
    def __init__(self):
        self._lock, self.value = threading.Lock(), 0
    def add(self):
        with self._lock:
            self.value += 1
            return self.value
counter = Counter()
print([counter.add() for _ in range(3)])
# --- local values
import threading
here = threading.local()
here.name = "a"
print(here.name, hasattr(here, "other"), vars(here))
class Context(threading.local):
    depth = 0
context = Context()
context.depth += 1
print(context.depth, Context.depth)
# --- the system
import platform, sys
print(platform.system(), sys.platform, platform.system() == "Darwin")
