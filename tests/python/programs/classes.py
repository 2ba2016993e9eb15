# --- inheritance and super
class A:
    x = 1
    def __init__(self, n): self.n = n
    def who(self): return "A" + str(self.n)
    def __repr__(self): return f"A({self.n})"
class B(A):
    def __init__(self, n):
        super().__init__(n * 2)
        self.m = n
    def who(self): return "B" + super().who()
class C(B): pass
c = C(3)
print(c.who(), c, c.m, c.n, C.x, isinstance(c, A), issubclass(C, A), C.__mro__, C.__bases__, C.__name__, type(c).__name__, super(B, c).who())
# --- diamond
class R:
    def f(self): return ["R"]
class X(R):
    def f(self): return ["X"] + super().f()
class Y(R):
    def f(self): return ["Y"] + super().f()
class Z(X, Y):
    def f(self): return ["Z"] + super().f()
print(Z().f(), [k.__name__ for k in Z.__mro__])
try:
    class Bad(R, X): pass
except TypeError as e:
    print(e)
# --- properties, class and static methods
class T:
    _v = 1
    @property
    def v(self):
        "the v"
        return self._v
    @v.setter
    def v(self, x): self._v = x * 10
    @v.deleter
    def v(self): self._v = None
    @property
    def ro(self): return 1
    @classmethod
    def make(cls, *a): return cls, a
    @staticmethod
    def st(a): return a
t = T(); t.v = 5; print(t.v); del t.v; print(t.v, T.make(1), T.st(2), t.st(3), t.make(), T.v.__doc__)
try:
    t.ro = 1
except AttributeError as e:
    print(e)
# --- attributes
class A:
    shared = []
    def __init__(self): self.own = 1
a, b = A(), A()
a.shared.append(1); a.extra = 2; A.late = 3
print(b.shared, a.__dict__, b.late, hasattr(a, "extra"), hasattr(b, "extra"), getattr(b, "zz", "d"), vars(a))
setattr(a, "dyn", 5); delattr(a, "extra"); print(a.dyn, "extra" in a.__dict__, sorted(k for k in dir(a) if not k.startswith("_")))
for f in (lambda: a.nope, lambda: A.nope, lambda: delattr(a, "nope"), lambda: (5).x, lambda: setattr(5, "x", 1), lambda: None.x, lambda: [].foo, lambda: getattr(a, 5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- operator methods
class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __mul__(self, k): return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, o): return self.x < o.x
    def __bool__(self): return bool(self.x or self.y)
    def __abs__(self): return 5
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, *a): return a
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __iadd__(self, o): self.x += o.x; return self
    def __invert__(self): return "inv"
    def __matmul__(self, o): return "mat"
    def __divmod__(self, o): return "dm"
    def __round__(self, n=None): return ("round", n)
    def __int__(self): return 42
    def __float__(self): return 4.5
    def __index__(self): return 1
    def __format__(self, s): return f"F{s}"
v = V(1, 2)
print(v + V(3, 4), sum([V(1, 1), V(2, 2)]), v * 3, 3 * v, -v, v == V(1, 2), v != V(1, 2), v < V(2, 0), V(2, 0) > v, bool(V(0, 0)), abs(v), v[0], list(v), len(v), 2 in v, v(1, 2), {v: "k"}[V(1, 2)], ~v, v @ v, divmod(v, 1), round(v), round(v, 2), int(v), float(v), [10, 20][v], f"{v:q}", sorted([V(3, 0), V(1, 0)]), max(V(3, 0), V(1, 0)))
w = v; w += V(5, 5); print(w is v, v)
try:
    v + 1
except TypeError as e:
    print(e)
try:
    1 - v
except TypeError as e:
    print(e)
# --- defaults of object
class P: pass
p, q = P(), P()
print(p == p, p == q, p != q, repr(p).startswith("<__main__.P object at 0x"), str(p) == repr(p), hash(p) == hash(p), bool(p), {p: 1}[p], P.__doc__, p.__class__ is P, P.__module__)
for f in (lambda: p < q, lambda: p(), lambda: len(p), lambda: p[0], lambda: iter(p), lambda: p + 1, lambda: P(1), lambda: 1 in p):
    try:
        f()
    except TypeError as e:
        print(e)
# --- __eq__ without __hash__
class E:
    def __eq__(self, o): return True
try:
    {E(): 1}
except TypeError as e:
    print(e)
# --- iterator protocol
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(It(3)), [x for x in It(2)], sum(It(4)), max(It(3)), tuple(It(2)), 1 in It(3), dict(enumerate(It(2))), [*It(2)], sorted(It(3)))
a, b = It(2); print(a, b)
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Old()), 20 in Old(), [x for x in Old()])
# --- getattr hooks
class G:
    def __getattr__(self, n):
        if n.startswith("x"): return n.upper()
        raise AttributeError(f"no {n}")
    def __setattr__(self, n, v): object.__setattr__(self, n, ("set", v))
    def __delattr__(self, n): print("del", n)
g = G(); g.y = 1; print(g.xa, g.y, hasattr(g, "q"), getattr(g, "q", 7)); del g.y
# --- descriptors
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o=None): return self if i is None else i.__dict__.get(self.n, "unset")
    def __set__(self, i, v): i.__dict__[self.n] = v * 2
class H:
    a = D(); b = D()
h = H(); h.a = 4; print(h.a, h.b, isinstance(H.a, D), H.__dict__["a"].n)
# --- new, init_subclass, class_getitem
class N:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.made = a
        return o
    def __init__(self, *a): self.inited = True
n = N(1, 2); print(n.made, n.inited)
class Base:
    reg = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.reg.append((cls.__name__, tag))
    def __class_getitem__(cls, k): return (cls.__name__, k)
