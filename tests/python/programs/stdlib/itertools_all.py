import itertools
from itertools import *

def attempt(f, *a, **k):
    try:
        r = f(*a, **k)
        print(list(r) if hasattr(r, "__next__") else r)
    except Exception as e:
        print(type(e).__name__, e)

def take(n, it):
    return list(islice(it, n))

print(take(5, count()), take(3, count(10, 5)), take(3, count(0.5, 0.25)), take(3, count(5, -1)), take(2, count(step=3)))
print(count(3), count(1, 2), repeat(5), repeat("x", 3))
print(take(7, cycle("abc")), take(3, cycle([])), list(repeat(1, 3)), take(2, repeat(None)), list(repeat(1, -1)), repeat(1, 3).__length_hint__() if False else "")
for args in [([1, 2, 3, 4],), ([1, 2, 3], lambda a, b: a * b), ([],), ("abc",)]:
    attempt(accumulate, *args)
attempt(accumulate, [1, 2], initial=10)
attempt(accumulate, [], initial=10)
attempt(accumulate, [3, 1, 4], max)
attempt(accumulate, [1, 2], func=lambda a, b: a - b, initial=0)
attempt(chain, "ab", [1], (), {"k": 1})
attempt(chain)
attempt(chain.from_iterable, ["ab", [1, 2]])
attempt(chain, 5)
attempt(compress, "ABCDEF", [1, 0, 1, 0, 1, 1])
attempt(compress, "ABC", [True])
attempt(dropwhile, lambda x: x < 3, [1, 2, 3, 1])
attempt(takewhile, lambda x: x < 3, [1, 2, 3, 1])
attempt(filterfalse, lambda x: x % 2, range(6))
attempt(filterfalse, None, [0, 1, "", "a"])
attempt(starmap, pow, [(2, 3), (3, 2)])
attempt(starmap, lambda *a: a, ["ab", [1]])
for args in [(3,), (1, 4), (1, None), (0, 10, 3), (2, 8, 2), (None,), (0,), (5, 3), (-1,), (0, 5, 0), (0, -1), ("a",), (1, 5, None)]:
    attempt(islice, "abcdefgh", *args)
attempt(pairwise, "abcd")
attempt(pairwise, "a")
attempt(zip_longest, "ab", "xyz", fillvalue="-")
attempt(zip_longest, "ab", [1])
attempt(zip_longest)
attempt(product, "ab", [1, 2])
attempt(product, "ab", repeat=2)
attempt(product)
attempt(product, "ab", "")
attempt(product, [0, 1], repeat=0)
attempt(permutations, "abc")
attempt(permutations, "abc", 2)
attempt(permutations, "ab", 3)
attempt(permutations, "ab", 0)
attempt(permutations, "ab", -1)
attempt(combinations, "abcd", 2)
attempt(combinations, "ab", 3)
attempt(combinations, [1, 1, 2], 2)
attempt(combinations_with_replacement, "abc", 2)
attempt(combinations_with_replacement, "", 2)
attempt(combinations_with_replacement, "ab", 0)
a, b, c = tee([1, 2, 3], 3)
print(next(a), next(a), list(b), list(a), list(c))
print([(k, list(g)) for k, g in groupby("aaabbca")])
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
g = groupby("aab")
k1, g1 = next(g)
k2, g2 = next(g)
print(k1, list(g1), k2, list(g2), list(g))
print([k for k, _ in groupby([1, 1, 2])])
rows = [("a", 1), ("b", 2), ("a", 3)]
import operator
print({k: [v for _, v in grp] for k, grp in groupby(sorted(rows), key=operator.itemgetter(0))})
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2)), list(it))
print(type(count()).__name__, type(chain()).__name__, type(product()).__name__, type(cycle([])), isinstance(chain(), chain), iter(count()) is not None)

print(sum(1 for _ in product(range(10), repeat=3)), len(list(permutations(range(6)))), len(list(combinations(range(12), 6))))
attempt(lambda: next(count.__call__()) if False else next(iter([])))
print(list(map(list, zip(*[iter(range(6))] * 2))), list(chain.from_iterable(combinations([1, 2, 3], r) for r in range(4))))
def gen():
    yield 1
    raise ValueError("inside")
attempt(chain, gen(), [2])
attempt(islice, gen(), 5)
