import type { Operator } from "../syntax/ast.ts";
import { raise, valueError } from "./exceptions.ts";
import { intFromNumber, normaliseInt } from "./int.ts";
import { checkBits, readBits } from "./limits.ts";
import { PyFloat } from "./objects.ts";
import type { Value } from "./value.ts";

type Int = number | bigint;

/** The integer of an int or bool; null for anything else. */
export function asInt(value: Value): Int | null {
  switch (typeof value) {
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
  }
  return null;
}

/** `float(int)` rounded to nearest even, OverflowError beyond the range. */
export function intToFloat(value: Int): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw raise("OverflowError", "int too large to convert to float");
  return number;
}

/**
 * Arithmetic of ints, bools and floats; undefined where the operands are not two numbers or the
 * operator does not apply to them.
 */
export function arithmetic(op: Operator, left: Value, right: Value): Value | undefined {
  const a = asInt(left);
  const b = asInt(right);
  if (a !== null && b !== null) {
    if (typeof left === "boolean" && typeof right === "boolean") {
      if (op === "BitAnd") return left && right;
      if (op === "BitOr") return left || right;
      if (op === "BitXor") return left !== right;
    }
    return intArithmetic(op, a, b);
  }
  if (a === null && !(left instanceof PyFloat)) return undefined;
  if (b === null && !(right instanceof PyFloat)) return undefined;
  const x = a !== null ? intToFloat(a) : (left as PyFloat).value;
  const y = b !== null ? intToFloat(b) : (right as PyFloat).value;
  return floatArithmetic(op, x, y);
}

function intArithmetic(op: Operator, a: Int, b: Int): Value | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const small = smallArithmetic(op, a, b);
    if (small !== undefined) return small;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  switch (op) {
    case "Add":
      checkBits(Math.max(bitLength(x), bitLength(y)));
      return normaliseInt(x + y);
    case "Sub":
      return normaliseInt(x - y);
    case "Mult":
      checkBits(bitLength(x) + bitLength(y));
      return normaliseInt(x * y);
    case "Div":
      return divide(x, y);
    case "FloorDiv":
      readBits(bitLength(x));
      if (y === 0n) throw raise("ZeroDivisionError", "integer division or modulo by zero");
      return normaliseInt(floorDivide(x, y));
    case "Mod":
      readBits(bitLength(x));
      if (y === 0n) throw raise("ZeroDivisionError", "integer modulo by zero");
      return normaliseInt(x - y * floorDivide(x, y));
    case "Pow":
      return power(x, y);
    case "LShift":
      if (y < 0n) throw valueError("negative shift count");
      if (x === 0n) return 0;
      checkBits(BigInt(bitLength(x)) + y);
      return normaliseInt(x << y);
    case "RShift":
      if (y < 0n) throw valueError("negative shift count");
      return y > 1n << 40n ? (x < 0n ? -1 : 0) : normaliseInt(x >> y);
    case "BitAnd":
      return normaliseInt(x & y);
    case "BitOr":
      return normaliseInt(x | y);
    case "BitXor":
      return normaliseInt(x ^ y);
    case "MatMult":
      return undefined;
  }
}

