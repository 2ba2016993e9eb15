# --- list methods
a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.extend("x"); a.insert(0, "s"); a.insert(-1, "m"); a.insert(100, "e")
print(a, a.pop(), a.pop(0), a.index(2), a.count(3), a.remove("m"), a.reverse(), a, a.copy() == a, a.copy() is a)
a.clear(); print(a)
# --- list sorting
print(sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), sorted("bca"), sorted({"b": 1, "a": 2}), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted(["bb", "a", "ccc"], key=len), sorted([1, -2, 3], key=abs, reverse=True))
b = [5, 2, 9]; b.sort(); print(b); b.sort(key=lambda v: -v); print(b)
r = [("a", 1), ("b", 0), ("c", 1)]; r.sort(key=lambda t: t[1], reverse=True); print(r)
try:
    sorted([1, "a"])
except TypeError as e:
    print(e)
# --- list slices
a = list(range(10))
a[2:4] = ["x"]; print(a); a[:0] = [100]; print(a); a[::2] = [0] * len(a[::2]); print(a); del a[1:3]; print(a); del a[0]; print(a); a[1:1] = [7, 8]; print(a); a[-1] = "last"; print(a)
try:
    a[::2] = [1]
except ValueError as e:
    print(e)
# --- list errors
for f in (lambda: [1][5], lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1]["a"], lambda: [1].pop(5), lambda: [][0:1:0]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    a = [1]; a[3] = 1
except IndexError as e:
    print(e)
# --- list operators
a = [1, 2]; b = a; b += [3]; print(a, a + [4], a * 2, 2 * a, [1] == [1], [1, 2] < [1, 3], [1] < [1, 0], 2 in a, [1, [2]] == [1, [2]], a is b, [None] * 2, [[]] * 2)
# --- self-containing list
a = [1]; a.append(a); print(a); d = {}; d["d"] = d; print(d)
# --- tuples
t = (1, "a", None); print(t, t[1], t + (2,), t * 2, (), (1,), len(t), t.index("a"), t.count(None), (1, 2) < (1, 3), tuple("ab"), (1, 2) == (1, 2), hash((1, 2)) == hash((1, 2)), t[::-1], 1 in t)
a, *b, c = (1, 2, 3, 4); print(a, b, c); (x, y), z = (1, 2), 3; print(x, y, z)
# --- unpacking errors
for f in ("a, b = 1, 2, 3", "a, b = (1,)", "a, *b, c = (1,)", "a, b = 5", "(a, b), c = 1, 2"):
    try:
        if f == "a, b = 1, 2, 3": a, b = 1, 2, 3
        elif f == "a, b = (1,)": a, b = (1,)
        elif f == "a, *b, c = (1,)": a, *b, c = (1,)
        elif f == "a, b = 5": a, b = 5
        else: (a, b), c = 1, 2
    except Exception as e:
        print(type(e).__name__, e)
