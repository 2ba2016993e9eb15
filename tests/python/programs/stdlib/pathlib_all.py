from pathlib import *
import pathlib, os
def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
P = PurePosixPath
TEXTS = ["/usr/lib/python3.11/x.tar.gz", "a/b/../c", "", ".", "/", "//a/b", "///a", "a//b/./c/", ".hidden", ".hidden.txt", "a.b.c", "x.", "a/..", "..", "/..", "dir.d/file", "a b/c d.txt", "file.", "..x", "a.tar.gz", "/a", "~/.x"]
for t in TEXTS:
    p = P(t)
    print(repr(t), repr(p), str(p), p.parts, repr(p.name), repr(p.stem), repr(p.suffix), p.suffixes, repr(str(p.parent)), [str(x) for x in p.parents], repr(p.root), repr(p.anchor), repr(p.drive), p.is_absolute(), p.as_posix())
    attempt(p.with_name, "new"); attempt(p.with_suffix, ".z"); attempt(p.with_suffix, ""); attempt(p.with_stem, "st"); attempt(p.as_uri)
print(P("a", "b", "c"), P("/a", "/b"), P("a") / "b" / P("c"), "x" / P("y"), P("a").joinpath("b", "../c", "/d"), P(P("a"), "b"), P("a") / "/b")
print(P("/a/b/c").relative_to("/a"), P("a/b").is_relative_to("a"), P("/a").is_relative_to("/b"), P("a/b").relative_to(P("a")))
attempt(P("/a").relative_to, "/b"); attempt(P("a").relative_to, "/"); attempt(lambda: P("a") / 5); attempt(P, 5); attempt(lambda: P("a") + "b"); attempt(P("a").with_name, "x/y"); attempt(P("a").with_suffix, "z"); attempt(P("a").with_suffix, "."); attempt(P("a").with_name, "")
print(P("a") == P("a/"), P("a") == "a", P("a") < P("b"), sorted([P("b"), P("a/c"), P("a")]), hash(P("a")) == hash(P("a/.")), {P("x"): 1}[P("x/")], len({P("a"), P("a"), P("b")}), P("a") != P("b"))
print(P("/a/b.py").match("*.py"), P("/a/b.py").match("/a/*.py"), P("a/b.py").match("b/*.py"), P("a/b/c.py").match("b/*.py"), P("x.PY").match("*.py"), P("a/b").match("a/?"), P("a/b").match("[ab]"))
attempt(P("a").match, "")
print(os.fspath(P("a/b")), bytes(P("a/b")), "%s" % P("x"), os.path.join(P("a"), "b"), P("/a/b").parents[0], len(P("/a/b/c").parents), P("/a/b/c").parents[-1], bool(P("")), P("a/b").parent.parent.parent)
print(Path("a") / "b", type(Path("a")).__name__, repr(Path("a")), isinstance(Path("a"), PurePosixPath), isinstance(Path("a"), PurePath), issubclass(PosixPath, Path), PurePath("a/b").name, repr(PurePath("x")), Path("a/b").parent, Path("x.sql").suffix, Path("/x").is_absolute(), Path("a") == PurePosixPath("a"))
print(Path("/a/../b").absolute(), PurePosixPath("/a/b").joinpath(), P("a").parts + ("b",))
import fnmatch
for name in ["a.py", "A.PY", ".hid", "a[1].txt", "x-y", "ab", "", "a\nb"]:
    print(repr(name), [p for p in ["*", "*.py", "a?", "[ab]*", "[!a]*", "a[[]1].txt", "[x]-y", "*.*", "", "[z-a]*", "?", "a*b", "[]a]*", "[a", "**"] if fnmatch.fnmatch(name, p)])
print(fnmatch.filter(["a.py", "b.txt", "c.py"], "*.py"))
