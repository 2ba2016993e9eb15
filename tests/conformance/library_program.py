# Uses modules of CPython's library that are written in Python; the test evaluates their sources too.
import sys
import types
if True:
    sys.hash_info = types.SimpleNamespace(modulus=2**61 - 1, inf=314159)
    sys.float_info = types.SimpleNamespace(mant_dig=53, max=1.7976931348623157e308)
import heapq, bisect, statistics, difflib, graphlib, shlex, configparser, colorsys, calendar, fnmatch, fractions
h = []
for v in [5, 3, 8, 1, 9, 2]: heapq.heappush(h, v)
print([heapq.heappop(h) for _ in range(len(h))], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, "hello"), list(heapq.merge([1, 4], [2, 3])))
print(bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2)); l = [1, 3]; bisect.insort(l, 2); print(l)
print(list(graphlib.TopologicalSorter({"D": {"B", "C"}, "B": {"A"}, "C": {"A"}}).static_order())[0])
print(shlex.split("a 'b c' d\\ e \"f g\""), shlex.quote("it's"), shlex.join(["a b", "c"]))
print("\n".join(difflib.unified_diff("a\nb\nc".split(), "a\nx\nc".split(), lineterm="")))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3), list(difflib.ndiff(["a"], ["b"])))
c = configparser.ConfigParser(); c.read_string("[a]\nx = 1\ny = %(x)s2\n[b]\nlist =\n  one\n  two\n"); print(c["a"]["y"], c.sections(), c.get("b", "list").split(), c.getint("a", "x"), c.has_option("a", "q"), dict(c["a"]))
try:
    c.get("a", "zz")
except configparser.NoOptionError as e:
    print(e, type(e).__mro__[1].__name__)
print(colorsys.rgb_to_hsv(1, 0.5, 0.25), fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a.txt", "b.py"], "*.py"))
print(calendar.month(2024, 2), calendar.isleap(2000), calendar.monthrange(2024, 2), calendar.TextCalendar().formatweek([(1, 0), (2, 1)], 3))
F = fractions.Fraction
print(F(1, 3) + F(1, 6), F("0.75"), F(3, 4) * 2, F(1, 3) < F(1, 2), float(F(1, 4)), F(7, 3) // 1, repr(F(-1, 2)), F(1.5), round(F(5, 2)), F(10, 4).limit_denominator(2), hash(F(2)) == hash(2), F(1, 2) ** 2, sum([F(1, 2), 1]))
print(statistics.mean([1, 2, 3, 4]), statistics.median([1, 3, 2]), statistics.pstdev([1, 2, 3, 4]), statistics.mode("aab"), statistics.variance([2.5, 3.5]), statistics.quantiles([1, 2, 3, 4, 5]))