# --- dict basics
d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
print(d, d["a"], d.get("z"), d.get("z", 0), "a" in d, "z" not in d, len(d), list(d), list(d.values()), list(d.items()), d.pop("a"), d.pop("zz", None), d.setdefault("x", []), d.setdefault("b", 9), d)
d.update({"q": 1}, r=2); d.update([("s", 3)]); print(d, d.popitem(), d.copy(), dict(d) == d)
del d["q"]; print(d); d.clear(); print(d)
# --- dict errors
for f in (lambda: {}["a"], lambda: {}.pop("a"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {(1, []): 1}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {{}: 1}):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- dict construction
print(dict(a=1, b=2), dict([("a", 1)]), dict({"a": 1}, b=2), {**{"a": 1}, "b": 2, **{"a": 3}}, dict(zip("ab", [1, 2])), {k: v for k, v in [("x", 1)]}, dict.fromkeys("ab"), dict.fromkeys([1], 0), {"a": 1} | {"b": 2}, {1: 2} == {1.0: 2})
# --- dict views
d = {"a": 1, "b": 2}
k = d.keys(); d["c"] = 3
print(k, d.values(), d.items(), "a" in k, k & {"a", "z"}, sorted(k | {"z"}), k - {"a"} == {"b", "c"}, ("a", 1) in d.items(), len(k), list(reversed(d)), k == {"a", "b", "c"}, sorted(d.items(), key=lambda kv: -kv[1]), d.keys().isdisjoint({"q"}))
# --- dict order after changes
d = {"a": 1, "b": 2, "c": 3}; del d["a"]; d["a"] = 9; d["b"] = 7; print(d)
# --- dict changed during iteration
d = {1: 1}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as e:
    print(e)
# --- keys of every kind
d = {None: 1, (1, "a"): 2, frozenset([1]): 3, 1.5: 4, "": 5, b"x": 6, int: 7, True: 8}
print(d[None], d[(1, "a")], d[frozenset([1])], d[1.5], d[""], d[b"x"], d[int], d[1], len(d))
# --- prototype names are ordinary keys
d = {"__proto__": 1, "constructor": 2, "toString": 3, "hasOwnProperty": 4}
print(d, d.get("valueOf"), "__proto__" in {}, "constructor" in {}, {}.get("__proto__"), d.pop("__proto__"), d)
class A: pass
a = A(); a.constructor = 1; a.__proto__ = 2; a.toString = 3
print(a.constructor, a.__proto__, a.toString, a.__dict__, hasattr(a, "valueOf"), hasattr(A, "prototype"), getattr(a, "hasOwnProperty", "none"))
# --- sets
s = {1, 2, 3}
s.add(4); s.discard(9); s.discard(1)
print(sorted(s), sorted(s | {9}), sorted(s & {2, 3}), sorted(s - {2}), sorted(s ^ {2, 99}), s <= {2, 3, 4, 5}, s < s, s >= {2}, {1} == frozenset([1]), len(s), 2 in s, s.isdisjoint({7}), sorted(s.union([5], [6])), sorted(s.intersection([2])), s.issubset([2, 3, 4]), sorted(s.symmetric_difference([2])), set("aab") == {"a", "b"}, sorted(s.difference([3])))
s |= {7}; s &= {7, 2}; s -= {2}; print(s, set(), frozenset(), {1}.pop(), repr(set()), repr({1}))
for f in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: {1} | [2], lambda: {1} < [2]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- set updates
s = {1}; s.update([2, 3], {4}); s.intersection_update([1, 2, 3]); s.difference_update([3]); s.symmetric_difference_update([2, 9]); print(sorted(s)); print({frozenset([1, 2]): "x"}[frozenset([2, 1])])
# --- range
r = range(10, 0, -3)
print(r, list(r), len(r), r[1], r[-1], 4 in r, 5 in r, r[1:], list(range(3)), list(range(0)), range(3) == range(0, 3, 1), r.index(4), r.count(7), list(reversed(range(4))), range(5)[::2], bool(range(0)), 3.0 in range(5), "a" in range(3), range(10**15)[-1], sum(range(101)))
for f in (lambda: range(1, 2, 0), lambda: range("a"), lambda: range(3)[5], lambda: range(), lambda: range(1.5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- nested structures
m = {"cols": [{"name": "id", "opts": ("pk", True)}, {"name": "x", "opts": ()}], "n": {"deep": {"er": [1, [2, [3]]]}}}
print(m["cols"][0]["opts"][1], m["n"]["deep"]["er"][1][1][0], [c["name"] for c in m["cols"] if c["opts"]], m)
# --- mutable sharing
a = [[0] * 2] * 2; a[0][0] = 1; print(a); b = [[0] * 2 for _ in range(2)]; b[0][0] = 1; print(b)
x = y = []; x.append(1); print(y)
# --- del and augmented targets
d = {"a": {"b": [1, 2, 3]}}
d["a"]["b"][0] += 10; del d["a"]["b"][1]; d["a"]["c"] = d["a"].get("c", 0) + 1; print(d)
# --- comparison chains and identity
a = [1]; b = [1]
print(a == b, a is b, a is not b, 1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 != 2, None is None, (1 < 2) == True, not a, a and b, a or b, 0 or "x", "" and 1, None or 0 or [])
