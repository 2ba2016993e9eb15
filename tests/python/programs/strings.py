# --- quoting in repr
for s in ["plain", "it's", 'say "hi"', "both ' and \"", "tab\tnew\nline\r", "back\\slash", "nul\0", "é", "\x7f", "\u200b", "😀", "\ud800" if False else "x", "\xa0", "\x85"]:
    print(repr(s))
# --- indexing and slicing
s = "abcdef"
print(s[0], s[-1], s[1:3], s[:2], s[4:], s[::-1], s[::2], s[-3:], s[10:], s[2:-1], s[5:1:-2], s[:], s[-100:100])
# --- characters beyond the BMP count as one
t = "a😀b𝒳"
print(len(t), t[1], t[::-1], t[1:3], t.find("b"), t.index("𝒳"), list(t), t.center(8, "*"), t.ljust(6, "-"), [ord(c) for c in t])
# --- string errors
for f in (lambda: "abc"[5], lambda: "abc"["x"], lambda: "abc".index("z"), lambda: "a".join([1]), lambda: "abc".split(""), lambda: "".center(3, "ab"), lambda: int("x"), lambda: chr(-1), lambda: ord("ab"), lambda: "a" in 5, lambda: 5 in "a", lambda: "x".foo, lambda: "abc"[1.0]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- case methods
for s in ["hello World", "ÀÉ", "straße", "they're bill's", "ǆ", "123abc", "", "HeLLo"]:
    print([s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()])
# --- tests of content
for s in ["abc", "ABC", "a1", "12", "", " ", "a b", "Ab Cd", "_x", "1x", "é", "½", "\n", "٣"]:
    print([s.isalpha(), s.isdigit(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isnumeric(), s.isdecimal(), s.isascii(), s.isprintable()])
# --- strip and its kin
print(["  x ".strip(), "  x ".lstrip(), "  x ".rstrip(), "xxaxx".strip("x"), "abcba".strip("ab"), "abc".lstrip("ba"), "abc".rstrip("bc"), "\n\t x \r\n".strip(), "x".strip(""), "  ".strip()])
# --- split
print("a b  c".split(), "a b  c".split(" "), "a,b,,c".split(","), "a,b,c".split(",", 1), "".split(), "".split(","), " a b ".split(None, 1), "a b c d".rsplit(None, 2), "a,b,c".rsplit(",", 1), "abc".split("b"), "x".split("xyz"), "a  b c".split(maxsplit=1))
# --- splitlines
print("a\nb\r\nc\rd".splitlines(), "a\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x0bb\x0cc\x1cd\u2028e".splitlines())
# --- partition
print("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("="), "abc".rpartition("="))
# --- find and count
s = "banana"
print(s.find("a"), s.find("a", 2), s.find("a", 2, 3), s.rfind("a"), s.find("z"), s.count("a"), s.count("an"), s.count(""), s.index("n"), s.rindex("n"), s.find(""), s.find("", 10), s.count("a", 2), s.startswith("ban"), s.startswith("an", 1), s.endswith(("x", "na")), s.endswith("ban", 0, 3), "".startswith(""))
# --- replace and join
print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "abc".replace("z", "q"), ", ".join(["a", "b"]), "".join("abc"), "-".join({"k": 1}), "x".join([]), "aaa".replace("a", "b", 0))
# --- padding
print(["ab".center(5), "ab".center(6), "abc".center(6, "*"), "a".center(4, "."), "ab".ljust(4) + "|", "ab".rjust(4), "7".zfill(3), "-7".zfill(4), "+7".zfill(4), "abc".zfill(2), "a\tb\tc".expandtabs(4), "\t".expandtabs(), "ab\tc".expandtabs(2)])
# --- removeprefix, translate, maketrans
print("TestHook".removeprefix("Test"), "TestHook".removesuffix("Hook"), "x".removesuffix(""), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans({"a": None, "b": "ZZ"})), "abc".translate(str.maketrans("a", "b", "c")), "hello".translate({104: "J", 101: None}))
# --- comparison and containment
print("a" < "b", "Z" < "a", "abc" < "abd", "" < "a", "a" == "a", "é" > "z", "😀" > "\uffff", "an" in "banana", "" in "x", "xyz" not in "abc", sorted(["b", "A", "a", "B", "_"]))
# --- concatenation and repetition
print("ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "a" "b" 'c', "x" + "y", ("a"
      "b"))
# --- escapes and prefixes
print("\x41\u00e9\U0001F600\N{BULLET}\101\a\b".encode(), r"\n\x", "\\", '\'', "a\
b", u"u", b"bytes\xff", rb"\x", """multi
line""")
# --- encode and decode
print("é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode(), "abc".encode("ascii"), "é".encode("ascii", "ignore"), "é".encode("ascii", "replace"), "é€".encode("ascii", "xmlcharrefreplace"), b"\xff".decode("latin-1"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"))
for f in (lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: "a".encode("nope"), lambda: b"\xe9".decode("ascii")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- bytes
b = b"hello"
print(b[0], b[1:3], b + b"!", b * 2, len(b), list(b), b.upper(), b.hex(), bytes([1, 2]), bytes(3), bytes("é", "utf-8"), bytes.fromhex("0aff"), b"a,b".split(b","), b"l" in b, b == b"hello", b < b"world", b.replace(b"l", b"L"), b.startswith(b"he"), b.find(b"l"), repr(b"it's"), b"%s-%d" % (b"x", 5), b" x ".strip(), b"-".join([b"a", b"b"]))
# --- str of everything
print(str(None), str(True), str(1.0), str([1, "a", None]), str((1,)), str({"a": 1}), str({1}), str(set()), str(frozenset([1])), str(range(3)), str(b"x"), str(slice(1, 2)), str(...), str(NotImplemented), str(int), str(len), str(ValueError("x")))
# --- str methods on literals in chains
print("  A,b ,C ".strip().lower().split(",")[1].strip().upper() + "!" * 2)
# --- unbound str methods
print(str.upper("a"), list(map(str.strip, [" a ", "b "])), "".join(map(str, range(5))), str.join("-", ["a", "b"]), sorted(["b", "A"], key=str.lower), str.format("{}", 1))
# --- iteration over strings
for i, c in enumerate("añ😀"):
    print(i, c)
print([*"abc"], tuple("ab"), set("aab") == {"a", "b"}, dict(zip("ab", "xy")), max("hello"), min("hello"), list(reversed("abc")))
