import collections, contextlib, functools, itertools
from collections import Counter, OrderedDict, defaultdict, deque
print(collections.ChainMap[str, int], Counter[str], OrderedDict[str, int], defaultdict[str, list], deque[int])
print(contextlib.AbstractContextManager[int], contextlib.ExitStack[int], functools.partial[int], functools.cached_property[int], itertools.chain[int])
def f(rows: deque[int], found: "defaultdict[str, int] | None" = None) -> Counter[int]:
    return Counter(rows)
print(f(deque([1, 1])), f.__annotations__["rows"])
class Names(OrderedDict[str, int]):
    pass
print(Names(a=1)["a"], defaultdict[str, list](list)["x"], deque[int]([1]))
try:
    str[int]
except TypeError as error:
    print(error)
