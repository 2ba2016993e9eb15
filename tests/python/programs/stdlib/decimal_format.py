from decimal import *
D = Decimal
SPECS = ["", "f", ".2f", ".0f", "10.2f", "<10.2f", "^11.1f", "+.1f", " .1f", "010.2f", ",", ",.2f", "015,.2f", "e", ".2e", "E", ".0e", ".3E", "g", ".3g", ".10g", "G", ".1G", "%", ".1%", ".0%",
         "n", "*>12", "*^12.3f", "=+10.1f", "z.1f", "zf", ".3", "10", ">10", "0=10", "s", "d", "x", "#f", "_", "#.2f", "<010", "é>8", ",%", ".20f", ".2"]
for text in ["0", "-0", "1", "-1.50", "1234567.891", "0.000123456", "1E+5", "1E-10", "99.995", "0.5", "1.5", "2.5", "-0.04", "Infinity", "-Infinity", "NaN", "123456789.987654321", "0E+3", "0.00", "1E+20"]:
    for spec in SPECS:
        try:
            print(ascii(text), ascii(spec), ascii(format(D(text), spec)))
        except Exception as e:
            print(ascii(text), ascii(spec), type(e).__name__, e)
print(f"{D('3.14159'):.2f} {D('3.14159')!r:>20} {D('1e3'):,} {'{:.1f}'.format(D('2.25'))}")
