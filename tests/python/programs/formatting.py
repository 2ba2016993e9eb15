# --- percent formatting
print("%s %r %d %i %f %e %g %x %X %o %c %%" % ("a", "b", 1, 2, 1.5, 12345.678, 0.0001, 255, 255, 8, "z"))
print("%5d|%-5d|%05d|%+d|% d|%5.1f|%-8s|%8s|%.2s" % (42, 42, 42, 42, 42, 3.14159, "ab", "cd", "xyz"))
print("%(a)s-%(b)d" % {"a": 1, "b": 2}, "%s" % (1,), "%s" % [1, 2], "%s" % {"k": 1}, "%s %s" % ("a", None), "100%%" % ())
print("%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159), "%#x %#o" % (255, 8), "%x" % -255, "%c" % 65, "%5s%%" % "a", "%r" % ("x",), "%a" % "é")
# --- percent formatting errors
for f in (lambda: "%s %s" % "a", lambda: "%s" % ("a", "b"), lambda: "%d" % "a", lambda: "%z" % 1, lambda: "%(a)s" % {"b": 1}, lambda: "%(a)s" % 5, lambda: "%" % 1, lambda: "%x" % 1.5, lambda: "%c" % "ab", lambda: "%f" % "a", lambda: "a" % 1):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
# --- percent with numbers
print("%d %d %d" % (3.99, True, -7), "%s" % 1.0, "%.3g|%.10g|%g|%g|%g" % (1234.5, 1/3, 1e10, 1e-5, 100000.0), "%e" % 0, "%.0f %.0f %.0f" % (0.5, 1.5, 2.5), "%f" % float("inf"), "%05.1f" % -2.5, "%+.2e" % 12345.678, "%d" % 10**20, "%.15f" % 0.1, "%.20f" % 0.1)
# --- str.format fields
print("{} {} {}".format(1, "a", None), "{0}{1}{0}".format("x", "y"), "{a}-{b}".format(a=1, b=2), "{0[1]} {1[k]} {2.real}".format([1, 2], {"k": "v"}, 5), "{{}} {{{0}}}".format(1), "{!r} {!s} {!a}".format("é", "é", "é"), "{:>{w}}".format("x", w=5), "{0:{1}}".format(3.14159, ".2f"))
# --- str.format specs
print("{:5}|{:<5}|{:>5}|{:^5}|{:*^7}|{:.2}|{:5.1}|".format("ab", "ab", "ab", "ab", "ab", "abc", "abc"))
print("{:5}|{:<5}|{:>5}|{:^5}|{:05}|{:+}|{: }|{:,}|{:_}|{:x}|{:#x}|{:b}|{:#b}|{:o}|{:c}|{:=+5}|".format(42, 42, 42, 42, 42, 42, 42, 1234567, 1234567, 255, 255, 5, 5, 8, 65, 7))
print("{:f}|{:.2f}|{:10.3f}|{:e}|{:.1e}|{:g}|{:G}|{:%}|{:.1%}|{:,.2f}|{:+.1f}|{:010.2f}|".format(1.5, 2.345, 3.14159, 12345.678, 12345.678, 0.00001, 1e20, 0.25, 0.256, 1234567.891, 2.5, -3.14159))
print("{:.3}|{:10}|{:<10}|{:.0f}|{:.0f}|{}|{:.1f}|{:n}".format(3.14159, 2.5, 2.5, 0.5, 1.5, 1e16, 0.05, 1234))
# --- str.format errors
for f in (lambda: "{}".format(), lambda: "{a}".format(), lambda: "{0} {}".format(1, 2), lambda: "{".format(), lambda: "}".format(), lambda: "{:d}".format("a"), lambda: "{:d}".format(1.5), lambda: "{:z}".format(1), lambda: "{!x}".format(1), lambda: "{0.foo}".format(1), lambda: "{0[9]}".format([1]), lambda: "{:s}".format(1), lambda: "{:,}".format("a")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
# --- f-strings
name, n, x, d = "Ann", 3, 3.14159, {"k": [1, 2]}
print(f"{name} {n + 1} {x:.2f} {d['k'][0]} {name!r} {n:>5} {n:05d} {{literal}} {name.upper()} {len(d)}")
print(f"{n=} {x = :.1f} {name!r:>8} {n:{n}} {'a' if n else 'b'} {(lambda v: v * 2)(n)} {d}")
print(f"a" "b" f"{n}" 'c', f"{n:,} {10**9:_}", f"""{
    n
}""", rf"\{n}", f"{x!s:.4}", f"{'nested'}", f"{n!r}", f"{None} {True}")
# --- format builtin
print(format(3.14159, ".2f"), format("a", ">3"), format(255, "x"), format(1234, ","), format(True), format(True, "d"), format(None), format([1]), format(0.1, ".20f"), format(1e100, "g"), format(-1, "+"), format(12, "08b"))
for v, s in [(None, "5"), ([1], "x"), ({}, ">3")]:
    try:
        format(v, s)
    except TypeError as e:
        print(e)
# --- rounding in fixed formats
print(["%.2f" % v for v in (0.125, 0.375, 2.675, 1.005, 0.5, 1e22, 123456789.125)], ["{:.1f}".format(v) for v in (0.25, 0.35, 0.45, -0.25)], "%.3e" % 9.9995, "{:.3g}".format(9999), "{:.3g}".format(99950), "{:g}".format(1e15), "{:.17g}".format(0.1), "{:.1g}".format(0.0))
# --- float without type
print("{:.3}|{:.3}|{:.3}|{:.1}|{:.10}|{:5}|{:<8}|{:08}|{:+}".format(123.0, 12.0, 1234.5, 1.0, 1/3, 1.5, 1.5, 1.5, 1.5))
# --- __format__ of a class
class P:
    def __format__(self, spec):
        return "<" + spec + ">"
print(f"{P():abc} {P()}", format(P(), "q"), "{:x y}".format(P()))
# --- infinities and nan
print(f"{float('inf'):f} {float('-inf'):.2f} {float('nan'):e} {float('inf'):06} {float('nan'):>6} {float('inf'):%}")
