import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  BudgetExceededError,
  Interpreter,
  type InterpreterContext,
  type InterpreterOptions,
  type LoadedModule,
  nativeClass,
  nativeFunction,
  nativeModule,
  type PyInstance,
  type PyModule,
  PyOpaque,
  PythonError,
  raise,
  UnsupportedConstructError,
  type Value,
} from "../../src/python/mod.ts";
import { PythonSyntaxError } from "../../src/python/syntax/mod.ts";
import { runProgram } from "./support/evaluate.ts";

/** A loader of modules given as objects. */
function loader(modules: Record<string, LoadedModule>) {
  return { load: (name: string) => Object.hasOwn(modules, name) ? modules[name] : undefined };
}

function source(path: string, text: string, isPackage = false): LoadedModule {
  return { kind: "source", path, source: text, isPackage };
}

/** Runs a module and gives it. */
async function load(
  text: string,
  options: InterpreterOptions = {},
): Promise<{ interpreter: Interpreter; module: PyModule }> {
  const interpreter = new Interpreter(options);
  const prepared = await interpreter.prepare(text, "versions/a.py");
  const progress = interpreter.runModule(prepared, "a").start();
  assert(progress.done);
  return { interpreter, module: progress.value };
}

/** A native module `db` whose `fetch(x)` asks the host and gives the answer. */
const database: LoadedModule = {
  kind: "native",
  create: (context) =>
    nativeModule("db", {
      fetch: nativeFunction("fetch", "what", function* (what: Value) {
        return (yield { what, guarded: context.guarded, place: context.currentPlace() }) as Value;
      }),
      where: nativeFunction("where", "", () => {
        const place = context.currentPlace();
        return `${place?.path}:${place?.line}:${place?.column}`;
      }),
      host: nativeFunction("host", "", () => String(context.host)),
    }),
};

Deno.test("Interpreter calls a function of a module and gives its value", async () => {
  const { interpreter, module } = await load("def f(a, *, b=2):\n    return a + b\n");
  const progress = interpreter.callFunction(module.get("f")!, [40], new Map([["b", 5]])).start();
  assertEquals(progress, { done: true, value: 45 });
});

Deno.test("Interpreter pauses at a request of native code and goes on with the answer", async () => {
  const body = `
import db
def f():
    total = 0
    for part in [db.fetch("a"), db.fetch("b")]:
        total += part
    return {"sum": total + sum(db.fetch(x) for x in "cd"), "list": [db.fetch(x) for x in "e"]}
`;
  const { interpreter, module } = await load(body, { loader: loader({ db: database }) });
  const asked: unknown[] = [];
  const answers: Record<string, number> = { a: 1, b: 10, c: 100, d: 1000, e: 7 };
  const execution = interpreter.callFunction(module.get("f")!);
  let progress = execution.start();
  while (!progress.done) {
    const { what } = progress.request as { what: string };
    asked.push(what);
    progress = execution.resume(answers[what]);
  }
  assertEquals(asked, ["a", "b", "c", "d", "e"]);
  assertEquals(progress.done, true);
  interpreter.environment;
  const repr = interpreter.evaluateExpression("repr(x)", new Map([["x", progress.value]]));
  assertEquals(repr, "{'sum': 1111, 'list': [7]}");
});

Deno.test("Interpreter lets Python catch an error that the host throws at a request", async () => {
  const body = `
import db
def f():
    try:
        db.fetch("x")
    except Exception as e:
        return "caught " + str(e)
    finally:
        db.fetch("y")
`;
  const { interpreter, module } = await load(body, { loader: loader({ db: database }) });
  const execution = interpreter.callFunction(module.get("f")!);
  const first = execution.start();
  assert(!first.done);
  assertEquals((first.request as { guarded: boolean }).guarded, true);
  const second = execution.throw(raise("ValueError", "no"));
  assert(!second.done);
  assertEquals((second.request as { guarded: boolean }).guarded, false);
  assertEquals(execution.resume(null), { done: true, value: "caught no" });
});

