import decimal
from decimal import *

D = Decimal

def attempt(label, f, *args, **kw):
    try:
        print(label, repr(f(*args, **kw)))
    except Exception as e:
        print(label, type(e).__name__, e)

MODES = [ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, ROUND_05UP]
for text in ["1.005", "2.5", "-2.5", "0.125", "1.25", "-1.35", "7.0049999", "1.050", "1.000", "-0.001", "99.995", "123.456"]:
    for mode in MODES:
        print(text, mode, D(text).quantize(D("0.01"), rounding=mode), D(text).quantize(D("1"), mode), D(text).to_integral_value(mode), D(text).quantize(D("1e1"), mode))
attempt("q", D("123456789012345678901234567890").quantize, D("0.01"))
attempt("q", D("1").quantize, D("1e-28"))
attempt("q", D("1").quantize, D("Infinity"))
attempt("q", D("inf").quantize, D("Infinity"))
attempt("q", D("1").quantize, 1)
attempt("q", D("1").quantize, 1.0)
attempt("q", D("1.5").quantize, D("1"), "ROUND_ODD")
attempt("q", D("1.5").quantize, D("1"), rounding=ROUND_UP, context=Context(prec=5))
for text in ["0", "4", "2", "0.25", "1E+3", "1E-3", "1E+1000", "15241578750190521", "2.00", "-1", "-0.0", "inf", "100", "0.0001", "123.456"]:
    attempt("sqrt " + text, D(text).sqrt)
for text in ["0", "1", "-1", "2.5", "10", "-20", "0.001", "100", "1E-40", "-1E-40", "inf", "-inf", "1E+10", "0.1", "69.3147", "1E-27", "230"]:
    attempt("exp " + text, D(text).exp)
for text in ["1", "2", "10", "0.5", "1.0000000000000001", "0.9999999999999999999", "1E+50", "1E-50", "123.456", "0", "-1", "inf", "1.1", "3", "1000"]:
    attempt("ln " + text, D(text).ln)
    attempt("log10 " + text, D(text).log10)
    attempt("logb " + text, D(text).logb)
for base, exponent in [("2", "10"), ("2", "-3"), ("1.5", "2"), ("10", "-2"), ("2", "0.5"), ("4", "0.5"), ("-2", "3"), ("-2", "2"), ("-2", "0.5"), ("0", "0"), ("0", "-1"),
                       ("0", "3"), ("1", "0.5"), ("1.05", "30"), ("1.0001", "365"), ("1.05", "-30"), ("inf", "2"), ("inf", "-2"), ("-inf", "3"), ("2", "inf"), ("0.5", "inf"),
                       ("2", "-inf"), ("1", "inf"), ("3", "100"), ("1.1", "1000"), ("2", "1.5"), ("10", "2.5"), ("1E+10", "3"), ("1.23", "-4.56"), ("0.1", "0.1"), ("99", "99"),
                       ("-1", "1E+20"), ("1.00", "-2"), ("2.50", "2"), ("7", "0"), ("NaN", "2"), ("5", "1000000"), ("0.3", "7")]:
    attempt(f"pow {base} {exponent}", lambda: D(base) ** D(exponent))
print(D(2) ** 3, 2 ** D(3), D("1.1") ** 2, D(3) ** -1)
for text in ["100", "1.500", "0.00", "1E+5", "-120.0E+3", "0E+7", "1234567890123456789012345678901234567890"]:
    print(text, D(text).normalize(), D(text).as_integer_ratio(), +D(text), -D(text), abs(D(text)), D(text).to_integral(), D(text).to_integral_exact())
