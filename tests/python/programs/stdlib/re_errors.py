import re

BAD = [
    "(", ")", "a)", "(a", "[a", "[", "[]", "*", "+a", "?", "a**", "a*+*", "a{1}{2}", "a{2,1}", "^*", "(?", "(?P", "(?P<", "(?P<>a)",
    "(?P<1a>a)", "(?P<a b>a)", "(?P<a>x)(?P<a>y)", "(?P=a)", "(?P=", "(?P<a>(?P=a))", "(?Px)", "(?<a", "(?<", "(?#abc", "(?z)",
    "(?i", "(?i-", "(?-i)", "(?i-i:a)", "(?ia-:b)", "(?au:a)", "(?L)a", "a(?i)b", "(a(?i)b)", "\\", "a\\", "\\q", "\\1", "(a)\\2", "(\\1)",
    "[z-a]", "[\\d-z]", "[a-\\d]", "[\\q]", "\\x1", "\\u12", "\\U0011ffff", "\\400", "[\\400]", "(?<=a*)b", "(?<=a|bc)d",
    "(?(1)a|b|c)", "(?(1)a|b)", "(?(0)a)", "(?(x)a)", "(?(a-b)c)", "(a)(?(1", "(?<=(a)\\1)b", "a\n(b", "x(?P<n", "(?P<n>a)(?P=m)",
    "a|*", "(*)", "(?:", "(?=a", "(?>a", "(?i:a", "[a-", "[\\", "(?P<é>a)\\g", "a{99999999999}", "(?P>a)", "(?'n'a)", "\\8", "[\\9]", "\\g<1>",
]
for pattern in BAD:
    try:
        p = re.compile(pattern)
    except re.error as e:
        print(ascii(pattern), ascii(str(e)), e.pos, e.lineno, e.colno, ascii(e.msg), e.pattern == pattern)
    except Exception as e:
        print(ascii(pattern), type(e).__name__, e)
    else:
        print(ascii(pattern), "compiles", p.groups, p.flags)

def attempt(f, *args, **kw):
    try:
        print(ascii(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))

attempt(re.match, "a", b"a")
attempt(re.match, b"a", "a")
attempt(re.match, "a", 1)
attempt(re.match, 1, "a")
attempt(re.compile, re.compile("a"), re.I)
attempt(re.compile, "a", re.L)
attempt(re.compile, b"a", re.U)
attempt(re.compile, "a", re.A | re.U)
attempt(re.sub, "a", 1, "a")
attempt(re.sub, "a", lambda m: 1, "xa")
attempt(re.sub, "a", lambda m: None, "xa")
for template in ["\\", "\\q", "\\1", "\\g", "\\g<", "\\g<>", "\\g<x>", "\\g<1>", "\\g<a b>", "\\g<0>", "\\0", "\\07", "\\400", "\\n\\t\\\\", "\\.", "\\g<-1>"]:
    attempt(re.sub, "a", template, "xay")
m = re.match("(a)", "a")
attempt(m.group, 2)
attempt(m.group, "x")
attempt(m.group, 1.5)
attempt(m.start, 5)
attempt(m.__getitem__, 3)
