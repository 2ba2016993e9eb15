import textwrap
from textwrap import dedent, indent, wrap, fill, shorten, TextWrapper

def show(x):
    print(ascii(x))

CASES = [
    "\n    a\n      b\n    c\n", "    a\n  b\n", "a\n  b", "\t a\n\tb\n", "  \n   x\n \n   y\n", "", "\n", "   ", "    a\\\n    b", "\ta\n        b\n",
    "    hello\n\n    world\n  ", "  x\r\n  y\r\n", "\n  one\n\t  two\n", "    SELECT 1\n      FROM t\n    WHERE x\n", "   \tx\n   \ty\n   z\n", "a\n    \nb", "    a\n    \n\n      \n    b", "  \u3000x\n  \u3000y",
    "      \n    a", "  a\n \n  b", "\f  a\n\f  b",
]
for c in CASES:
    show(dedent(c))
for c in CASES:
    show(indent(c, "> "))
    show(indent(c, "  ", lambda line: True))
    show(indent(c, "-", predicate=lambda line: "a" in line))
try:
    dedent(None)
except TypeError as e:
    print(e)
try:
    dedent(5)
except TypeError as e:
    print(e)
TEXTS = [
    "The quick brown fox jumped over the lazy dog.",
    "Hello there -- you goof-ball, use the -b option! It's a well-known (semi-)secret e-mail: foo-bar--baz---qux.",
    "  leading space and\ttabs\nnew lines\n\nmore   spaces  here.   ",
    "Averyveryverylongwordthatdoesnotfit in it",
    "a b c d e f g h i j k l m n o p",
    "This is a sentence.  Another one! And a third?  \"Quoted.\" yes.\nNew one (paren.)  End",
    "", "   ", "one", "--option=value --long-option x-y-z 1-2-3 don't 'quoted-word' a--b",
    "\u00fcber-gro\u00df e\u0301-x \u4f60\u597d \u4e16\u754c-\u4f60",
]
OPTIONS = [
    {}, {"width": 10}, {"width": 1}, {"width": 20, "initial_indent": "* ", "subsequent_indent": "  "}, {"width": 12, "break_long_words": False}, {"width": 15, "break_on_hyphens": False},
    {"width": 15, "expand_tabs": False}, {"width": 15, "replace_whitespace": False}, {"width": 15, "drop_whitespace": False}, {"width": 25, "fix_sentence_endings": True}, {"width": 20, "max_lines": 2},
    {"width": 20, "max_lines": 1, "placeholder": "..."}, {"width": 10, "tabsize": 4}, {"width": 8, "max_lines": 2, "placeholder": " [cut]", "subsequent_indent": " "}, {"width": 5, "break_on_hyphens": False, "break_long_words": False},
    {"width": 7, "initial_indent": "1234567"},
]
for t in TEXTS:
    for o in OPTIONS:
        try:
            show((o, wrap(t, **o)))
            show(fill(t, **o))
        except ValueError as e:
            print(o, e)
for t in TEXTS:
    for width in (5, 12, 30, 100):
        for kw in ({}, {"placeholder": "..."}, {"placeholder": "", "break_long_words": False}):
            try:
                show(shorten(t, width, **kw))
            except ValueError as e:
                print(e)
w = TextWrapper(width=16, initial_indent="- ")
show(w.wrap("one two three four five six"))
w.subsequent_indent = "  "
w.width = 12
show(w.fill("one two three four five six"))
print(w.width, ascii(w.initial_indent), w.break_long_words, w.max_lines, w.tabsize)
try:
    wrap("x", 0)
except ValueError as e:
    print(e)
try:
    wrap("x y", 3, max_lines=1, placeholder="......")
except ValueError as e:
    print(e)
