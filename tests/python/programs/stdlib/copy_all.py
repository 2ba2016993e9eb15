import copy, decimal, datetime, uuid, collections, enum
from copy import copy as c, deepcopy as d
class Node:
    def __init__(self, v):
        self.v = v
        self.kids = []
class Custom:
    def __init__(self): self.log = []
    def __copy__(self):
        n = Custom(); n.log = ["copied"]; return n
    def __deepcopy__(self, memo):
        n = Custom(); n.log = ["deep", len(memo) >= 0]; return n
x = [1, [2, 3], {"a": [4]}, (5, [6]), {7}, "s", None, 1.5, b"x", frozenset([1])]
y, z = c(x), d(x)
x[1].append(9); x[2]["a"].append(9); x[3][1].append(9)
print(y, z)
print(y[1] is x[1], z[1] is x[1], z[3] is x[3], c((1, 2)) is not None, d((1, 2)), d("a") is not None)
n = Node(1); n.kids.append(Node(2)); n.kids.append(n)
m = d(n); s = c(n)
print(m.kids[0].v, m.kids[1] is m, m is not n, s.kids is n.kids, s.v)
print(c(Custom()).log, d(Custom()).log, d([Custom()])[0].log)
shared = [1]
two = d([shared, shared])
print(two[0] is two[1], two[0] is shared)
cyc = []; cyc.append(cyc)
cy = d(cyc); print(cy[0] is cy, cy is not cyc)
od = collections.OrderedDict(a=[1]); dd = collections.defaultdict(list, {"k": [1]}); cn = collections.Counter("aab"); dq = collections.deque([1, [2]], maxlen=5)
for v in (od, dd, cn, dq):
    a, b = c(v), d(v)
    print(type(a).__name__, a, b, type(b).__name__)
dd2 = d(dd); dd2["new"].append(1); print(dd2, dd)
print(d(decimal.Decimal("1.10")), d(datetime.date(2020, 1, 2)), d(uuid.UUID(int=1)), d(datetime.timedelta(1)), c(print) is print, d(len) is len, d(Node) is Node, d(int) is int)
class Color(enum.Enum):
    RED = 1
print(d(Color.RED) is Color.RED, c(Color.RED) is Color.RED, d({"a": Color.RED}))
e = d(ValueError("x", [1])); print(repr(e))
memo = {}
v = [1]; w = d(v, memo); print(memo[id(v)] is w)
class Slots:
    __slots__ = ("a", "b")
    def __init__(self): self.a = [1]
sl = Slots(); s2 = d(sl); sl.a.append(2); print(s2.a, hasattr(s2, "b"))
class L(list):
    pass
l = L([1, [2]]); l.tag = ["t"]
l2 = d(l); l3 = c(l)
print(type(l2).__name__, l2, l2.tag, l2.tag is l.tag, l3.tag is l.tag, type(l3).__name__, copy.Error)
print(d(lambda q: q)(3), [1, 2].copy(), {"a": 1}.copy(), d(range(3)), d(slice(1, 2)))