Deno.test("Interpreter keeps apart the stacks of two runs that are paused at once", async () => {
  const body = `
import db
def f(n):
    return (db.fetch(n), db.where(), db.host())
`;
  const { interpreter, module } = await load(body, { loader: loader({ db: database }) });
  const one = interpreter.callFunction(module.get("f")!, [1], null, { host: "first" });
  const two = interpreter.callFunction(module.get("f")!, [2], null, { host: "second" });
  one.start();
  two.start();
  const second = two.resume("b");
  const first = one.resume("a");
  const text = (value: Value) => interpreter.evaluateExpression("repr(x)", new Map([["x", value]]));
  assert(first.done && second.done);
  assertEquals(text(first.value), "('a', 'versions/a.py:4:26', 'first')");
  assertEquals(text(second.value), "('b', 'versions/a.py:4:26', 'second')");
});

Deno.test("Interpreter asks before a body that may swallow a database error, and only then", async () => {
  const body = `
import db
def f():
    try:
        pass
    except KeyError:
        pass
    try:
        pass
    finally:
        pass
    try:
        pass
    except Exception:
        pass
`;
  const { interpreter, module } = await load(body, { loader: loader({ db: database }) });
  let asked = 0;
  const execution = interpreter.callFunction(module.get("f")!, [], null, {
    enterGuard: () => {
      asked++;
      return undefined;
    },
  });
  assertEquals(execution.start().done, true);
  assertEquals(asked, 1);
});

Deno.test("currentPlace() is the innermost place in the revision, not in its helpers", async () => {
  const helper = source("/app/helpers.py", "import db\ndef helper():\n    return db.where()\n");
  const { interpreter, module } = await load(
    "from helpers import helper\n\ndef f():\n    return [\n        helper(),\n    ]\n",
    { loader: loader({ db: database, helpers: helper }) },
  );
  const progress = interpreter.callFunction(module.get("f")!).start();
  assert(progress.done);
  const text = interpreter.evaluateExpression("x[0]", new Map([["x", progress.value]]));
  assertEquals(text, "versions/a.py:5:9");
});

Deno.test("Interpreter reports an uncaught exception with its traceback", async () => {
  const { interpreter, module } = await load(
    "class Bad(Exception):\n    pass\n\ndef inner():\n    raise Bad('x', 1)\n\ndef outer():\n    return inner()\n",
  );
  const error = assertThrows(
    () => interpreter.callFunction(module.get("outer")!).start(),
    PythonError,
    "a.Bad: ('x', 1)",
  );
  assertEquals(
    error.traceback.map(({ path, line, functionName }) => [path, line, functionName]),
    [["versions/a.py", 8, "outer"], ["versions/a.py", 5, "inner"]],
  );
  assertEquals(error.place?.line, 5);
});

Deno.test("Interpreter reports a syntax error before anything runs", async () => {
  await assertRejects(() => new Interpreter().prepare("x = (1,\n", "a.py"), PythonSyntaxError);
});

Deno.test("Interpreter imports packages, submodules and relatives from source", async () => {
  const modules = {
    app: source(
      "/app/__init__.py",
      "from .base import VALUE\nfrom . import base as b\nNAME = __name__\n",
      true,
    ),
    "app.base": source("/app/base.py", "VALUE = 41\nPACKAGE = __package__\n"),
    "app.sub": source("/app/sub/__init__.py", "", true),
    "app.sub.leaf": source(
      "/app/sub/leaf.py",
      "from ..base import VALUE as V\nfrom .. import NAME\nX = V + 1\n",
    ),
  };
  const { module } = await load(
    `
import app.sub.leaf
import app.base as base
from app.sub import leaf
from app.base import *
print(app.sub.leaf.X, base.PACKAGE, leaf.NAME, VALUE, app.b is base)
OUT = (app.sub.leaf.X, base.PACKAGE, leaf.NAME, VALUE, app.b is base)
`,
    { loader: loader(modules) },
  );
  const out = module.get("OUT");
  assertEquals((out as unknown as { items: Value[] }).items, [42, "app", "app", 41, true]);
});