class S1(Base): pass
class S2(Base, tag="t"): pass
print(Base.reg, Base[int])
# --- metaclass
class M(type):
    def __new__(m, name, bases, ns):
        ns["added"] = name.lower()
        return super().__new__(m, name, bases, ns)
    def hello(cls): return "hi " + cls.__name__
    def __call__(cls, *a):
        return ("called", super().__call__(*a))
class Q(metaclass=M):
    def __init__(self, v=0): self.v = v
print(Q.added, Q.hello(), Q(3)[1].v, type(Q).__name__)
Dyn = type("Dyn", (dict,), {"z": 1, "f": lambda self: len(self)})
print(Dyn(a=1).f(), Dyn.z, Dyn.__name__)
# --- subclassing built-ins
class L(list):
    def first(self): return self[0]
class DD(dict):
    def __missing__(self, k): return k * 2
class SS(str):
    def shout(self): return self.upper() + "!"
class II(int):
    def __add__(self, o): return II(int(self) * 100 + o)
l = L([1, 2]); l.append(3); d = DD(a=1); s = SS("hi"); i = II(5)
print(l, l.first(), len(l), l + [4], d["a"], d["zz"], d, s, s.shout(), s + "x", len(s), s == "hi", {s: 1}["hi"], i + 1, i * 2, i == 5, isinstance(s, str), type(l).__name__, sorted(l, reverse=True), f"{s:>4} {i:03d}", "%s %d" % (s, i), s.split("i"), [10, 20, 30, 40, 50, 60][i], s in "ohi!", "".join([s, "j"]), json_like := repr(s))
class T2(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
t = T2(1, 2); print(t, t[0], len(t), isinstance(t, tuple), t == (1, 2))
# --- class attributes and name mangling
class P:
    __secret = 1
    def get(self): return self.__secret
    def set(self): self.__other = 2; return sorted(self.__dict__)
print(P().get(), P().set(), hasattr(P, "__secret"), P._P__secret)
# --- abstract classes
from abc import ABC, abstractmethod
class Ab(ABC):
    @abstractmethod
    def f(self): ...
    @property
    @abstractmethod
    def g(self): ...
class Im(Ab):
    def f(self): return 1
class Fu(Im):
    g = 2
print(Fu().f())
for k in (Ab, Im):
    try:
        k()
    except TypeError as e:
        print(str(e).replace("methods f, g", "methods").replace("'", ""))
# --- slots and docs
class S:
    """Doc."""
    __slots__ = ("a",)
    def __init__(self): self.a = 1
print(S().a, S.__doc__, S.__slots__)
# --- context managers
class CM:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v); return self.s
with CM(1) as a, CM(2) as b: print(a, b)
with (CM(3), CM(4) as c): print(c)
with CM(5, True): raise ValueError("gone")
try:
    with CM(6): 1 / 0
except ZeroDivisionError as e: print("caught", e)
try:
    with 5: pass
except TypeError as e: print(e)
# --- isinstance with tuples and unions
print(isinstance(1, (str, int)), isinstance(True, int), isinstance(1, bool), isinstance(1, int | str), isinstance(None, int | None), issubclass(bool, int), isinstance([], list), isinstance(type, type), isinstance(1, object))
for f in (lambda: isinstance(1, 5), lambda: issubclass(1, int)):
    try: f()
    except TypeError as e: print(e)
# --- str and repr of a class with both
class W:
    def __str__(self): return "str"
    def __repr__(self): return "repr"
w = W(); print(w, [w], f"{w} {w!r}", str(w), repr(w), "%s %r" % (w, w), {"k": w}, (w,))
class OnlyRepr:
    def __repr__(self): return "R"
print(OnlyRepr(), str(OnlyRepr()), f"{OnlyRepr()}")
# --- bool and len drive truth
class Z0:
    def __len__(self): return 0
class Z1:
    def __bool__(self): return False
print(bool(Z0()), bool(Z1()), not Z0(), "y" if Z1() else "n", all([Z0()]), any([Z1(), 1]))
# --- methods are values
class A:
    def f(self, x): return (self.n, x)
a = A(); a.n = 1; m = a.f; print(m(2), A.f(a, 3), list(map(a.f, [4])), m.__self__ is a, m.__name__, a.f == a.f)
a.g = lambda x: x * 2; print(a.g(4))
# --- object.__new__ through the class object itself
class Plain:
    def __new__(cls, *args):
        made = object.__new__(cls)
        made.args = args
        return made

print(Plain(1, 2).args, Plain.__repr__ is object.__repr__, callable(Plain.__init__))

import enum
class Channel(enum.Enum):
    EMAIL = ('Email', 2)
    def __new__(cls, value, number):
        made = object.__new__(cls)
        made._value_ = value
        made.number = number
        return made

print(Channel.EMAIL.value, Channel.EMAIL.number, Channel('Email') is Channel.EMAIL)

# --- a comparison asks an instance of a subclass first, an operator only where it has a method of its own
class Side:
    def __init__(self, name):
        self.name = name
    def __lt__(self, other):
        return f'{self.name} < {other.name}'
    def __gt__(self, other):
        return f'{self.name} > {other.name}'
    def __eq__(self, other):
        return f'{self.name} == {other.name}'
    def __add__(self, other):
        return f'{self.name} + {other.name}'
    def __radd__(self, other):
        return f'{other.name} + {self.name}, reflected'

class Inherits(Side):
    pass

class Overrides(Side):
    def __radd__(self, other):
        return f'{other.name} + {self.name}, reflected by itself'

left, right, own = Side('left'), Inherits('right'), Overrides('own')
print(left < right, right < left, left == right, left != right, left > Side('other'))
print(left + right, left + own, right + own)
