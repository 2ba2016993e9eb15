/** Revisions that do not end, or go too deep. */
import { type Hostile, refused, same } from "./hostile.ts";

const ends = (name: string, body: string): Hostile =>
  refused(
    name,
    body,
    /too many steps|needs more than|more than .* choices|over the limit|field limit/,
  );
const deep = (name: string, body: string): Hostile =>
  refused(name, body, /RecursionError|nest|too deep|too many|over the limit|Exceeds|not supported/);
const nested = (open: string, close: string, depth: number, inner = "1") =>
  open.repeat(depth) + inner + close.repeat(depth);

export const endless: readonly Hostile[] = [
  ends("while True", "while True: pass"),
  ends(
    "while True in a try",
    "while True:\n    try:\n        while True: pass\n    except BaseException:\n        continue",
  ),
  ends("while True in a finally", "try:\n    1 / 0\nfinally:\n    while True: pass"),
  ends(
    "a for over an endless generator",
    "def g():\n    while True:\n        yield 1\nfor x in g(): pass",
  ),
  ends(
    "an endless generator as arguments",
    "def g():\n    while True:\n        yield 1\nprint(*g())",
  ),
  ends("an endless generator in sum", "def g():\n    while True:\n        yield 1\nsum(g())"),
  ends(
    "an endless iterator",
    "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nlist(A())",
  ),
  ends(
    "an endless sequence by __getitem__",
    "class A:\n    def __getitem__(self, i): return i\nlist(A())",
  ),
  ends(
    "a sequence without end, looked through",
    "class A:\n    def __getitem__(self, i): return i\n-1 in A()",
  ),
  ends("a text looked for in a huge range", "'x' in range(10**12)"),
  ends(
    "a hostile value counted in a huge range",
    "class A:\n    def __eq__(self, o): return False\nrange(10**12).count(A())",
  ),
  ends("a hostile value's place in a huge range", "range(10**12).index(object())"),
  same(
    "numbers looked for in a huge range",
    `
r = range(0, 10**12, 2)
assert 4.0 in r and 4.5 not in r and 3 not in r and float("nan") not in r and True not in r
assert r.index(8) == 4 and r.index(8.0) == 4 and r.count(8.0) == 1 and r.count(7) == 0`,
  ),
  ends("iter with a sentinel that does not come", "list(iter(lambda: 1, 2))"),
  ends(
    "yield from an endless generator",
    "def g():\n    while True:\n        yield 1\ndef h():\n    yield from g()\nlist(h())",
  ),
  ends("an endless comprehension", "import itertools\n[x for x in itertools.count() if x < 0]"),
  ends(
    "reduce without end",
    "import functools, itertools\nfunctools.reduce(lambda a, b: a, itertools.count())",
  ),
  ends(
    "zip of endless iterators",
    "import itertools\ndict(zip(itertools.count(), itertools.count()))",
  ),
  ends(
    "groupby without end",
    "import itertools\nfor a, b in itertools.groupby(itertools.repeat(1)): list(b)",
  ),
  ends(
    "accumulate without end",
    "import itertools\nlist(itertools.accumulate(itertools.repeat(1)))",
  ),
  ends(
    "a heap of an endless iterator",
    "import heapq, itertools\nheapq.nlargest(1, itertools.count())",
  ),
  ends(
    "a merge of endless iterators",
    "import heapq, itertools\nlist(heapq.merge(itertools.count(), itertools.count()))",
  ),
  ends(
    "a csv of an endless iterator",
    "import csv, itertools\nlist(csv.reader(itertools.repeat('a,b')))",
  ),
  ends(
    "an open quote over endless lines",
    "import csv, itertools\nnext(csv.reader(itertools.chain(['\"'], itertools.repeat('a'))))",
  ),
  ends("a join of an endless iterator", "import itertools\n','.join(itertools.repeat('x'))"),
  ends(
    "a dict of an endless iterator",
    "import itertools\n{}.update((i, i) for i in itertools.count())",
  ),
  ends("a set update of an endless iterator", "import itertools\nset().update(itertools.count())"),
  ends("a list extended without end", "import itertools\n[].extend(itertools.count())"),
  ends("an unpacking without end", "import itertools\na, *b = itertools.count()"),
  ends(
    "a __len__ that is asked for ever",
    "class A:\n    def __len__(self):\n        while True: pass\nlen(A())",
  ),
  ends(
    "a __del__ that does not matter and a loop",
    "class A:\n    def __del__(self): pass\nwhile True: A()",
  ),
  ends(
    "a context manager that swallows all",
    "class A:\n    def __enter__(self): return self\n    def __exit__(self, *a): return True\nwhile True:\n    with A():\n        raise ValueError()",
  ),
  ends(
    "a property that loops",
    "class A:\n    @property\n    def x(self):\n        while True: pass\nA().x",
  ),
  ends(
    "a metaclass that loops",
    "class M(type):\n    def __call__(cls):\n        while True: pass\nclass A(metaclass=M): pass\nA()",
  ),
  ends("a decorator that loops", "def d(f):\n    while True: pass\n@d\ndef g(): pass"),
  ends("sleep", "import time\nwhile True:\n    time.sleep(0)"),
  ends(
    "an await of itself",
    "import asyncio\nasync def f():\n    while True:\n        await asyncio.sleep(0)\nasyncio.run(f())",
  ),
  ends("random that retries", "import random\nwhile True: random.random()"),
  ends("textwrap.wrap without end", "import textwrap\ntextwrap.wrap('x' * 10**7, width=1)"),
  ends("warnings without end", "import warnings\nwhile True: warnings.warn('x')"),
  ends("logs without end", "import logging\nwhile True: logging.warning('x')"),
  ends("prints without end", "while True: print('x')"),
  ends("regex: nested repetition", "import re\nre.match('(a+)+$', 'a' * 50 + 'b')"),
  ends("regex: alternatives", "import re\nre.match('(a|a)*$', 'a' * 60 + 'b')"),
  ends("regex: overlapping words", "import re\nre.match(r'(\\w+\\s?)*!', 'a' * 60)"),
  ends("regex: repetition of optional", "import re\nre.match('(a?){60}a{60}!', 'a' * 60)"),
  ends("regex: references", "import re\nre.search(r'(a*)*\\1b', 'a' * 80)"),
  ends("regex: quadratic search", "import re\nwhile True: re.search('a*b', 'a' * 10_000)"),
  ends("regex: lookbehind", "import re\nre.sub(r'(?=(a+)+$)', '', 'a' * 60 + 'b')"),
  ends("regex: findall of empty", "import re\nwhile True: re.findall('', 'x' * 10**6)"),
  ends("regex: split", "import re\nwhile True: re.split('x', 'x' * 10**6)"),
  ends("fnmatch", "import fnmatch\nfnmatch.fnmatch('a' * 100, '*a' * 50 + 'b')\nwhile True: pass"),
  refused(
    "regex: a huge count",
    "import re\nre.compile('(a{1000000000}){1000000000}').match('a')\nwhile True: pass",
    /./,
  ),
  refused(
    "regex: counts in counts",
    "import re\nre.compile('((((((a{100}){100}){100}){100}){100}){100})').match('a' * 1000)\nwhile True: pass",
    /./,
  ),
  refused("regex: many groups", "import re\nre.compile('(a)' * 10**5)\nwhile True: pass", /./),
  deep("regex: deep nesting", "import re\nre.compile('(' * 20_000 + ')' * 10_000)"),
  deep(
    "regex: deep nesting of lookaheads",
    "import re\nre.match('(?=' * 5000 + 'a' + ')' * 5000, 'a')\nwhile True: pass",
  ),
  // Depth.
  deep("a function that calls itself", "def f():\n    f()\nf()"),
  deep("functions that call each other", "def f(): g()\ndef g(): f()\nf()"),
  deep("a lambda that calls itself", "f = lambda: f()\nf()"),
  deep(
    "recursion that catches its end",
    "def f():\n    try:\n        f()\n    except RecursionError:\n        f()\nf()",
  ),
  deep("a generator of itself", "def g():\n    yield from g()\nlist(g())"),
  deep("a comprehension of itself", "def f(): return [f() for _ in [1]]\nf()"),
  deep(
    "__getattr__ of itself",
    "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().a",
  ),
  deep("__getattr__ of the same", "class A:\n    def __getattr__(self, n): return self.b\nA().a"),
  deep("__getattribute__", "class A:\n    def __getattribute__(self, n): return self.x\nA().a"),
  deep("__setattr__", "class A:\n    def __setattr__(self, n, v): self.x = v\nA().a = 1"),
  deep("__eq__ of itself", "class A:\n    def __eq__(self, o): return self == o\nA() == A()"),
  deep("__eq__ in a list", "class A:\n    def __eq__(self, o): return [self] == [o]\nA() == A()"),
  deep("__hash__ of itself", "class A:\n    def __hash__(self): return hash(self)\n{A(): 1}"),
  deep("__hash__ in a tuple", "class A:\n    def __hash__(self): return hash((self,))\n{A(): 1}"),
  deep("__repr__ of itself", "class A:\n    def __repr__(self): return repr(self)\nrepr(A())"),
  deep("__repr__ in a list", "class A:\n    def __repr__(self): return repr([self])\nrepr(A())"),
  deep(
    "__repr__ in a format string",
    "class A:\n    def __repr__(self): return f'{self!r}'\nf'{A()}'",
  ),
  deep("__str__ of itself", "class A:\n    def __str__(self): return str(self)\nstr(A())"),
  deep("__str__ by %", "class A:\n    def __str__(self): return '%s' % self\n'%s' % A()"),
  deep("__str__ by format", "class A:\n    def __str__(self): return '{}'.format(self)\nstr(A())"),
  deep(
    "__format__ of itself",
    "class A:\n    def __format__(self, s): return format(self, s)\nformat(A())",
  ),
  deep("__bool__ of itself", "class A:\n    def __bool__(self): return bool(self)\nbool(A())"),
  deep("__len__ of itself", "class A:\n    def __len__(self): return len(self)\nlen(A())"),
  deep("__iter__ of itself", "class A:\n    def __iter__(self): return iter(self)\nlist(A())"),
  deep("__call__ of itself", "class A:\n    def __call__(self): return self()\nA()()"),
  deep("__index__ of itself", "class A:\n    def __index__(self): return [1][self]\n[1][A()]"),
  deep(
    "__contains__ of itself",
    "class A:\n    def __contains__(self, x): return x in self\n1 in A()",
  ),
  deep(
    "__lt__ in sorted",
    "class A:\n    def __lt__(self, o): return sorted([self, o]) == 1\nsorted([A(), A()])",
  ),
  deep("__add__ of itself", "class A:\n    def __add__(self, o): return self + o\nA() + 1"),
  deep("__radd__ of itself", "class A:\n    def __radd__(self, o): return o + self\n1 + A()"),
  deep("__getitem__ of itself", "class A:\n    def __getitem__(self, i): return self[i]\nA()[1]"),
  deep(
    "__missing__ of itself",
    "class A(dict):\n    def __missing__(self, k): return self[k]\nA()[1]",
  ),
  deep("__new__ of itself", "class A:\n    def __new__(cls): return cls()\nA()"),
  deep("__init__ of itself", "class A:\n    def __init__(self): A()\nA()"),
  deep(
    "__init_subclass__ of itself",
    "class A:\n    def __init_subclass__(cls): type('B', (A,), {})\nclass C(A): pass",
  ),
  deep(
    "__enter__ of itself",
    "class A:\n    def __enter__(self):\n        with self: pass\n    def __exit__(self, *a): pass\nwith A(): pass",
  ),
  deep("a property of itself", "class A:\n    @property\n    def x(self): return self.x\nA().x"),
  deep(
    "a descriptor of itself",
    "class D:\n    def __get__(self, i, o): return i.x\nclass A:\n    x = D()\nA().x",
  ),
  deep("a sort key of itself", "def k(x): return sorted([x], key=k)\nk(1)"),
  deep("map of itself", "def f(x): return list(map(f, [x]))\nf(1)"),
  deep(
    "functools.partial of itself",
    "import functools\ndef f(x=1): return functools.partial(f)()\nf()",
  ),
  deep(
    "functools.partial, nested",
    "import functools\np = print\nfor i in range(10_000):\n    p = functools.partial(p, 1)\np()",
  ),
  deep(
    "functools.lru_cache of itself",
    "import functools\n@functools.lru_cache(None)\ndef f(n): return f(n + 1)\nf(0)",
  ),
  deep(
    "functools.reduce of itself",
    "import functools\ndef f(a, b): return functools.reduce(f, [a, b])\nf(1, 2)",
  ),
  deep("re.sub of itself", "import re\ndef f(m): return re.sub('a', f, 'a')\nf(None)"),
  deep(
    "json default of itself",
    "import json\nclass A: pass\njson.dumps(A(), default=lambda o: A())",
  ),
  deep(
    "dataclass repr",
    "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: object\na = A(1)\nfor i in range(10_000):\n    a = A(a)\nrepr(a)",
  ),
  deep(
    "str.join of itself",
    "class A(str):\n    def __str__(self): return ''.join([str(self)])\nstr(A('x'))",
  ),
  deep(
    "an isinstance of nested tuples",
    "t = int\nfor i in range(10_000):\n    t = (t,)\nisinstance(1, t)",
  ),
  refused(
    "an exception in its own str",
    "class E(Exception):\n    def __str__(self): return str(self)\nraise E()",
    /E/,
  ),
  same(
    "an exception whose cause is itself",
    "e = ValueError('x')\ntry:\n    raise e from e\nexcept ValueError: pass",
  ),
  ends(
    "exceptions chained without end",
    "e = None\nwhile True:\n    try:\n        raise ValueError() from e\n    except ValueError as x:\n        e = x",
  ),
  refused(
    "a long chain of exceptions that is shown",
    "e = None\nfor i in range(5_000):\n    try:\n        raise ValueError(str(i)) from e\n    except ValueError as x:\n        e = x\nraise e",
    /ValueError/,
  ),
  // Depth of data.
  deep("the repr of a deep list", "a = []\nfor i in range(10_000):\n    a = [a]\nrepr(a)"),
  deep("the repr of a deep dict", "a = {}\nfor i in range(10_000):\n    a = {1: a}\nrepr(a)"),
  deep("the str of a deep tuple", "a = ()\nfor i in range(10_000):\n    a = (a,)\nstr(a)"),
  deep(
    "the comparison of deep lists",
    "a, b = [], []\nfor i in range(10_000):\n    a, b = [a], [b]\na == b",
  ),
  deep(
    "the order of deep lists",
    "a, b = [], []\nfor i in range(10_000):\n    a, b = [a], [b]\na < b",
  ),
  deep("the hash of a deep tuple", "a = ()\nfor i in range(10_000):\n    a = (a,)\nhash(a)"),
  deep(
    "json of a deep list",
    "import json\na = []\nfor i in range(10_000):\n    a = [a]\njson.dumps(a)",
  ),
  deep(
      "json of a list in itself",
      "import json\na = []\na.append(a)\njson.dumps(a)\nraise RecursionError()",
    ).name === ""
    ? [] as never
    : refused(
      "json of a list in itself",
      "import json\na = []\na.append(a)\njson.dumps(a)",
      /Circular/,
    ),
  deep("json text, deep", "import json\njson.loads('[' * 20_000 + ']' * 10_000)"),
  deep(
    "json text of deep objects",
    `import json\njson.loads('{"a":' * 20_000 + '1' + '}' * 10_000)`,
  ),
  deep(
    "copy.deepcopy of a deep list",
    "import copy\na = []\nfor i in range(10_000):\n    a = [a]\ncopy.deepcopy(a)",
  ),
  deep(
    "a deep iterator",
    "import itertools\ni = iter([])\nfor _ in range(10_000):\n    i = itertools.chain(i)\nlist(i)",
  ),
  deep("a deep map", "i = [1]\nfor _ in range(10_000):\n    i = map(str, i)\nlist(i)"),
  deep("a deep generator", "i = [1]\nfor _ in range(10_000):\n    i = (x for x in i)\nlist(i)"),
  deep("a deep zip", "i = [1]\nfor _ in range(10_000):\n    i = zip(i)\nlist(i)"),
  deep(
    "a deep islice",
    "import itertools\ni = iter([1])\nfor _ in range(10_000):\n    i = itertools.islice(i, 1)\nlist(i)",
  ),
  deep("a deep enumerate", "i = [1]\nfor _ in range(10_000):\n    i = enumerate(i)\nlist(i)"),
  deep(
    "deep bound methods",
    "class A: pass\na = A()\nfor _ in range(10_000):\n    class B(type(a)): pass\n    a = B()\na.x",
  ),
  deep(
    "a deep ChainMap",
    "import collections\nc = {}\nfor _ in range(10_000):\n    c = collections.ChainMap(c)\nc.get('x')\nraise RecursionError()",
  ),
  deep(
    "a deep expression of sqlalchemy",
    "e = sa.column('a')\nfor _ in range(10_000):\n    e = e + 1\nop.execute(sa.select(e))",
  ),
  deep(
    "a deep condition of sqlalchemy",
    "e = sa.column('a') == 1\nfor _ in range(10_000):\n    e = sa.not_(sa.and_(e, sa.column('b') == 2))\nop.execute(sa.select(e))",
  ),
  deep(
    "a deep function of sqlalchemy",
    "e = sa.column('a')\nfor _ in range(10_000):\n    e = sa.func.f(e)\nop.execute(sa.select(e))",
  ),
  deep(
    "a deep subquery",
    "s = sa.select(sa.column('a'))\nfor _ in range(10**4):\n    s = sa.select(s.subquery())\nop.execute(s)",
  ),
  deep(
    "a deep array type",
    "from sqlalchemy.dialects import postgresql\nt = sa.Integer()\nfor _ in range(10_000):\n    t = postgresql.ARRAY(t)\nop.add_column('t', sa.Column('a', t))\nraise RecursionError()",
  ),
  deep(
    "a deep literal value",
    "a = []\nfor _ in range(10_000):\n    a = [a]\nop.execute(sa.text('SELECT :a').bindparams(a=a))\nraise RecursionError()",
  ),
  deep(
    "a deep default in JSON",
    "from sqlalchemy.dialects import postgresql\na = []\nfor _ in range(10_000):\n    a = [a]\nop.bulk_insert(sa.table('t', sa.column('a', postgresql.JSONB)), [{'a': a}])",
  ),
  deep(
    "a deep union of types",
    "import typing\nt = int\nfor _ in range(10_000):\n    t = typing.Optional[typing.List[t]]\nrepr(t)",
  ),
  deep("a deep | of types", "t = int | str\nfor _ in range(10_000):\n    t = list[t]\nrepr(t)"),
  // Depth of source.
  deep("deep parentheses", nested("(", ")", 10_000)),
  deep("deep lists", nested("[", "]", 10_000)),
  deep("deep dicts", nested("{1:", "}", 10_000)),
  deep("deep calls", nested("f(", ")", 10_000)),
  deep("deep lambdas", nested("lambda: ", "", 10_000)),
  deep("deep not", nested("not ", "", 10_000)),
  deep("deep minus", nested("-", "", 10_000)),
  deep("deep conditionals", nested("1 if 1 else ", "", 10_000)),
  deep("deep sums", `x = ${"1 + ".repeat(10_000)}1\nraise RecursionError()`),
  deep("deep powers", nested("1 ** ", "", 10_000)),
  deep("deep attributes", `x = op${".a".repeat(10_000)}\nraise RecursionError()`),
  deep("deep subscripts", `x = op${"[0]".repeat(10_000)}\nraise RecursionError()`),
  deep("deep calls of calls", `x = op${"()".repeat(10_000)}\nraise RecursionError()`),
  deep("deep f-strings", nested("f'{", "}'", 10_000)),
  deep("deep comprehension", `${"[".repeat(3_000)}1${" for x in y]".repeat(3_000)}`),
  deep("a chain of comparisons", `x = ${"1 < ".repeat(10_000)}2\nraise RecursionError()`),
  deep("a chain of or", `x = ${"0 or ".repeat(10_000)}0\nraise RecursionError()`),
  deep("a chain of assignments", `${"x = ".repeat(10_000)}0\nraise RecursionError()`),
  deep(
    "deep blocks",
    Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}if 1:`).join("\n") +
      `\n${" ".repeat(300)}pass`,
  ),
  deep("a chain of elif", `if 0: pass\n${"elif 0: pass\n".repeat(10_000)}raise RecursionError()`),
  deep(
    "deep functions",
    Array.from({ length: 90 }, (_, i) => `${" ".repeat(i)}def f():`).join("\n") +
      `\n${" ".repeat(90)}pass\nraise RecursionError()`,
  ),
  deep("deep patterns", `match 1:\n    case ${nested("[", "]", 20_000, "x")}: pass`),
  deep("deep targets", `${nested("[", "]", 20_000, "x")} = 1`),
  refused("deep decorators", `${"@f\n".repeat(10_000)}def g(): pass`, "NameError"),
  refused("await of await", `async def f():\n    ${"await ".repeat(10_000)}1`, "invalid syntax"),
  deep(
    "a type of deep subscripts",
    `x: ${nested("list[", "]", 20_000, "int")} = 1\nraise RecursionError()`,
  ),
  refused(
    "a long number in the source",
    `x = ${"9".repeat(1_000_000)}\nraise ValueError`,
    /Exceeds the limit|ValueError/,
  ),
  refused(
    "a long hexadecimal number in the source",
    `x = 0x${"f".repeat(5_000_000)}\nraise ValueError`,
    /over the limit|too large|ValueError/,
  ),
  refused("a long line", `x = "${"x".repeat(2_000_000)}"\nraise ValueError`, /ValueError/),
  refused("an open string of a long file", `x = """${"x\n".repeat(100_000)}`, /unterminated/),
  refused(
    "many lines that go on",
    `x = 1 + \\\n${"\\\n".repeat(200_000)}1\nraise ValueError`,
    /ValueError|./,
  ),
  refused("NUL in the source", "x = 1\0", /null bytes|NUL|invalid/),
];
