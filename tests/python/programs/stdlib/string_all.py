import string
from string import Template, Formatter
print(string.ascii_letters, string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.octdigits, repr(string.punctuation), repr(string.whitespace), repr(string.printable))
def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
for text, sep in [("hello world", None), ("  a  b ", None), ("a-b-c", "-"), ("ABC dEF", None), ("", None), ("\u00e9a \u00dfb", None)]:
    attempt(string.capwords, text, sep)
for t in ["$x and ${y}z", "$$5 $x", "$", "a $ b", "${x", "$9", "${9}", "$x$y", "$undefined x", "line\n  $ bad", "$X", "$x_1", "${x}_1", "$\u00e9", "no"]:
    tpl = Template(t)
    attempt(tpl.substitute, x=1, y="two")
    attempt(tpl.substitute, {"x": 1}, y=3)
    attempt(tpl.safe_substitute, x=1)
    attempt(tpl.is_valid); attempt(tpl.get_identifiers)
print(Template("$a").template)
attempt(Template("$a").substitute, {"a": 1}, {"b": 2})
class T(Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"
attempt(T("%a_b %x $y %%").safe_substitute, a_b=1)
f = Formatter()
attempt(f.format, "{} {x:>5} {0!r}", "a", x=1)
attempt(f.format, "{0.real} {x[k]}", 5, x={"k": 1})
attempt(f.vformat, "{a} {0}", (1,), {"a": 2})
attempt(lambda: list(f.parse("a{b!r:c}d{{e}}{}")))
attempt(f.format, "{missing}")
attempt(f.format, "{}")
class Default(Formatter):
    def get_value(self, key, args, kwargs):
        if isinstance(key, str):
            return kwargs.get(key, "?" + key)
        return super().get_value(key, args, kwargs)
attempt(Default().format, "{a} {b} {0}", 9, a=1)
