import { bigEndianBlocks } from "./blocks.ts";

// The constants are the fractional parts of square and cube roots of the first primes (FIPS 180-4,
// 4.2.2, 4.2.3 and 5.3), computed exactly rather than listed.
function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 64 fractional bits of the `degree`-th root of a prime. */
function fractionalRoot(prime: number, degree: 2 | 3): bigint {
  const scaled = BigInt(prime) << BigInt(64 * degree);
  let low = 0n;
  let high = 1n << 69n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** BigInt(degree) <= scaled) low = middle;
    else high = middle - 1n;
  }
  return low & ((1n << 64n) - 1n);
}

interface Constants {
  /** Of the cube roots of 80 primes. */
  readonly rounds: readonly bigint[];
  readonly rounds32: readonly number[];
  /** Of the square roots of 16 primes. */
  readonly starts: readonly bigint[];
}

let made: Constants | null = null;

function constants(): Constants {
  if (made === null) {
    const primes = firstPrimes(80);
    const rounds = primes.map((prime) => fractionalRoot(prime, 3));
    made = {
      rounds,
      rounds32: rounds.map((root) => Number(root >> 32n) | 0),
      starts: primes.slice(0, 16).map((prime) => fractionalRoot(prime, 2)),
    };
  }
  return made;
}

type Eight<T> = [T, T, T, T, T, T, T, T];

const rotate = (value: number, bits: number): number => value >>> bits | value << (32 - bits);

function compress32(state: number[], input: Uint8Array, size: number): Uint8Array {
  const { rounds32 } = constants();
  const schedule = new Int32Array(64);
  for (const block of bigEndianBlocks(input)) {
    schedule.set(block);
    for (let index = 16; index < 64; index++) {
      const early = schedule[index - 15]!;
      const late = schedule[index - 2]!;
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ early >>> 3;
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ late >>> 10;
      schedule[index] = (schedule[index - 16]! + s0 + schedule[index - 7]! + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state as Eight<number>;
    for (let round = 0; round < 64; round++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + s1 + choice + rounds32[round]! + schedule[round]!) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + s0 + majority) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) => state[index] = (state[index]! + value) | 0);
  }
  const output = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => output.setInt32(index * 4, word));
  return new Uint8Array(output.buffer).slice(0, size);
}

/** SHA-256 (FIPS 180-4, 6.2). */
export function sha256(input: Uint8Array): Uint8Array {
  const state = constants().starts.slice(0, 8).map((root) => Number(root >> 32n) | 0);
  return compress32(state, input, 32);
}

/** SHA-224 (FIPS 180-4, 6.3). */
export function sha224(input: Uint8Array): Uint8Array {
  const state = constants().starts.slice(8).map((root) => Number(root & 0xffffffffn) | 0);
  return compress32(state, input, 28);
}

const MASK = (1n << 64n) - 1n;
const rotate64 = (value: bigint, bits: bigint): bigint =>
  (value >> bits | value << (64n - bits)) & MASK;

function compress64(state: bigint[], input: Uint8Array, length: number): Uint8Array {
  const { rounds } = constants();
  const size = ((input.length + 16 >> 7) + 1) * 128;
  const data = new DataView(new ArrayBuffer(size));
  new Uint8Array(data.buffer).set(input);
  data.setUint8(input.length, 0x80);
  data.setBigUint64(size - 8, BigInt(input.length) << 3n);
  for (let start = 0; start < size; start += 128) {
    const schedule = Array.from({ length: 16 }, (_, word) => data.getBigUint64(start + word * 8));
    for (let index = 16; index < 80; index++) {
      const early = schedule[index - 15]!;
      const late = schedule[index - 2]!;
      const s0 = rotate64(early, 1n) ^ rotate64(early, 8n) ^ early >> 7n;
      const s1 = rotate64(late, 19n) ^ rotate64(late, 61n) ^ late >> 6n;
      schedule.push((schedule[index - 16]! + s0 + schedule[index - 7]! + s1) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state as Eight<bigint>;
    for (let round = 0; round < 80; round++) {
      const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
      const choice = (e & f) ^ (~e & MASK & g);
      const first = h + s1 + choice + rounds[round]! + schedule[round]!;
      const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const next = (first + s0 + majority) & MASK;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & MASK, c, b, a, next];
    }
    [a, b, c, d, e, f, g, h].forEach((value, index) =>
      state[index] = (state[index]! + value) & MASK
    );
  }
  const output = new DataView(new ArrayBuffer(64));
  state.forEach((word, index) => output.setBigUint64(index * 8, word));
  return new Uint8Array(output.buffer).slice(0, length);
}

/** SHA-512 (FIPS 180-4, 6.4). */
export function sha512(input: Uint8Array): Uint8Array {
  return compress64(constants().starts.slice(0, 8), input, 64);
}

/** SHA-384 (FIPS 180-4, 6.5). */
export function sha384(input: Uint8Array): Uint8Array {
  return compress64(constants().starts.slice(8), input, 48);
}
