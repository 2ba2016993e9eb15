/** Type parameters and type aliases; the outputs are those of CPython 3.12, which older ones cannot read. */
import { assertEquals } from "@std/assert";
import { runProgram } from "./support/evaluate.ts";

const programs: Readonly<Record<string, readonly [source: string, output: string]>> = {
  "type parameters of classes and functions": [
    `
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic
T_of = int
class Box[T]:
    item: T
    def __init__(self, item: T) -> None:
        self.item = item
    def map[S](self, f: "Callable[[T], S]") -> "Box[S]":
        return Box(f(self.item))
    @classmethod
    def of(cls, item: T):
        return cls(item)
class Pair[K, V: str](Box[K], Mapping[K, V]):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
    def __getitem__(self, key): return self.b
    def __iter__(self): return iter([self.item])
    def __len__(self): return 1
    def show[X: int, *Ts, **P](self, x: X = 3, *args: *Ts) -> tuple[X, T_of]:
        return super().map(lambda item: item + x).item

p = Pair(1, "b")
print(Box(2).map(lambda n: n + 1).item, Pair[int, str](1, "b").show(), p.item, dict(p), Pair.__qualname__, Pair.show.__qualname__)
print([base.__name__ for base in Pair.__mro__[:4]], Generic in Box.__mro__)
def first[T](items: list[T], default: T = None, *, key=len) -> T:
    def inner() -> T:
        return items[0]
    return inner()
print(first([4]), first.__name__, sorted(first.__annotations__))
class Outer:
    limit = 5
    def sized[T](self, x: T, n: int = limit) -> T: return (x, n)
    class In[T]:
        kind = T
        size = limit if False else 1
print(Outer().sized("a"), Outer.In.kind.__name__, Outer.In.__qualname__)
@dataclass
class Point[N]:
    x: N
    y: N
print(Point(1, 2), Point[int](1, 2) == Point(1, 2))
`,
    `3 4 1 {1: 'b'} Pair Pair.show
['Pair', 'Box', 'Mapping', 'Generic'] True
4 first ['default', 'items', 'return']
('a', 5) T Outer.In
Point(x=1, y=2) True
`,
  ],
  "type aliases": [
    `
type A[T] = list[T]
type B = int | None
type C = Later
class Later: pass
def f():
    type L = str
    return L
print(A, B.__value__, C.__value__.__name__, A.__type_params__[0].__name__, f(), f().__value__, A[int], type(B).__name__)
try:
    type D = Never_
    D.__value__
except NameError as e: print(e)
`,
    `A int | None Later T L <class 'str'> A[int] TypeAliasType
name 'Never_' is not defined
`,
  ],
};

for (const [name, [source, output]] of Object.entries(programs)) {
  Deno.test(`Interpreter evaluates ${name}`, async () => {
    assertEquals(await runProgram(source), output);
  });
}