Deno.test("Interpreter imports a module anew after it raised", async () => {
  const modules = { app: source("/app.py", "VALUE = 1\nraise ValueError('half-made')\n") };
  const { module } = await load(
    `
OUT = []
for _ in range(2):
    try:
        import app
    except ValueError as error:
        OUT.append(str(error))
`,
    { loader: loader(modules) },
  );
  const out = module.get("OUT");
  assertEquals((out as unknown as { items: Value[] }).items, ["half-made", "half-made"]);
});

Deno.test("An import that cannot be resolved is no error until it is used", async () => {
  const body = `
import numpy as np
from app.models import User, Base
from app.db import *
TABLE = User.__table__
class Mine(Base):
    id = 1
@np.vectorize
def g(): pass
def unused(): return np.array([1])
def fine(): return 1
def star(): return something
`;
  const { interpreter, module } = await load(body);
  assert(module.get("TABLE") instanceof PyOpaque);
  assert(module.get("Mine") instanceof PyOpaque);
  assertEquals(interpreter.callFunction(module.get("fine")!).start(), { done: true, value: 1 });
  const error = assertThrows(
    () => interpreter.callFunction(module.get("unused")!).start(),
    UnsupportedConstructError,
    "import numpy",
  );
  assertEquals(error.construct, "import numpy");
  assertEquals([error.place?.path, error.place?.line], ["versions/a.py", 10]);
  assertStringIncludes(error.message, "versions/a.py:2");
  assertThrows(
    () => interpreter.callFunction(module.get("star")!).start(),
    UnsupportedConstructError,
    "app.db",
  );
});

Deno.test("A helper with a syntax error is an error when it is used, not before", async () => {
  const { interpreter, module } = await load(
    "import helper\ndef fine(): return 1\ndef used(): return helper.x\n",
    { loader: loader({ helper: source("/app/helper.py", "def (:\n") }) },
  );
  assertEquals(interpreter.callFunction(module.get("fine")!).start(), { done: true, value: 1 });
  assertThrows(
    () => interpreter.callFunction(module.get("used")!).start(),
    UnsupportedConstructError,
    "cannot be read",
  );
});

Deno.test("Each run has the whole step budget", async () => {
  const body = "def f():\n    for i in range(500):\n        pass\n    return i\n";
  const { interpreter, module } = await load(body, { steps: 1500 });
  for (let run = 0; run < 5; run++) {
    assertEquals(interpreter.callFunction(module.get("f")!).start(), { done: true, value: 499 });
  }
});

Deno.test("Python code cannot catch the error of what cannot be evaluated", async () => {
  const { interpreter, module } = await load(
    "import numpy\ndef f():\n    try:\n        numpy.x\n    except BaseException:\n        return 1\n    finally:\n        pass\n",
  );
  assertThrows(
    () => interpreter.callFunction(module.get("f")!).start(),
    UnsupportedConstructError,
  );
});

Deno.test("A call of something unresolved at module level is not left out silently", async () => {
  await assertRejects(
    () => load("import hooks\nhooks.register()\n"),
    UnsupportedConstructError,
    "hooks",
  );
});

Deno.test("A lenient interpreter passes unresolved values on until they matter", async () => {
  const body = `
from app import settings, make
url = settings.get("url").value["x"]
make(url)
with settings.open() as f:
    f.read()
async def a():
    return await settings.load()
import asyncio
r = asyncio.run(a())
def truth(): return 1 if url else 2
def text(): return f"x{url}" + str(url)
def loop(): return list(url)
`;
  const { interpreter, module } = await load(body, { opaque: "lenient" });
  assert(module.get("r") instanceof PyOpaque);
  const text = interpreter.callFunction(module.get("text")!).start();
  assert(text.done && text.value instanceof PyOpaque);
  for (const name of ["truth", "loop"]) {
    assertThrows(
      () => interpreter.callFunction(module.get(name)!).start(),
      UnsupportedConstructError,
      "app",
    );
  }
});

Deno.test("Interpreter evaluates expressions and blocks of templates with given variables", async () => {
  const interpreter = new Interpreter();
  const variables = new Map<string, Value>([["up", "abc"], ["n", 3]]);
  assertEquals(interpreter.evaluateExpression("repr(up) + ',' * n", variables), "'abc',,,");
  const block = await interpreter.prepare("m = [i * n for i in range(n)]\ntotal = sum(m)\n", "t");
  assert(interpreter.runBlock(block, variables).start().done);
  assertEquals(variables.get("total"), 9);
});

