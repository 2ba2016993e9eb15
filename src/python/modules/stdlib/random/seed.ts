import {
  asInt,
  asString,
  plain,
  PyBytes,
  PyFloat,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { decompose } from "../math/binary_float.ts";
import { sha512 } from "../hash/sha2.ts";

/** The 32-bit words, lowest first, that `random.seed(value)` starts the generator with. */
export function seedWords(value: Value): number[] {
  let number = seedNumber(value);
  const words: number[] = [];
  do {
    words.push(Number(number & 0xffffffffn));
    number >>= 32n;
  } while (number > 0n);
  return words;
}

function seedNumber(value: Value): bigint {
  const inner = plain(value);
  const int = asInt(inner);
  if (int !== null) return int < 0 ? -BigInt(int) : BigInt(int);
  const text = asString(value);
  if (text !== null) return bytesNumber(new TextEncoder().encode(text));
  if (inner instanceof PyBytes) return bytesNumber(inner.data);
  if (inner instanceof PyFloat) return BigInt.asUintN(64, floatHash(inner.value));
  throw typeError(
    "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.",
  );
}

/** The bytes and their SHA-512 after them, as one number. */
function bytesNumber(data: Uint8Array): bigint {
  let value = 0n;
  for (const byte of [...data, ...sha512(data)]) value = value << 8n | BigInt(byte);
  return value;
}

const MODULUS = (1n << 61n) - 1n;

/** `hash(float)` (Library Reference, "Hashing of numeric types"). */
function floatHash(value: number): bigint {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 0n : value > 0 ? 314159n : -314159n;
  const { mantissa, exponent } = decompose(Math.abs(value));
  const numerator = BigInt(mantissa * 2 ** 53);
  // The inverse of 2 is 2 ** 60 modulo 2 ** 61 - 1.
  const shift = ((exponent - 53) % 61 + 61) % 61;
  let hash = numerator * (1n << BigInt(shift)) % MODULUS;
  if (value < 0) hash = -hash;
  return hash === -1n ? -2n : hash;
}