/** Results that are exact in doubles; undefined sends the operands on to bigint arithmetic. */
function smallArithmetic(op: Operator, a: number, b: number): Value | undefined {
  let result: number;
  switch (op) {
    case "Add":
      result = a + b;
      break;
    case "Sub":
      result = a - b;
      break;
    case "Mult":
      result = a * b;
      break;
    case "Div":
      if (b === 0) throw raise("ZeroDivisionError", "division by zero");
      return new PyFloat(a / b);
    case "FloorDiv":
      if (b === 0) throw raise("ZeroDivisionError", "integer division or modulo by zero");
      // The quotient of doubles may round up to a whole number; the remainder is always exact.
      result = (a - floorRemainder(a, b)) / b;
      break;
    case "Mod":
      if (b === 0) throw raise("ZeroDivisionError", "integer modulo by zero");
      return floorRemainder(a, b);
    default:
      return undefined;
  }
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

/** The remainder with the sign of the divisor; never -0. */
function floorRemainder(a: number, b: number): number {
  const remainder = a % b;
  return remainder === 0 ? 0 : (remainder < 0) !== (b < 0) ? remainder + b : remainder;
}

function floorDivide(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y !== 0n && (x < 0n) !== (y < 0n) ? quotient - 1n : quotient;
}

/** Number of bits of the absolute value. */
export function bitLength(value: bigint): number {
  const text = (value < 0n ? -value : value).toString(16);
  return text === "0" ? 0 : (text.length - 1) * 4 + (32 - Math.clz32(parseInt(text[0]!, 16)));
}

/** True division of big integers, correctly rounded. */
function divide(x: bigint, y: bigint): PyFloat {
  if (y === 0n) throw raise("ZeroDivisionError", "division by zero");
  const negative = (x < 0n) !== (y < 0n);
  const a = x < 0n ? -x : x;
  const b = y < 0n ? -y : y;
  readBits(bitLength(a));
  // 66 bits of quotient and a sticky bit are enough to round once, when it becomes a double.
  const shift = 66 - (bitLength(a) - bitLength(b));
  const scaledA = shift > 0 ? a << BigInt(shift) : a;
  const scaledB = shift > 0 ? b : b << BigInt(-shift);
  const quotient = scaledA / scaledB;
  const sticky = scaledA % scaledB === 0n ? 0n : 1n;
  const result = scale(Number(quotient | sticky), -shift);
  if (!Number.isFinite(result)) {
    throw raise("OverflowError", "integer division result too large for a float");
  }
  return new PyFloat(negative ? -result : result);
}

function scale(value: number, exponent: number): number {
  let result = value;
  for (let left = exponent; left !== 0;) {
    const part = Math.max(-1000, Math.min(1000, left));
    result *= 2 ** part;
    left -= part;
  }
  return result;
}

function power(x: bigint, y: bigint): Value {
  if (y < 0n) {
    if (x === 0n) throw raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    return new PyFloat(floatPower(intToFloat(x), intToFloat(y)));
  }
  if (x !== 0n && x !== 1n && x !== -1n) checkBits(BigInt(bitLength(x) - 1) * y);
  return normaliseInt(x ** y);
}

/** `pow(base, exponent, modulus)` of integers. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): Value {
  if (modulus === 0n) throw valueError("pow() 3rd argument cannot be 0");
  let power = exponent;
  let factor = base;
  if (power < 0n) {
    factor = inverse(base, modulus);
    power = -power;
  }
  const mod = (value: bigint) => ((value % modulus) + modulus) % modulus;
  let result = mod(1n);
  const size = bitLength(modulus) + bitLength(power);
  for (factor = mod(factor); power > 0n; power >>= 1n) {
    readBits(size);
    if (power & 1n) result = mod(result * factor);
    factor = mod(factor * factor);
  }
  return normaliseInt(result);
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    readBits(bitLength(a));
    const quotient = floorDivide(a, b);
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n && a !== -1n) throw valueError("base is not invertible for the given modulus");
  return a < 0n ? -x : x;
}

function floatArithmetic(op: Operator, x: number, y: number): Value | undefined {
  switch (op) {
    case "Add":
      return new PyFloat(x + y);
    case "Sub":
      return new PyFloat(x - y);
    case "Mult":
      return new PyFloat(x * y);
    case "Div":
      if (y === 0) throw raise("ZeroDivisionError", "float division by zero");
      return new PyFloat(x / y);
    case "FloorDiv":
      if (y === 0) throw raise("ZeroDivisionError", "float floor division by zero");
      return new PyFloat(floatDivmod(x, y)[0]);
    case "Mod":
      if (y === 0) throw raise("ZeroDivisionError", "float modulo");
      return new PyFloat(floatDivmod(x, y)[1]);
    case "Pow":
      return new PyFloat(floatPower(x, y));
    default:
      return undefined;
  }
}

/** Floor and remainder of floats; the remainder has the sign of the divisor. */
export function floatDivmod(x: number, y: number): readonly [number, number] {
  let remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0) {
    if ((y < 0) !== (remainder < 0)) {
      remainder += y;
      quotient -= 1;
    }
  } else remainder = y < 0 ? -0 : 0;
  if (quotient !== 0) {
    const floor = Math.floor(quotient);
    quotient = quotient - floor > 0.5 ? floor + 1 : floor;
  } else quotient = x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  return [quotient, remainder];
}

function floatPower(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === 0 && y < 0) {
    throw raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  }
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1;
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    throw valueError("complex numbers are not supported");
  }
  const result = x ** y;
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) {
    throw raise("OverflowError", 34, "Numerical result out of range");
  }
  return result;
}

/** `-x`, `+x`, `~x` of a number; undefined for anything else. */
export function negateNumber(op: "USub" | "UAdd" | "Invert", value: Value): Value | undefined {
  const int = asInt(value);
  if (int !== null) {
    if (op === "UAdd") return int;
    if (op === "USub") return typeof int === "number" ? 0 - int : normaliseInt(-int);
    return typeof int === "number" ? intFromNumber(-int - 1) : normaliseInt(~int);
  }
  if (!(value instanceof PyFloat)) return undefined;
  if (op === "USub") return new PyFloat(-value.value);
  return op === "UAdd" ? value : undefined;
}