Deno.test("Native classes can be derived from and their methods overridden", async () => {
  const made = (_context: InterpreterContext) => {
    const base = nativeClass({
      name: "Base",
      module: "lib",
      init: ["value, *, size=1", (self: PyInstance, value: Value, size: Value) => {
        self.native = [value, size];
      }],
      methods: {
        describe: ["", (self: PyInstance) => `base ${(self.native as Value[]).join(" ")}`],
        __enter__: ["", (self: PyInstance) => self],
        __exit__: ["*args", () => false],
      },
      properties: { value: (self: PyInstance) => (self.native as Value[])[0]! },
    });
    return nativeModule("lib", { Base: base });
  };
  const { module } = await load(
    `
import lib
class Mine(lib.Base):
    cache_ok = True
    def __init__(self, v):
        super().__init__(v * 2, size=9)
    def describe(self):
        return "mine over " + super().describe()
with Mine(4) as m:
    out = (m.describe(), m.value, isinstance(m, lib.Base), Mine.cache_ok)
try:
    lib.Base()
except TypeError as e:
    message = str(e)
`,
    { loader: loader({ lib: { kind: "native", create: made } }) },
  );
  assertEquals((module.get("out") as unknown as { items: Value[] }).items, [
    "mine over base 8 9",
    8,
    true,
    true,
  ]);
  assertEquals(
    module.get("message"),
    "Base.__init__() missing 1 required positional argument: 'value'",
  );
});

Deno.test("Database access where no pause is possible is an error that says so", async () => {
  const body =
    "import db\nclass K:\n    def __str__(self): return db.fetch('x')\ndef f(): return str(K())\n";
  const { interpreter, module } = await load(body, { loader: loader({ db: database }) });
  assertThrows(
    () => interpreter.callFunction(module.get("f")!).start(),
    UnsupportedConstructError,
    "reading from the database is not possible inside a special method",
  );
});

const hostile: readonly (readonly [name: string, program: string, error: string])[] = [
  ["an endless loop", "while True: pass", "too many steps"],
  ["an endless generator", "list(x for x in iter(int, 1))", "too many steps"],
  ["an endless native iterator", "import itertools\nlist(itertools.count())", "too many steps"],
  ["a sum without end", "import itertools\nsum(itertools.repeat(1))", "too many steps"],
  ["a huge string", "'a' * 10**12", "over the limit"],
  ["a string that doubles", "s = 'a'\nwhile True: s += s", "over the limit"],
  ["a huge list", "[0] * 10**10", "over the limit"],
  ["a list of a huge range", "list(range(10**12))", "over the limit"],
  ["a huge power", "10**10**10", "over the limit"],
  ["a huge shift", "1 << 10**12", "over the limit"],
  ["a product that grows", "x = 2\nwhile True: x *= x", "over the limit"],
  ["a huge width", "'%999999999999d' % 1", "over the limit"],
  ["a huge format width", "format(1, '999999999999')", "over the limit"],
  ["a huge padding", "'a'.ljust(10**12)", "over the limit"],
  ["huge bytes", "bytes(10**12)", "over the limit"],
  [
    "a join of much",
    "','.join(['a' * 10**6] * 1000)",
    "over the limit",
  ],
];
for (const [name, program, message] of hostile) {
  Deno.test(`Interpreter stops at ${name}`, async () => {
    await assertRejects(
      () => runProgram(program, { steps: 200_000 }),
      BudgetExceededError,
      message,
    );
  });
}

