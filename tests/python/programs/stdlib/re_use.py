import re

print(re.sub(r"(\w+)-(\w+)", r"\2-\1", "ab-cd ef-gh"))
print(re.sub(r"(?P<a>\w)(?P<b>\w)", r"\g<b>\g<a>\g<0>", "abcd"))
print(re.sub(r"(a)|(b)", r"[\1\2]", "abc"))
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "1 22 x3"))
print(re.sub("x*", "-", "abxd"))
print(re.subn("a", "b", "banana", count=2))
print(re.sub("a", "b", "banana", 0))
print(re.split(r"(,)\s*", "a, b,c"))
print(re.split(r"\s*[,;]\s*", "a , b;c", maxsplit=1))
print(re.split(r"(?=b)", "abab"))
print(re.split(r"x*", "axbc"))
print(re.split(r"(x)|(y)", "axbyc"))
print(re.findall(r"(\w)(\d)?", "a1b"))
print(re.escape("a.b*c[d] e-f_g#h~i&j\n"))
print(re.escape(b"a.b"))
p = re.compile(r"(?P<key>\w+)=(?P<value>\w+)", re.I | re.M)
print(p, p.pattern, p.flags, p.groups, dict(p.groupindex))
print(repr(re.compile("a" * 10)), re.compile("a", re.A), re.compile(b"a\n"), re.compile("x", re.X | re.S | re.I | re.M))
m = p.search("x a=1, b=2", 3)
print(m, m.pos, m.endpos, m.string, m.re is p, m.start("key"), m.end("value"), m.span("key"))
print(m["key"], m[2], m.group("key", "value"), m.groupdict(), m.expand(r"\g<value>:\1"))
print([x.group(0) for x in p.finditer("a=1 b=2 c=3", 4)])
print(p.match("a=1 b=2", 4), p.fullmatch("a=1"), p.fullmatch("a=12", 0, 3), p.search("a=12", 0, 1))
print(re.compile("^b").search("ab", 1), re.compile("^b").match("ab", 1), re.compile("b$").search("abc", 0, 2))
print(bool(re.match("a", "b")), bool(re.match("a", "a")))
print(re.findall(rb"\d+", b"a1b22"), re.sub(rb"(\d)", rb"<\1>", b"a1"), re.split(b",", b"a,b"))
print(re.IGNORECASE, re.I | re.M, re.I & re.M, int(re.I), re.I.value, re.S.name, repr(re.X))
print(re.compile("a") == re.compile("a"), re.compile("a") == re.compile("a", re.I), re.compile("a") is re.compile("a"))
print({re.compile("a"): 1}[re.compile("a")])
print(isinstance(p, re.Pattern), isinstance(m, re.Match), type(p), type(m), re.error, issubclass(re.error, Exception))
print(re.match(r"(?:(\d+)|(\w+))+", "12ab34").groups())
print(re.match(r"(a(b)?)+", "aba").groups())
print(re.findall(r"[A-Z][a-z]+|[A-Z]+(?![a-z])", "HTTPServerError"))
def snake(name):
    s = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", s).lower()
print([snake(n) for n in ["CamelCase", "getHTTPResponse", "already_snake", "A1B2"]])
def slug(title):
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9]+", "-", title.lower())).strip("-")
print(slug("Hello,  World! -- Again"))
email = re.compile(r"^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$", re.IGNORECASE)
print([bool(email.match(e)) for e in ["a@b.co", "no", "X.Y@EXAMPLE.org", "a@b"]])
uuid = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
print(uuid.match("123e4567-e89b-12d3-a456-426614174000"))
print(re.sub(r"\s+", " ", "a \n\t b   c").strip())
print(re.match(r"(?P<a>x)?(?P<b>y)?", "y").groupdict("none"), re.match(r"(x)?(y)?", "y").groups("-"))
sql = """
-- comment
SELECT * FROM t; -- trailing
/* block
comment */ INSERT INTO x VALUES ('a;b');
"""
print(re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.S))
print([s for s in re.split(r";\s*$", sql, flags=re.M)])
tokens = re.compile(r"""
    (?P<number>\d+(\.\d*)?)   # a number
  | (?P<name>[A-Za-z_]\w*)
  | (?P<op>[-+*/()])
  | (?P<skip>\s+)
""", re.VERBOSE)
print([(m.lastgroup, m.group()) for m in tokens.finditer("foo + 3.14*(bar_2 - 7)")])
print(len(re.findall("a", "a" * 20000)), len(re.sub(r"(?:ab)+", "", "ab" * 20000)), re.match(r"(?:a|b)*c", "ab" * 5000) is None)
