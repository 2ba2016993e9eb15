import decimal
from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP, ROUND_DOWN

D = Decimal

def attempt(label, f, *args, **kw):
    try:
        print(label, repr(f(*args, **kw)))
    except Exception as e:
        print(label, type(e).__name__, e)

TEXTS = ["0", "-0", "1", "-1.50", "1E+3", "1e-10", "123456789012345678901234567890.123", ".5", "5.", "+7", "Infinity", "-inf", "NaN", "sNaN", "-nan12",
         "0E+5", "0.000001", "0.0000001", "1_000.5", "  3.14  ", "\u0663.5", "0E-10", "12E-1", "1E400", "9.99E-400"]
for t in TEXTS:
    d = D(t)
    print(t.encode("ascii", "replace").decode(), str(d), repr(d), d.as_tuple(), d.adjusted(), d.to_eng_string(), d.is_nan(), d.is_signed(), d.is_zero(), d.number_class(), d.is_finite())
for bad in ["", "abc", "1.2.3", "1e", "--1", "0x1", "1 2", "e5", "."]:
    attempt(repr(bad), D, bad)
for other in [None, [], b"1", object, (0, (1, 2, 3), -2), (1, (), 0), (0, (0,), "F"), (1, (4,), "n"), (2, (1,), 0), (0, 5, 1), 1.1, 0.5, -0.0, float("inf"), True, 10**40]:
    attempt(repr(other) if other is not object else "object", D, other)
print(D(), D(0), D.from_float(0.1), D(0.1) == 0.1, D("0.1") == 0.1)

values = [D(x) for x in ["0", "-0", "1", "-2.5", "3", "0.1", "3.14159265358979323846264338327950288", "1E+30", "1E-30", "-0.00", "Infinity", "NaN"]]
import operator
for name in ["add", "sub", "mul", "truediv", "floordiv", "mod"]:
    op = getattr(operator, name)
    for a in values:
        for b in values:
            attempt(f"{name} {a} {b}", op, a, b)
for a in values:
    for b in values:
        attempt(f"divmod {a} {b}", divmod, a, b)
        try:
            print("cmp", a, b, a == b, a != b, a < b, a <= b, a > b, a >= b)
        except Exception as e:
            print("cmp", a, b, type(e).__name__, e)
        attempt(f"compare {a} {b}", a.compare, b)
        attempt(f"max {a} {b}", a.max, b)
        attempt(f"total {a} {b}", a.compare_total, b)
        attempt(f"quantize {a} {b}", a.quantize, b)
        attempt(f"near {a} {b}", a.remainder_near, b)