const refused: readonly (readonly [program: string, construct: string])[] = [
  ["open('/etc/passwd')", "open()"],
  ["eval('1')", "eval()"],
  ["exec('1')", "exec()"],
  ["compile('1', 'x', 'eval')", "compile()"],
  ["import os\nos.system('ls')", "os.system()"],
  ["import os\nos.listdir('.')", "os.listdir()"],
  ["().__class__.__bases__[0].__subclasses__()", "__subclasses__()"],
  ["object.__subclasses__()", "__subclasses__()"],
  ["from pathlib import Path\nPath('x').read_text()", "Path.read_text()"],
  ["import subprocess\nsubprocess.run(['ls'])", "import subprocess"],
  ["x = 1j", "a complex number"],
  ["try:\n    pass\nexcept* ValueError:\n    pass", "except*"],
];
for (const [program, construct] of refused) {
  Deno.test(`Interpreter refuses ${JSON.stringify(program)} by name`, async () => {
    const error = await assertRejects(() => runProgram(program), UnsupportedConstructError);
    assertEquals(error.construct, construct);
    assert(error.place?.line !== undefined);
  });
}

Deno.test("Deep recursion of Python code is a RecursionError", async () => {
  const programs = [
    "def f(n): return f(n + 1)\nf(0)",
    "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
    "def f(n):\n    for x in [1]:\n        with open2() as y:\n            return [f(n + 1) for _ in 'a']\nfrom contextlib import nullcontext as open2\nf(0)",
    "def g(): yield from g()\nlist(g())",
    "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().y",
  ];
  for (const program of programs) {
    assertStringIncludes(
      await runProgram(program),
      "!! RecursionError: maximum recursion depth exceeded",
    );
  }
});

Deno.test("Nearly a thousand Python calls can nest, whatever stands between them", async () => {
  const programs = [
    "def f(n): return n if n == 0 else f(n - 1)",
    `class M:
    def __enter__(self): return 0
    def __exit__(self, *a): pass
def f(n):
    for x in [1]:
        try:
            with M() as m:
                return m if n == 0 else [f(n - 1)][0]
        except KeyError:
            pass`,
    "def f(n): return 0 if n == 0 else sum(map(f, [n - 1]))",
  ];
  for (const program of programs) {
    assertEquals(await runProgram(`${program}\nprint(f(950))`), "0\n");
  }
});

Deno.test("a submodule is an attribute of its package when no file here has imported it", async () => {
  const modules = loader({
    pkg: source("pkg/__init__.py", "", true),
    "pkg.models": source("pkg/models/__init__.py", "names = []", true),
    "pkg.models.types": source("pkg/models/types.py", "import pkg.models\nWIDTH = 7"),
  });
  const { module } = await load(
    "import pkg\nwidth = pkg.models.types.WIDTH\nhas = hasattr(pkg, 'other')",
    { loader: modules },
  );
  assertEquals([module.attributes.get("width"), module.attributes.get("has")], [7, false]);
});

Deno.test("What a module of the project imports of it is looked for when that is run", async () => {
  const asked: string[] = [];
  const modules: Record<string, LoadedModule> = {
    app: source("/app/__init__.py", "", true),
    "app.types": source("/app/types.py", "if False:\n    from app import views\nWIDTH = 7"),
    "app.views": source("/app/views.py", ""),
  };
  const { module } = await load("from app.types import WIDTH", {
    loader: {
      load: (name) => {
        asked.push(name);
        return modules[name];
      },
    },
  });
  assertEquals([module.get("WIDTH"), asked], [7, ["app", "app.types", "app.types.WIDTH"]]);
});

for (
  const [what, program] of [
    ["an import", "from app import first\nOUT = first.OUT"],
    ["an attribute", "import app\nOUT = app.first.OUT"],
  ] as const
) {
  Deno.test(`What ${what} leads to in the project may need modules that are loaded for it`, async () => {
    const modules: Record<string, LoadedModule> = {
      app: source("/app/__init__.py", "", true),
      "app.first": source("/app/first.py", "from . import second\nOUT = second.OUT"),
      "app.second": source("/app/second.py", "from db import where\nOUT = where()"),
    };
    const interpreter = new Interpreter({
      loader: { load: (name) => name === "db" ? Promise.resolve(database) : modules[name] },
    });
    const prepared = await interpreter.prepare(program, "versions/a.py");
    const module = await interpreter.runModule(prepared, "a").complete(async (request) => {
      await (request as { load: () => Promise<unknown> }).load();
    });
    assertEquals(module.get("OUT"), `versions/a.py:${what === "an import" ? "1:17" : "2:7"}`);
  });
}
