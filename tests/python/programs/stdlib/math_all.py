import math
def attempt(f, *a, **k):
    try:
        print(f.__name__, a, repr(f(*a, **k)))
    except Exception as e:
        print(f.__name__, a, type(e).__name__, e)
VALUES = [0, 1, -1, 0.5, -0.5, 2.5, -2.5, 3.7, 10, 1e10, 1e300, -1e300, 1e-300, math.inf, -math.inf, math.nan, True, 10**30, "x", None, -0.0]
EXACT = ["ceil", "floor", "trunc", "fabs", "sqrt", "isnan", "isinf", "isfinite", "modf", "frexp", "ulp", "degrees", "radians", "factorial", "isqrt"]
for name in EXACT:
    for v in VALUES:
        attempt(getattr(math, name), v)
for v in [0, 1, 5, 20, 25, 170]:
    attempt(math.factorial, v)
for v in [0, 1, 15, 16, 17, 10**20, 10**40 - 1]:
    attempt(math.isqrt, v)
def approx(f, *a):
    try:
        r = f(*a)
        print(f.__name__, a, "%.13g" % r)
    except Exception as e:
        print(f.__name__, a, type(e).__name__, e)
for name in ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "expm1", "log", "log2", "log10", "log1p", "cbrt", "exp2", "erf", "erfc", "gamma", "lgamma"]:
    for v in [0, 1, -1, 0.5, 2, 10, 100.25, math.inf, -math.inf, math.nan]:
        if (name in ("gamma", "lgamma", "erf", "erfc")) and v == 100.25:
            continue
        approx(getattr(math, name), v)
approx(math.log, 8, 2); approx(math.log, 10**400); approx(math.log10, 10**400); approx(math.log2, 2**5000); approx(math.log, 0); approx(math.log, 5, 1); approx(math.log, -1)
for a, b in [(2, 3), (2.5, 2), (-8, 1 / 3), (0, -1), (0, 0), (math.inf, 0), (1, math.nan), (-2, 3), (1e200, 2), (2, -1074), (-math.inf, 3)]:
    attempt(math.pow, a, b)
for a, b in [(7, 3), (-7, 3), (7.5, -2), (5, 0), (math.inf, 2), (5, math.inf), (0.0, 3)]:
    attempt(math.fmod, a, b); attempt(math.remainder, a, b); attempt(math.copysign, a, b); attempt(math.atan2, a, b) if False else None
for args in [(12, 18), (0, 0), (-4, 6), (), (5,), (12, 18, 27), (10**20, 10**15), (1.5, 2)]:
    attempt(math.gcd, *args); attempt(math.lcm, *args)
for args in [(5, 2), (5, 0), (5, 5), (5, 6), (0, 0), (-1, 2), (100, 50)]:
    attempt(math.comb, *args); attempt(math.perm, *args)
attempt(math.fsum, [0.1] * 10); attempt(math.fsum, [1e16, 1, -1e16]); attempt(math.fsum, []); attempt(math.prod, [1, 2, 3]); attempt(math.prod, [], start=5); attempt(math.prod, [1.5, 2])
attempt(math.isclose, 1.0, 1.0 + 1e-10); attempt(math.isclose, 1.0, 1.1); attempt(math.isclose, 1, 1.05, rel_tol=0.1); attempt(math.isclose, 0, 1e-9, abs_tol=1e-8); attempt(math.isclose, 1, 2, rel_tol=-1)
attempt(math.dist, (0, 0), (3, 4)); attempt(math.hypot, 3, 4); attempt(math.hypot, 1, 2, 2); attempt(math.hypot); attempt(math.dist, (1,), (1, 2))
attempt(math.ldexp, 0.5, 3); attempt(math.ldexp, 1, 5000); attempt(math.ldexp, 1, -5000); attempt(math.nextafter, 1.0, 2.0); attempt(math.nextafter, 0.0, -1.0)
print(math.pi, math.e, math.tau, math.inf, math.nan)
class C:
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
    def __float__(self): return 2.25
print(math.floor(C()), math.ceil(C()), math.trunc(C()), math.sqrt(C()))
