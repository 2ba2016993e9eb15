import { asInt, bitLength } from "../runtime/arithmetic.ts";
import { boolClass, floatClass, intClass, typeName, typeOf } from "../runtime/builtin_classes.ts";
import { callSpecial, runNow } from "../runtime/call.ts";
import type { PyClass } from "../runtime/class.ts";
import { raise, typeError, valueError } from "../runtime/exceptions.ts";
import { collectNow } from "../runtime/iteration.ts";
import { normaliseInt } from "../runtime/int.ts";
import { checkBits, readBits } from "../runtime/limits.ts";
import { extendClass } from "../runtime/native.ts";
import { asString, float, plain, PyBytes, PyFloat, PyInstance, tuple } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { repr } from "../runtime/repr.ts";
import { truth } from "../runtime/truth.ts";
import type { Outcome, Value } from "../runtime/value.ts";
import { intArgument } from "./arguments.ts";
import { stripSpace } from "./text_classes.ts";

/** A value of a class with the layout of int, float or bytes. */
function makeNumber(cls: PyClass, base: PyClass, value: Value): Value {
  if (cls === base) return value;
  const instance = new PyInstance(cls);
  instance.native = value;
  return instance;
}

const DIGITS: Readonly<Record<string, string>> = { 2: "01", 8: "0-7", 10: "0-9", 16: "0-9a-f" };

