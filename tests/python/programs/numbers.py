# --- integers beyond 2**53
print(2**53 + 1, 2**64 - 1, -2**63, 10**30, 9007199254740993 * 3)
print(9007199254740991 + 1, 9007199254740992 - 1, type(2**70 >> 60))
print(12345678901234567890 // 7, 12345678901234567890 % 7, -12345678901234567890 // 7, -12345678901234567890 % 7)
# --- floor division and modulo keep Python's signs
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (6, 3), (-6, 3)]:
    print(a // b, a % b, divmod(a, b))
for a, b in [(7.5, 2), (-7.5, 2), (7.5, -2), (-7.5, -2.0), (0.0, 3), (-0.0, 3), (1e308, 1e-10)]:
    print(a // b, a % b)
# --- true division
print(7 / 2, 6 / 3, 1 / 3, -1 / 3, 10**30 / 10**10, 1 / 10**400 if False else 0, (10**400) / (10**399))
# --- division by zero
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1, 0), lambda: 0 ** -1):
    try:
        f()
    except ZeroDivisionError as e:
        print(e)
# --- powers
print(2**10, 2**0, 2**-1, (-2)**3, 0**0, 2.5**2, 4**0.5, (-8)**2, 2**100, pow(3, 200, 7), pow(3, -1, 7), pow(2, 10))
# --- bit operators
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, (1 << 70) >> 69, -5 >> 1, -5 & 0xFF, True & False, True | 2, True ^ True)
# --- float repr
for x in [0.1, 0.2 + 0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1.5e300, -0.0, 1e22, 1e23, 5e-324, 1.7976931348623157e308, 100.0, 1/3, 2/3, float('inf'), float('-inf'), float('nan')]:
    print(repr(x), str(x))
# --- float arithmetic
print(0.1 + 0.2, 1e308 * 10, 3.0 * 2, 7.0 // 2, 2.0 ** 0.5, 1e16 + 1, 10.0 / 4)
# --- comparing ints, floats and bools
print(1 == 1.0, True == 1, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 1 < 1.5, 10**400 > 1e308, float('nan') == float('nan'), 0.0 == -0.0, False < True)
# --- int() of many things
for v in ["42", " -7 ", "1_000", "0x1f", "z", "", "1.5", "٣"]:
    try:
        print(int(v))
    except ValueError as e:
        print(e)
print(int("ff", 16), int("0xff", 16), int("0b101", 0), int("77", 8), int("zz", 36), int(3.99), int(-3.99), int(True), int(b"12"))
for v in [None, [], {}]:
    try:
        int(v)
    except TypeError as e:
        print(e)
# --- float() of many things
for v in ["1.5", " 2 ", "1e3", "inf", "-Infinity", "nan", "1_0.5", ".5", "5.", "x", ""]:
    try:
        print(float(v))
    except ValueError as e:
        print(e)
print(float(3), float(True), float("1e400"))
# --- round
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e20)])
print(round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(15, -1), round(25, -1), round(-15, -1), round(5, 2), round(0.1 + 0.2, 10), round(1e300, 3))
# --- number functions
print(abs(-5), abs(-2.5), abs(-2**70), min(3, 1, 2), max([1, 5, 3]), sum([1, 2.5]), sum([[1], [2]], []), bin(10), bin(-10), hex(255), hex(-255), oct(8), divmod(-7, 2), divmod(7.5, 2))
# --- int methods
print((255).bit_length(), (0).bit_length(), (-256).bit_length(), (10).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\xff", "big", signed=True), (5).real, (5).numerator, (7).as_integer_ratio(), (1.5).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer())
# --- bool arithmetic
print(True + True, True * 3, -True, +True, ~True, True / 2, sum([True, False, True]), str(True), repr(False), bool(0), bool("0"), bool([]), bool([0]), int(False))
# --- integers too long to print
try:
    print(len(str(10**5000)))
except ValueError as e:
    print(e)
# --- operators that do not fit
for f in (lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: None + 1, lambda: 1 - "a", lambda: {} * 2, lambda: "a" * "b", lambda: -"x", lambda: 1 < "a", lambda: [] < (), lambda: ~1.5, lambda: 1 << 1.0, lambda: "a" - 1, lambda: {} + {}, lambda: None < 1):
    try:
        f()
    except TypeError as e:
        print(e)
# --- hex, octal, binary and underscore literals
print(0xFF, 0o17, 0b101, 1_000_000, 0xdead_beef, 1e3, 1_0.0_1, .5, 5., 1E-3)
# --- hash equality of numbers as keys
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d, {1.0, 1, True}, {0: "a", False: "b", 0.0: "c"}, hash(1) == hash(1.0) == hash(True), {2**70: 1}[float(2**70)])