print(int(D("7.9")), int(D("-7.9")), float(D("1.25")), float(D("1e-7")), round(D("2.5")), round(D("3.5")), round(D("2.675"), 2), round(D("1234"), -2), round(D("-0.5")))
import math
print(math.floor(D("-2.5")), math.ceil(D("-2.5")), math.trunc(D("-2.5")), bool(D("0.0")), bool(D("0.1")))
attempt("int", int, D("inf"))
attempt("int", int, D("nan"))
attempt("float", float, D("sNaN"))
print(float(D("nan")), float(D("-inf")), D("1.5").as_tuple().digits, D("1.5").as_tuple().exponent)
print(D("1.0") == 1, D(1) == 1.0, D("0.1") == 0.1, D("0.5") < 0.75, 1 < D("1.5"), D("2") > 1.5, D(1) == "1", D(1) != None, sum([D("0.1")] * 3), sum([D("0.1")] * 3) == D("0.3"))
print({1: "a"}[D("1.00")], D("1.0") in {1}, hash(D("1.50")) == hash(1.5), hash(D(2**70)) == hash(2**70), {D("0.1"): 1}[D("0.10")], len({D("1"), D("1.0"), 1, 1.0, True}))
print(max(D("1"), D("2")), min([D("3"), D("-1")]), sorted([D("3"), D("1.5"), 2, D("-1")]), sum([D("1.1"), 2]))
attempt("add", lambda: D(1) + 1.5)
attempt("radd", lambda: 1.5 + D(1))
attempt("add str", lambda: D(1) + "a")
attempt("sub None", lambda: D(1) - None)
attempt("lt str", lambda: D(1) < "a")
attempt("div", lambda: D(1) / 0)
attempt("div", lambda: D(0) / 0)
attempt("floordiv", lambda: D(1) // 0)
attempt("mod", lambda: D(1) % 0)
attempt("divmod", lambda: divmod(D(1), 0))
attempt("divmod", lambda: divmod(D(0), 0))
attempt("impossible", lambda: D("1E+30") // D("1"))
print(issubclass(DivisionByZero, ZeroDivisionError), issubclass(InvalidOperation, ArithmeticError), InvalidOperation.__mro__)
try:
    D("x")
except InvalidOperation as e:
    print(e.args, type(e))
try:
    D(1) / D(0)
except ZeroDivisionError as e:
    print("caught", e)
print(getcontext())
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / D(3), +D("123456789"), ctx)
    ctx.rounding = ROUND_DOWN
    print(D(2) / D(3), D("1.23456789") * 1)
    ctx.traps[Inexact] = True
    attempt("inexact", lambda: D(1) / D(3))
    ctx.traps[DivisionByZero] = False
    print(D(1) / D(0), sorted(s.__name__ for s, on in ctx.flags.items() if on))
    ctx.clear_flags()
    print(any(ctx.flags.values()))
with localcontext(Context(prec=3, rounding=ROUND_UP)) as ctx:
    print(D("1.2301") + 0, getcontext().prec)
with localcontext(prec=7):
    print(D(1) / 7)
print(getcontext().prec, D(1) / 3)
c = Context(prec=4, rounding=ROUND_HALF_UP, traps=[])
print(c, c.create_decimal("1.23456"), c.divide(D(1), D(3)), c.divide(1, 0), c.sqrt(D(2)), c.power(2, D("0.5")), c.quantize(D("1.2345"), D("0.1")), c.add(1, D("2.00001")))
print(c.copy(), BasicContext.prec, ExtendedContext.traps == DefaultContext.traps)
setcontext(Context(prec=6))
print(D(1) / 3, getcontext().prec)
getcontext().prec = 50
print(D(2).sqrt(), D(1) / 7, D(1).exp(), D(2).ln())
setcontext(DefaultContext)
attempt("prec", setattr, getcontext(), "prec", 0)
attempt("prec", setattr, getcontext(), "prec", "x")
attempt("rounding", setattr, getcontext(), "rounding", "x")
attempt("overflow", lambda: D("9E+999999") * 10)
attempt("underflow", lambda: D("1E-999999") / D("1E+50"))
attempt("big", lambda: D("1E+999999") + 1)
attempt("exp", lambda: D(10000000).exp())
print(D("1.5").fma(2, "3") if False else D("1.5").fma(2, 3), D(1).copy_sign(D(-2)), D(-3).copy_abs(), D(3).copy_negate(), D("1.00").same_quantum(D("2.11")), D("5").scaleb(3), D("1").next_plus(), D("1").next_minus(), D(7).is_normal())
print(D("3.14").real, D("3.14").imag, D("3.14").conjugate(), D(10).radix(), D("1.10").canonical())
class Money(Decimal):
    def __new__(cls, v):
        return super().__new__(cls, v)
    def label(self):
        return f"${self}"
m = Money("12.50")
print(m.label(), repr(m), type(m + 1), isinstance(m, Decimal), m == D("12.5"))
import copy
print(copy.copy(D("1.1")), copy.deepcopy([D("1.1")]))
print("%s %r %.2f %d %5.1f|" % (D("1.25"), D("1.25"), D("1.255"), D("7.9"), D("2.25")))