/** `int(text, base)`; null where the text is no such number. */
export function parseInteger(text: string, base: number): number | bigint | null {
  const trimmed = stripSpace(text, true, true).toLowerCase();
  const match = /^([+-]?)(0[xob])?(.*)$/s.exec(trimmed)!;
  let [, sign, prefix, digits] = match as unknown as [string, string, string | undefined, string];
  const prefixBase = prefix === undefined ? 0 : { "0x": 16, "0o": 8, "0b": 2 }[prefix]!;
  let radix = base;
  if (prefix !== undefined && prefixBase !== base && base !== 0) {
    digits = prefix + digits;
    prefix = undefined;
  } else if (prefix !== undefined) {
    radix = prefixBase;
    if (digits.startsWith("_")) digits = digits.slice(1);
  } else if (base === 0) {
    radix = 10;
    if (/^0[\d_]*[1-9]/.test(digits)) return null;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(digits)) return null;
  digits = digits.replaceAll("_", "");
  const allowed = DIGITS[radix];
  if (allowed !== undefined && !new RegExp(`^[${allowed}]+$`).test(digits)) return null;
  checkBits(Math.floor(digits.length * Math.log2(Math.max(2, radix))));
  let value = 0n;
  if (radix === 10) {
    if (digits.length > 4300) {
      throw valueError(
        `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    value = BigInt(digits);
  } else if (radix === 2 || radix === 8 || radix === 16) {
    value = BigInt((radix === 2 ? "0b" : radix === 8 ? "0o" : "0x") + digits);
  } else {
    readBits(digits.length * digits.length);
    for (const digit of digits) {
      const worth = Number.parseInt(digit, 36);
      if (Number.isNaN(worth) || worth >= radix) return null;
      value = value * BigInt(radix) + BigInt(worth);
    }
  }
  return normaliseInt(sign === "-" ? -value : value);
}

function toInt(value: Value, base: Value | undefined): Outcome {
  const text = asString(value) ??
    (value instanceof PyBytes ? String.fromCharCode(...value.data) : null);
  if (text !== null) {
    const radix = base === undefined ? 10 : intArgument(base);
    if (radix !== 0 && (radix < 2 || radix > 36)) {
      throw valueError("int() base must be >= 2 and <= 36, or 0");
    }
    const parsed = parseInteger(asciiDigits(text), radix);
    if (parsed === null) {
      throw valueError(`invalid literal for int() with base ${radix}: ${repr(value)}`);
    }
    return parsed;
  }
  if (base !== undefined) throw typeError("int() can't convert non-string with explicit base");
  const inner = plain(value);
  const int = asInt(inner);
  if (int !== null) return int;
  if (inner instanceof PyFloat) return truncate(inner.value);
  if (value instanceof PyOpaque) return value.refuse("int()");
  for (const name of ["__int__", "__index__", "__trunc__"]) {
    const special = typeOf(value).lookup(name);
    if (special !== undefined && special !== null) return callSpecial(special, value, []);
  }
  throw typeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${
      typeName(value)
    }'`,
  );
}

/** Other decimal digits of Unicode count as well: `int("٣")`. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let start = digit.codePointAt(0)!;
    // The ten digits of a script are consecutive code points from its zero.
    while (/\p{Nd}/u.test(String.fromCodePoint(start - 1)) && start > digit.codePointAt(0)! - 9) {
      start--;
    }
    return String(digit.codePointAt(0)! - start);
  });
}

function truncate(value: number): number | bigint {
  if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    throw raise("OverflowError", "cannot convert float infinity to integer");
  }
  return normaliseInt(BigInt(Math.trunc(value)));
}

function intOf(self: Value): number | bigint {
  return asInt(plain(self))!;
}

extendClass(intClass, {
  new: ["x=..., /, base=...", (cls: PyClass, x: Value | undefined, base: Value | undefined) => {
    const made = x === undefined ? 0 : toInt(x, base);
    return cls === intClass ? made : makeNumber(cls, intClass, made as Value);
  }],
  methods: {
    bit_length: ["", (self: Value) => bitLength(BigInt(intOf(self)))],
    bit_count: [
      "",
      (self: Value) => BigInt(intOf(self)).toString(2).replaceAll(/[^1]/g, "").length,
    ],
    conjugate: ["", (self: Value) => intOf(self)],
    as_integer_ratio: ["", (self: Value) => tuple([intOf(self), 1])],
    is_integer: ["", () => true],
    to_bytes: [
      "length=1, byteorder='big', *, signed=False",
      (self: Value, length: Value, order: Value, signed: Value) =>
        toBytes(BigInt(intOf(self)), intArgument(length), order === "little", signed === true),
    ],
    __index__: ["", (self: Value) => intOf(self)],
    __int__: ["", (self: Value) => intOf(self)],
    __float__: ["", (self: Value) => float(Number(intOf(self)))],
  },
  classMethods: {
    from_bytes: [
      "bytes, byteorder='big', *, signed=False",
      (_cls: PyClass, data: Value, order: Value, signed: Value) => {
        const given = collectNow(data).map(intArgument);
        const bytes = order === "little" ? given.reverse() : given;
        let value = 0n;
        for (const byte of bytes) value = (value << 8n) | BigInt(byte);
        if (signed === true && bytes.length > 0 && bytes[0]! > 127) {
          value -= 1n << BigInt(8 * bytes.length);
        }
        return normaliseInt(value);
      },
    ],
  },
  properties: {
    real: (self: Value) => intOf(self),
    imag: () => 0,
    numerator: (self: Value) => intOf(self),
    denominator: () => 1,
  },
});

function toBytes(value: bigint, length: number, little: boolean, signed: boolean): PyBytes {
  if (value < 0n && !signed) {
    throw raise("OverflowError", "can't convert negative int to unsigned");
  }
  const size = BigInt(8 * length);
  const limit = signed ? 1n << (size - 1n) : 1n << size;
  if (value >= limit || (signed && value < -limit)) {
    throw raise("OverflowError", "int too big to convert");
  }
  let rest = value < 0n ? value + (1n << size) : value;
  const data = new Uint8Array(length);
  for (let index = length - 1; index >= 0; index--) {
    data[index] = Number(rest & 255n);
    rest >>= 8n;
  }
  return new PyBytes(little ? data.reverse() : data);
}

extendClass(boolClass, {
  new: ["x=False, /", (_cls: PyClass, x: Value): Outcome => truth(x)],
});

function toFloat(value: Value): Value {
  const text = asString(value);
  if (text !== null) {
    const parsed = parseFloatText(text);
    if (parsed === null) throw valueError(`could not convert string to float: ${repr(value)}`);
    return float(parsed);
  }
  const inner = plain(value);
  if (inner instanceof PyFloat) return inner;
  const int = asInt(inner);
  if (int !== null) {
    const number = Number(int);
    if (!Number.isFinite(number)) {
      throw raise("OverflowError", "int too large to convert to float");
    }
    return float(number);
  }
  if (value instanceof PyOpaque) return value.refuse("float()");
  for (const name of ["__float__", "__index__"]) {
    const special = typeOf(value).lookup(name);
    if (special === undefined || special === null) continue;
    const result = runNow(callSpecial(special, value, []));
    return result instanceof PyFloat ? result : float(Number(asInt(result) ?? NaN));
  }
  throw typeError(
    `float() argument must be a string or a real number, not '${typeName(value)}'`,
  );
}

/** The float that a text writes, or null. */
export function parseFloatText(text: string): number | null {
  const trimmed = stripSpace(text, true, true).toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (special !== null) {
    const value = special[2] === "nan" ? NaN : Infinity;
    return special[1] === "-" ? -value : value;
  }
  if (!/^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(trimmed)) {
    return null;
  }
  return Number(trimmed.replaceAll("_", ""));
}

function floatOf(self: Value): number {
  return (plain(self) as PyFloat).value;
}

extendClass(floatClass, {
  new: [
    "x=..., /",
    (cls: PyClass, x: Value | undefined) =>
      makeNumber(cls, floatClass, x === undefined ? float(0) : toFloat(x)),
  ],
  methods: {
    is_integer: ["", (self: Value) => Number.isInteger(floatOf(self))],
    conjugate: ["", (self: Value) => float(floatOf(self))],
    as_integer_ratio: ["", (self: Value) => {
      let denominator = 1n;
      let value = floatOf(self);
      if (!Number.isFinite(value)) {
        throw valueError("cannot convert Infinity or NaN to integer ratio");
      }
      while (!Number.isInteger(value)) {
        value *= 2;
        denominator *= 2n;
      }
      return tuple([normaliseInt(BigInt(value)), normaliseInt(denominator)]);
    }],
    hex: ["", () => {
      throw raise("NotImplementedError", "float.hex()");
    }],
    __int__: ["", (self: Value) => truncate(floatOf(self))],
    __trunc__: ["", (self: Value) => truncate(floatOf(self))],
    __float__: ["", (self: Value) => float(floatOf(self))],
  },
  properties: {
    real: (self: Value) => float(floatOf(self)),
    imag: () => float(0),
  },
});
