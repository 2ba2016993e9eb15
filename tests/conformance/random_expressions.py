"""Writes random expressions on numbers and strings, each with what this Python makes of it, as JSON."""

import json
import random
import sys

random.seed(int(sys.argv[1]))


def number():
    return random.choice([
        lambda: random.randint(-10**6, 10**6),
        lambda: random.uniform(-1e6, 1e6),
        lambda: random.uniform(-1, 1) * 10 ** random.randint(-20, 20),
        lambda: random.randint(-10**25, 10**25),
        lambda: round(random.uniform(-100, 100), random.randint(0, 4)),
        lambda: random.choice([0, 0.0, -0.0, 1.0, 0.5, 2.5, 1e16, 1e15, 123456789.0, 1e22, 5e-324]),
        lambda: True,
    ])()


def format_call():
    x = number()
    spec = random.choice(["", "<", ">", "^", "=", "*<", "0>", "_^"])
    spec += random.choice(["", "+", "-", " "]) + random.choice(["", "#"]) + random.choice(["", "0"])
    spec += random.choice(["", str(random.randint(1, 25))]) + random.choice(["", ",", "_"])
    if isinstance(x, float) or random.random() < 0.3:
        spec += random.choice(["", ".%d" % random.randint(0, 20)]) + random.choice(list("eEfFgG%n") + [""])
    else:
        spec += random.choice(["", "d", "x", "X", "o", "b", "n"])
    return "format(%r, %r)" % (x, spec)


def percent():
    spec = "%" + random.choice(["", "-", "+", " ", "0", "#", "-0", "+0"])
    spec += random.choice(["", str(random.randint(1, 25))])
    spec += random.choice(["", ".%d" % random.randint(0, 12)]) + random.choice("dixXoeEfFgGsra")
    return "%r %% (%r,)" % (spec, number())


def arithmetic():
    operator = random.choice("+ - * / // % ** == < >= != & | ^ << >>".split())
    right = number()
    if operator == "**":
        right = random.randint(-4, 12)
    elif operator in ("<<", ">>"):
        right = random.randint(0, 80)
    return "(%r) %s (%r)" % (number(), operator, right)


def function():
    name = random.choice(["round", "int", "float", "str", "abs", "divmod", "round2", "type"])
    if name == "round2":
        return "round(%r, %d)" % (number(), random.randint(-3, 12))
    if name == "divmod":
        return "divmod(%r, %r)" % (number(), number())
    return "%s(%r)" % (name, number())


TEXTS = ["", "abc", "h\u00e9llo w\u00f6rld", "  x y  ", "a,b,,c", "aXbXc", "\U0001f600a\U0001f600", "Tab\tx\ny", "ab" * 5, "\u00df"]


def text():
    methods = [
        "[%d:%d]" % (random.randint(-6, 6), random.randint(-6, 6)),
        "[::%d]" % random.choice([-2, -1, 1, 2, 3]),
        "[%d:%d:%d]" % (random.randint(-6, 6), random.randint(-6, 6), random.choice([-2, -1, 2])),
        ".center(%d, '*')" % random.randint(0, 12),
        ".zfill(%d)" % random.randint(0, 12),
        ".rfind('a', %d)" % random.randint(-3, 5),
    ]
    methods += """.split() .split('X') .split(',',1) .rsplit(None,1) .title() .upper() .find('b') .count('a')
        .partition('X') .replace('a','--') .strip() .splitlines() .encode() .expandtabs(4) .ljust(8)
        .swapcase() .capitalize() .isalpha() .isalnum() .rpartition('b') .startswith('a')""".split()
    return repr(random.choice(TEXTS)) + random.choice(methods)


cases = []
for _ in range(2500):
    expression = random.choice([format_call, format_call, percent, arithmetic, function, text])()
    try:
        result = repr(eval(expression))
    except Exception as error:
        result = "!%s: %s" % (type(error).__name__, error)
    cases.append([expression, result])
json.dump(cases, sys.stdout)
