/** More ways out that are known from other sandboxes, and ways into what stands behind the values. */
import { type Hostile, refused, same } from "./hostile.ts";

const OUT_OF_REACH = /is not available/;
/** Modules that are no part of what evaluated code finds: what it takes from them is an error where it is needed. */
const UNKNOWN: readonly (readonly [module: string, use: string])[] = [
  ["ast", "literal_eval('1')"],
  ["atexit", "register(print)"],
  ["code", "interact()"],
  ["concurrent.futures", "ThreadPoolExecutor()"],
  ["copyreg", "dispatch_table"],
  ["gc", "get_objects()"],
  ["gzip", "decompress(b'')"],
  ["multiprocessing", "Process(target=print).start()"],
  ["platform", "popen('id')"],
  ["pty", "spawn('id')"],
  ["requests", "get('http://127.0.0.1')"],
  ["shutil", "rmtree('/tmp/x')"],
  ["signal", "alarm(1)"],
  ["sqlite3", "connect('/tmp/x')"],
  ["tempfile", "mkdtemp()"],
  ["threading", "Thread(target=print).start()"],
  ["timeit", "timeit('1')"],
  ["weakref", "ref(op)"],
  ["webbrowser", "open('http://127.0.0.1')"],
  ["xml.etree.ElementTree", "fromstring('<a/>')"],
  ["yaml", "load('!!python/object/apply:os.system [id]')"],
  ["zlib", "decompress(b'')"],
];

export const wayOut: readonly Hostile[] = [
  ...UNKNOWN.map(([module, use]) =>
    refused(`${module}`, `import ${module}\n${module}.${use}`, module)
  ),
  ...[
    "os.kill(1, 9)",
    "os.walk('/')",
    "os.open('/etc/passwd', 0)",
    "io.FileIO('/etc/passwd')",
    "io.open_code('/etc/passwd')",
    "inspect.stack()",
    "inspect.currentframe()",
    "inspect.getsource(print)",
    "pkgutil.get_data('os', '../../etc/passwd')",
    "pathlib.Path('/proc/self/environ').read_text()",
    "pathlib.Path('x/../../../../etc/passwd').read_text()",
    "pathlib.Path('/tmp/pwned').write_text('x')",
    "pathlib.Path('/tmp/pwned').symlink_to('/etc/passwd')",
  ].map((use) => refused(use, `import ${use.split(".")[0]}\n${use}`, OUT_OF_REACH)),
  ...["0", "'/proc/self/cmdline'", "'/dev/stdin'"].map((file) =>
    refused(`open(${file})`, `open(${file}).read()`, OUT_OF_REACH)
  ),
  ...[
    ["a code object of a generator", "(x for x in []).gi_code"],
    ["the cells of a closure", "(lambda x: lambda: x)(1).__closure__"],
    ["the built-ins of a function", "(lambda: 1).__builtins__['open']"],
    ["the function of a property", "sa.Column.name.fget.__globals__"],
    ["the object of a bound function", "op.execute.__self__"],
    ["what pickling would call", "op.__reduce_ex__(2)"],
    ["what is behind a column", "sa.Column('x', sa.Integer).native"],
    ["what is behind its attributes", "sa.Column('x', sa.Integer).attributes"],
    ["a method of JavaScript's strings", "'x'.charCodeAt(0)"],
    ["a method of JavaScript's arrays", "[1].map(print)"],
    ["a promise", "(1).then"],
    ["a symbol", "getattr(1, 'Symbol.iterator')"],
    ["the bases of a class", "type('A', (), {}).__bases__ = (int,)"],
  ].map(([name, body]) => refused(name!, body!, "AttributeError")),
  refused("hooks of imports", "import sys\nsys.meta_path", "AttributeError"),
  refused(
    "a walk over attributes by reduce",
    `import functools\nfunctools.reduce(getattr, ["__class__", "__base__", "__globals__"], op)`,
    "AttributeError",
  ),
  refused(
    "a walk over attributes by a field of string.Formatter",
    `import string\nstring.Formatter().get_field("0.__class__.__globals__", (op,), {})`,
    "AttributeError",
  ),
  refused(
    "a walk over attributes by % and __getitem__",
    `
class M:
    def __getitem__(self, name): return getattr(op.execute, name)
"%(__globals__)s" % M()`,
    "AttributeError",
  ),
  refused(
    "super() of a subclass of str",
    `
class S(str):
    def __getattribute__(self, name): return super().__getattribute__("constructor")
S("x").anything`,
    "AttributeError",
  ),
  refused(
    "a metaclass with an order of its own",
    `
class M(type):
    def mro(cls): return [cls, int, str, object]
class A(metaclass=M): pass
A().upper()`,
    "AttributeError",
  ),
  refused(
    "the frame of a traceback",
    "ValueError().with_traceback(None).__traceback__.tb_frame",
    /./,
  ),
  refused(
    "eval by copy",
    "import copy\nclass R:\n    def __reduce__(self): return (eval, ('1',))\ncopy.copy(R())",
    OUT_OF_REACH,
  ),
  refused("eval as a decorator", "@eval\nclass A: pass", OUT_OF_REACH),
  refused(
    "a class for an instance of sqlalchemy",
    "c = sa.Column('x')\nc.__class__ = str",
    /__class__/,
  ),
  refused(
    "a module by a path",
    `import importlib\nimportlib.import_module("../../etc/passwd")`,
    "relative import",
  ),
  refused(
    "files of a library",
    `import importlib.resources\nimportlib.resources.files("alembic").joinpath("../../etc/passwd")`,
    "importlib.resources.files()",
  ),
  refused(
    "another database",
    `sa.create_engine("sqlite:////tmp/pwned.db").connect()`,
    "create_engine()",
  ),
  same(
    "what a revision changes in op, in the environment and in sys.path",
    `
import copy, os, sys
sys.path.insert(0, "/etc")
os.environ["PGHOST"] = "elsewhere"
op.execute = lambda *a: None
a = copy.deepcopy([op, sa])
assert a[0] is op`,
  ),
];
